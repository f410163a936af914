"""What the modules of web/ answer, for tests that hold them against ours."""

from collections.abc import Callable
from typing import Any

type Rule = Callable[..., Any]
"""Called with a module, the name of a function in it, and what that is given."""
CALL_EACH = "async ({ url, name, given }) => { const asked = (await import(url))[name]; return given.map((each) => asked(...each) ?? null); }"
"""As CALL, of many `given` at once: a question of its own takes longer than its answer."""
CALL = "async ({ url, name, given }) => (await import(url))[name](...given) ?? null"
