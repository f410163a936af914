"""How a rule gets into MiniStack: in the place of one of its functions, which it is given."""

import functools
from collections.abc import Callable
from types import ModuleType
from typing import Any

type Function = Callable[..., Any]


def replaces(holder: ModuleType | dict[str, Function], name: str) -> Callable[[Function], Function]:
    """The decorated function takes the place of one of a module's, or of a table's; its first argument is the function that
    was there. Raises KeyError when MiniStack has no such function any more."""
    functions = vars(holder) if isinstance(holder, ModuleType) else holder

    def install(rule: Function) -> Function:
        original = functions[name]
        functions[name] = functools.wraps(original)(functools.partial(rule, original))
        return rule

    return install
