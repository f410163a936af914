"""What it costs to load each function: CPU time of a fresh process, as a ratio to making a bare botocore DynamoDB
client in the same run. Runs are interleaved, so that a busy machine weighs on all of them alike.

    make benchmark        (after `make run` or `make test` has built the artefacts)
"""

import statistics
import subprocess
import sys
from pathlib import Path

BUILD = Path(__file__).parents[1] / ".aws-sam" / "local"
LAYERS = [str(BUILD / "CoreLayer" / "python"), str(BUILD / "DependenciesLayer" / "python")]
ROUNDS = 9
MEASURE = "import time; print(time.process_time())"
UNIT = "import botocore.session; botocore.session.get_session().create_client('dynamodb', region_name='sa-east-1')"


def cpu_seconds(code: str, path: list[str]) -> float:
    """CPU time of one process that runs `code`, its interpreter's start included."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:0] = {path!r}\n{code}\n{MEASURE}"],
        env={"AWS_DEFAULT_REGION": "sa-east-1", "AWS_LAMBDA_FUNCTION_NAME": "any", "TABLE_NAME": "any"},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout.splitlines()[-1])


def main() -> None:
    functions = sorted(path.name for path in BUILD.iterdir() if path.name.endswith("Function"))
    if not functions:
        sys.exit("nothing is built: run make run or make test first")
    subjects = {"bare interpreter": ("", []), "botocore client": (UNIT, LAYERS)}
    subjects |= {name: ("import app", [str(BUILD / name), *LAYERS]) for name in functions}
    times: dict[str, list[float]] = {name: [] for name in subjects}
    for _ in range(ROUNDS):
        for name, (code, path) in subjects.items():
            times[name].append(cpu_seconds(code, path))
    unit = statistics.median(times["botocore client"])
    print(f"{'':40}{'ms':>8}{'ratio':>8}")
    for name, seconds in times.items():
        median = statistics.median(seconds)
        print(f"{name:40}{median * 1000:8.0f}{median / unit:8.2f}")


if __name__ == "__main__":
    main()
