"""Write docs/events/<name>.json, the JSON Schema of each domain event's detail, from the types that features make them of."""

import argparse
import json
import sys
from typing import Any

from bytemeburger.customers import events as customers
from bytemeburger.menu import events as menu
from bytemeburger.orders import events as orders
from deployment.template import ROOT
from scripts.documents.json_schemas import Schemas, closed, inlined

OUTPUT = ROOT / "docs" / "events"
EVENTS = {event.__name__: event for event in (*orders.EVENTS, *menu.EVENTS, *customers.EVENTS)}


def document(name: str) -> dict[str, Any]:
    """The schema of an event's detail, complete in itself."""
    schemas = Schemas()
    schemas.of(EVENTS[name])
    schema = closed(inlined(schemas.named[name], schemas.named))
    version = schema["properties"]["event_version"]["const"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:bytemeburger:event:{name}:{version}",
        "title": name,
        **schema,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, and fail when a file is stale")
    check = parser.parse_args().check
    texts = {
        OUTPUT / f"{name}.json": json.dumps(document(name), indent=2, ensure_ascii=False) + "\n" for name in EVENTS
    }
    stale = [path for path in OUTPUT.glob("*.json") if path not in texts]
    if check:
        stale += [path for path, text in texts.items() if not path.exists() or path.read_text() != text]
        if stale:
            sys.exit(f"{', '.join(path.name for path in stale)} of docs/events/: run make openapi")
        return
    for path in stale:
        path.unlink()
    for path, text in texts.items():
        path.write_text(text)


if __name__ == "__main__":
    main()
