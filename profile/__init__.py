"""The person: about, links, timeline, interests, service, and the names other apps use.

`cProfile` imports the standard library's module `profile` and finds this package
instead, so the few names it needs are handed through.
"""

import sysconfig
from functools import cache
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from types import ModuleType

_STANDARD_NAMES = {"Profile", "_Utils", "run", "runctx"}


@cache
def _standard_module() -> ModuleType:
    spec = PathFinder.find_spec("profile", [sysconfig.get_path("stdlib")])
    if spec is None or spec.loader is None:
        raise ImportError("The standard library's module `profile` is missing.")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def __getattr__(name: str) -> object:
    if name not in _STANDARD_NAMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(_standard_module(), name)
    return value
