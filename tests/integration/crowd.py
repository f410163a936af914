"""Many clients at once, as many as there are in a crowd."""

import random
import time
from collections.abc import Callable

import httpx


def insist(ask: Callable[[], httpx.Response]) -> httpx.Response:
    """The answer in the end: who is told that too much is happening at once asks the very same again, a little later."""
    while (answer := ask()).status_code in (429, 503):
        time.sleep(random.uniform(0.1, 1))
    return answer
