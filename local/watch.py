"""`make watch`: build and deploy again whenever a source changes, beside a running `make run`."""

import contextlib
import sys
import time

from local.errors import LocalError
from local.settings import Settings
from local.stack import deploy, deploy_operations, describe, fingerprint

POLL_SECONDS = 0.5


def main() -> None:
    settings = Settings.from_environment()
    api_url = describe(settings).api_url
    last = None
    print("watching template.yaml, stacks/, functions/ and layers/; Ctrl-C ends it", flush=True)
    while True:
        now = fingerprint()
        if now == last:
            time.sleep(POLL_SECONDS)
            continue
        last = now
        began = time.monotonic()
        try:
            stack = deploy(settings, _report)
            deploy_operations(settings, _report)
        except LocalError as error:
            print(f"error: {error}", flush=True)
            continue
        print(f"deployed, {time.monotonic() - began:.1f} s", flush=True)
        if stack.api_url != api_url:
            api_url = stack.api_url
            print(f"the API is a new one, at {api_url}: start `make run` again, so that payments reach it", flush=True)


def _report(message: str) -> None:
    print(message, flush=True)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        try:
            main()
        except LocalError as error:
            sys.exit(f"error: {error}")
