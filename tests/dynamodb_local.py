"""DynamoDB Local as the engine below the table, in moto's place: opt-in, for its licence asks for an AWS account.

DYNAMODB_LOCAL is the folder with DynamoDBLocal.jar, which the person supplies; it needs Java 17. All other services stay moto's.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local.processes import Process, free_port, listens

START_SECONDS = 30


@contextmanager
def running(folder: Path, log: Path) -> Iterator[str]:
    """Its address, from here to the end of the block. Raises FileNotFoundError without a jar or Java, LocalError when it
    does not come up."""
    java, jar = shutil.which("java"), folder / "DynamoDBLocal.jar"
    if not java or not jar.is_file():
        raise FileNotFoundError(f"DYNAMODB_LOCAL: {jar} and Java 17 are needed")
    port = free_port()
    options = ["-inMemory", "-sharedDb", "-disableTelemetry", "-port", str(port)]
    library = f"-Djava.library.path={folder / 'DynamoDBLocal_lib'}"
    command = [java, library, "-jar", str(jar), *options]
    # It writes a file of its own where it is started.
    process = Process("DynamoDB Local", command, environment=os.environ, log=log, folder=log.parent)
    try:
        process.wait_until(lambda: listens(port), START_SECONDS)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.stop()
