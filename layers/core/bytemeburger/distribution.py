"""What the pages' distribution says of a request that it passes on (stacks/storage.yaml, `ApiPath`). Anybody can send its
headers, so it is believed where it shows its key."""

import hmac
from collections.abc import Mapping

from bytemeburger import secrets, settings

KEY, VIEWER = "distribution-key", "true-client-ip"


def viewer(headers: Mapping[str, str]) -> str | None:
    """The IP address of whoever asked the distribution; None where the request did not come through it. The names of
    `headers` are in lower case."""
    shown = headers.get(KEY)
    if not shown:
        return None
    key: str = secrets.read(settings.distribution_secret())["key"]
    return headers.get(VIEWER) if hmac.compare_digest(shown.encode(), key.encode()) else None
