"""`make invoke FUNCTION=create_order`: run one deployed function with its sample event and show its answer and log."""

import subprocess
import sys

from local.errors import LocalError
from local.settings import ROOT, Settings
from local.stack import describe, logical_id


def main(name: str) -> int:
    settings = Settings.from_environment()
    event = ROOT / "events" / f"{name}.json"
    if not event.exists():
        known = ", ".join(sorted(each.stem for each in event.parent.glob("*.json")))
        raise LocalError(f"there is no function {name!r}; there are: {known}")
    describe(settings)
    sam = [str(ROOT / ".venv-sam/bin/sam"), "remote", "invoke", logical_id(name), "--config-env", "local"]
    environment = settings.environment() | {"SAM_CLI_TELEMETRY": "0"}
    return subprocess.run([*sam, "--event-file", str(event)], cwd=ROOT, env=environment).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1]))
    except LocalError as error:
        sys.exit(f"error: {error}")
