"""Is a deployed stage alive? A request to each kind of route, as its callers would make it.

Nothing is written. Exit code 1 and a line per failure when something is wrong.
"""

import sys

import httpx

from scripts.stage.deployed import deployed, stage_parser

# method, path, whose token, what it may answer: a status, or the code of a problem
CHECKS: list[tuple[str, str, str | None, set[int | str]]] = [
    ("GET", "/menu", None, {200, "store-unknown"}),  # the latter until the first store is added
    ("GET", "/board", None, {200, "store-unknown"}),
    ("GET", "/orders/none", "ordering", {"order-not-found"}),
    ("GET", "/orders/none", None, {401}),
    ("GET", "/kitchen/queue", None, {401}),
    ("GET", "/kitchen/queue", "ordering", {401}),
    ("POST", "/webhooks/mercadopago", None, {"notification-unsigned"}),
]


def failures(api_url: str) -> list[str]:
    found = []
    # Not that of `make order`, which knows the system on this machine: to AWS the way may lead through a person's proxy.
    with httpx.Client(base_url=api_url, timeout=15) as api:
        identified = api.post("/identify", json={})
        if identified.status_code != 200:
            return [f"POST /identify answered {identified.status_code}, not 200"]
        tokens = {"ordering": {"Authorization": identified.json()["id_token"]}}
        for method, path, whose, expected in CHECKS:
            answer = api.request(method, path, headers={"Order-Key": "none"} | tokens.get(whose or "", {}))
            if not {answer.status_code, _code(answer)} & expected:
                statuses = " or ".join(map(str, expected))
                found.append(f"{method} {path} ({whose or 'no token'}) answered {answer.status_code}, not {statuses}")
    return found


def _code(answer: httpx.Response) -> str | None:
    """The code of the problem in the answer; a gateway's own answer has none."""
    if answer.headers.get("Content-Type") != "application/problem+json":
        return None
    return str(answer.json().get("type", "")).rpartition(":")[2]


if __name__ == "__main__":
    stage = deployed(stage_parser(__doc__).parse_args().stage)
    found = [f"{address}: {each}" for address in stage.api_addresses for each in failures(address)]
    sys.stderr.write("".join(f"{each}\n" for each in found))
    sys.exit(bool(found))
