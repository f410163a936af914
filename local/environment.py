"""Run a command as a part of the local system: all AWS tools and SDKs in it talk to MiniStack.

    python -m local.environment COMMAND...

Nothing of the person's own AWS account comes through.
"""

import os
import sys

from local.errors import LocalError
from local.settings import Settings

if __name__ == "__main__":
    try:
        environment = Settings.from_environment().environment()
    except LocalError as error:
        sys.exit(f"error: {error}")
    os.execvpe(sys.argv[1], sys.argv[1:], environment)
