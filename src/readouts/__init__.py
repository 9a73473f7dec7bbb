"""Reads what governments say about the same conversation and shows where their accounts part.

The verbs of the command line are here as functions: `read`, `compare`, `document`, `opened` (`readouts.api`,
docs/python.md). They are loaded when they are first asked for.
"""

from types import ModuleType
from typing import Any

__version__ = "0.1.0"
__all__ = ["Corpus", "__version__", "compare", "document", "opened", "read"]


class Verb(ModuleType):
    """The room `readouts.compare`, that can be called: the verb has the same name."""

    def __call__(self, *inputs: Any, **said: Any) -> Any:
        from readouts import api

        return api.compare(*inputs, **said)


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'readouts' has no attribute {name!r}")
    from importlib import import_module

    return import_module("readouts.compare") if name == "compare" else getattr(import_module("readouts.api"), name)
