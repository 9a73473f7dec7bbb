"""The flat tables as Arrow has them."""

from typing import Any

from readouts import __version__
from readouts.errors import ReadoutsError
from readouts.export.flat import Table


def schema(table: Table) -> Any:
    """The table's columns as Arrow has them, with their descriptions. Raises ReadoutsError without pyarrow."""
    try:
        import pyarrow as pa
    except ImportError as error:
        raise ReadoutsError("parquet needs pyarrow", "Run: pip install 'readouts[parquet]'") from error
    types = {"text": pa.string(), "integer": pa.int64(), "number": pa.float64(), "date": pa.date32()}
    return pa.schema(
        [pa.field(c.name, types[c.type], metadata={"description": c.meaning}) for c in table.columns],
        metadata={"readouts": __version__, "table": table.name, "row": table.about},
    )
