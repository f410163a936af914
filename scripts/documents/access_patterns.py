"""Write docs/access-patterns.md: what each function asks of the table, as its tests have recorded it.

The file, or one function's section of it, comes from a recording of the function tests.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from deployment.template import ROOT, functions, read_template

OUTPUT = ROOT / "docs" / "access-patterns.md"
HEAD = """# Access patterns

What each function asks of the one table: which items, through which index, under which condition, and what it costs.
Written by `make access-patterns` from what the functions' tests make them ask; `make test` fails when it is stale.
The keys are explained in [the data model](data-model.md). `*` stands for an id, a store, a date or a time.

The figures are DynamoDB's capacity units, worked out from the sizes of the items by its rules (`tests/capacity_units.py`): a
read of up to 4 KB costs 1, or 0.5 where it may be a moment old, as all reads of an index are; a write costs 1 per KB
and the same again for each index whose copy changes, twice that where the item moves in the index; in a transaction the
table's part costs double. For a pattern the dearest request seen is shown, with the small menu and the short lists of
the tests: a list costs 0.5 per 8 KB of what it reads, an order is about 1 KB. *Typical* is one complete invocation of the
kind seen most often.

"""
COLUMNS = ("Request", "Index", "Keys", "Condition", "Read units", "Write units")

type Access = dict[str, Any]
type Invocation = list[list[Access]]


def document(recording: Path) -> str:
    """The complete file."""
    work = worked(recording)
    return HEAD + "\n".join(text for name in folders() for text in section(name, work.get(name, [])))


def worked(folder: Path) -> dict[str, list[Invocation]]:
    """By function: its invocations, each the list of its requests, each the list of what it accessed (`tests.aws_call_recorder`)."""
    by_function: dict[str, list[Invocation]] = {}
    for path in sorted(folder.glob("*.work")):
        for function, invocations in json.loads(path.read_text()).items():
            by_function.setdefault(function, []).extend(invocations)
    return by_function


def folders() -> list[str]:
    return sorted(path.parent.name for path in (ROOT / "functions").glob("*/app.py"))


def section(name: str, invocations: list[Invocation]) -> Iterator[str]:
    """One function."""
    yield f"## {name}\n"
    usual = typical(invocations)
    introduction = f"{callers().get(name, 'Not by HTTP')}. "
    if usual is None:
        yield f"{introduction}It asks nothing of the table.\n"
        return
    accesses = [access for request in usual for access in request]
    read, written = (sum(access[units] for access in accesses) for units in ("read_units", "write_units"))
    plural = "" if len(usual) == 1 else "s"
    yield f"{introduction}Typical: {len(usual)} request{plural}, {read:g} read units, {written:g} write units.\n"
    yield f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}"
    yield from rows(invocations)
    yield ""


def rows(invocations: list[Invocation]) -> Iterator[str]:
    """One row per pattern, in the order in which they were first seen to be used."""
    dearest: dict[tuple[str, ...], tuple[float, float]] = {}
    for access in (access for invocation in invocations for request in invocation for access in request):
        pattern = tuple(access[part] for part in ("operation", "index", "keys", "condition"))
        read, written = dearest.get(pattern, (0, 0))
        dearest[pattern] = max(read, access["read_units"]), max(written, access["write_units"])
    for (operation, index, keys, condition), (read, written) in sorted(dearest.items()):
        cells = (operation, index or "table", f"`{keys}`", f"`{condition}`" if condition else "")
        yield f"| {' | '.join((*cells, f'{read:g}' if read else '', f'{written:g}' if written else ''))} |"


def typical(invocations: list[Invocation]) -> Invocation | None:
    """The kind of invocation seen most often, of those that write where any does."""
    writing = [each for each in invocations if any(access["write_units"] for request in each for access in request)]
    kinds: dict[tuple[str, ...], list[Invocation]] = {}
    for invocation in sorted(writing or invocations, key=len):
        kind = tuple(access["operation"] + access["keys"] for request in invocation for access in request)
        kinds.setdefault(kind, []).append(invocation)
    counted = Counter({kind: len(variants) for kind, variants in kinds.items()})
    if not counted:
        return None
    kind = max(sorted(counted), key=lambda each: (counted[each], len(each)))
    return max(kinds[kind], key=_units)


def _units(invocation: Invocation) -> Any:
    return sum(access["read_units"] + access["write_units"] for request in invocation for access in request)


def callers() -> dict[str, str]:
    """By function: the method and path it answers."""
    return {name: f"`{method.upper()} {path}`" for name, path, method, _ in functions(read_template())}


def with_section(name: str, recording: Path) -> str:
    """The file as it is, but for the section of one function."""
    head, *sections = OUTPUT.read_text().split("\n## ")
    existing = {each.partition("\n")[0]: each for each in sections}
    existing[name] = "\n".join(section(name, worked(recording).get(name, []))).removeprefix("## ")
    return "\n## ".join([head, *(existing[each] for each in sorted(existing))])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recording", type=Path, help="the folder of RECORD_CALLS")
    parser.add_argument("function", nargs="?", help="the one whose section is written anew")
    arguments = parser.parse_args()
    OUTPUT.write_text(
        with_section(arguments.function, arguments.recording) if arguments.function else document(arguments.recording)
    )


if __name__ == "__main__":
    main()
