"""The weights that come with the package: which files there are, and how a model made of them is loaded.

onnxruntime and tokenizers are imported when a model is loaded, not before.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from readouts.errors import ModelError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

WEIGHTS = Path(__file__).parent / "weights"
TOKENIZER = "tokenizer.json"  # of all-MiniLM-L6-v2, which every model here is made of


def missing(names: Iterable[str]) -> str | None:
    """What is not there that a model of those files needs: a package or file; None when all is."""
    package = next((name for name in ("onnxruntime", "tokenizers") if find_spec(name) is None), None)
    return package or next((name for name in names if not (WEIGHTS / name).is_file()), None)


def session(folder: Path, known: Mapping[str, str], *, shipped: bool, threads: int) -> "tuple[Any, Tokenizer]":
    """The onnxruntime session of the folder's model, on at most that many threads, and its tokenizer.

    `known` has the files, the model first, with the SHA-256 that the `shipped` ones must have. Raises ModelError when
    files or onnxruntime are missing, or the weights are not those of this version.
    """
    read = checked(folder, known, shipped=shipped)
    try:
        import onnxruntime

        tokenizer = _tokenizer(folder / TOKENIZER)
    except ImportError as error:
        raise ModelError(f"{error.name} is not installed", "Run: pip install onnxruntime tokenizers") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    model = read[next(iter(known))]  # the very bytes that were checked
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"]), tokenizer


def checked(folder: Path, known: Mapping[str, str], *, shipped: bool) -> dict[str, bytes]:
    """The bytes of the files in the folder, by name. Raises ModelError when one is missing or, of the `shipped` ones,
    has not the SHA-256 known.
    """
    read: dict[str, bytes] = {}
    for name, hash in known.items():
        path = folder / name
        if not path.is_file():
            raise ModelError(f"{path} is missing", "Install readouts again")
        read[name] = path.read_bytes()
        if shipped and sha256(read[name]).hexdigest() != hash:
            raise ModelError(f"{path} is not the file that this version was made with", "Install readouts again")
    return read


@cache
def _tokenizer(path: Path) -> "Tokenizer":
    """The tokenizer of that file, which the models of a folder share."""
    from tokenizers import Tokenizer

    return plain(Tokenizer.from_file(str(path)))


def plain(tokenizer: "Tokenizer") -> "Tokenizer":
    """The tokenizer without truncation and padding, and with "[SEP]" in a text read as plain characters."""
    tokenizer.encode_special_tokens = True
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
