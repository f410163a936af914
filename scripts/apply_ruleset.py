"""Put .github/rulesets/*.json on the repository; a ruleset of the same name is changed to what the file says.

    python -m scripts.apply_ruleset OWNER/REPOSITORY [--dry-run]

Needs GitHub's `gh`, signed in as an administrator of the repository.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

RULESETS = Path(__file__).parents[1] / ".github" / "rulesets"

type Call = tuple[str, str, dict[str, Any]]


def calls(repository: str, existing: Mapping[str, int]) -> Iterator[Call]:
    """(method, path, body) of the requests that bring the rulesets known by name and id to what the files say."""
    for file in sorted(RULESETS.glob("*.json")):
        ruleset = json.loads(file.read_text())
        path = f"repos/{repository}/rulesets"
        if ruleset["name"] in existing:
            yield "PUT", f"{path}/{existing[ruleset['name']]}", ruleset
        else:
            yield "POST", path, ruleset


def github(method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    """GitHub's answer. Raises CalledProcessError when it refuses."""
    command = ["gh", "api", "--method", method, path, *(["--input", "-"] if body else [])]
    done = subprocess.run(command, input=json.dumps(body), stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    return json.loads(done.stdout)


def apply(repository: str, ask: Callable[..., Any]) -> None:
    existing = {each["name"]: each["id"] for each in ask("GET", f"repos/{repository}/rulesets")}
    for method, path, body in calls(repository, existing):
        ask(method, path, body)


def main() -> None:
    match sys.argv[1:]:
        case [repository]:
            apply(repository, github)
        case [repository, "--dry-run"]:
            for method, path, body in calls(repository, {}):
                sys.stdout.write(f"{method} {path}\n{json.dumps(body, indent=1)}\n")
        case _:
            sys.exit("usage: apply_ruleset.py OWNER/REPOSITORY [--dry-run]")


if __name__ == "__main__":
    main()
