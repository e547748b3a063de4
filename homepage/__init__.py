"""The site: settings, addresses, and what the apps stand on."""

import sys
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from pathlib import Path


def _prefer_our_profile() -> None:
    """Make `import profile` mean this project's app.

    The standard library has a module of the same name. Where that one was imported
    first, or would be found first, Django would take it for an app without models.
    """
    if hasattr(sys.modules.get("profile"), "__path__"):
        return
    root = Path(__file__).resolve().parents[1]
    spec = PathFinder.find_spec("profile", [str(root)])
    if spec is None or spec.loader is None:
        raise ImportError(f"The app `profile` is missing beside {Path(__file__).parent}.")
    module = module_from_spec(spec)
    sys.modules["profile"] = module
    spec.loader.exec_module(module)


_prefer_our_profile()
