"""Measure everything, write benchmarks/RESULTS.md, and fail when a ratio is worse than the committed one.

Each kind of row is a module with `rows`; what runs needs `make bench`, which builds the layers first.
"""

import sys

from benchmarks import handlers, results, sizes
from benchmarks.instructions import stub


def main() -> None:
    before = results.committed()
    with stub() as address:
        measured = [*handlers.rows(address), *sizes.rows()]
    results.write(measured)
    if found := list(results.worse(measured, before)):
        sys.exit("\n".join(["worse than the committed benchmarks/RESULTS.md:", *found]))


if __name__ == "__main__":
    main()
