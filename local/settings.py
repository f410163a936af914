"""Where the local system lives: its ports and its folder, each set by an environment variable."""

import os
from dataclasses import dataclass
from pathlib import Path

from local.errors import LocalError

ROOT = Path(__file__).resolve().parent.parent
REGION = "sa-east-1"
STAGE = "local"
STACK_NAME = "bytemeburger-local"
"""The application's."""
STORE = "centro"


@dataclass(frozen=True)
class Settings:
    """`state` holds all that outlives a restart; without it everything starts anew."""

    state: Path
    ministack_port: int
    simulator_port: int
    pages_port: int

    @classmethod
    def from_environment(cls) -> "Settings":
        """Raises LocalError for a value that is no port."""
        return cls(
            state=ROOT / os.environ.get("LOCAL_STATE", ".local"),
            ministack_port=_port("MINISTACK_PORT", 4566),
            simulator_port=_port("SIMULATOR_PORT", 4580),
            pages_port=_port("PAGES_PORT", 4590),
        )

    @property
    def ports(self) -> dict[str, int]:
        """By the variable that sets each."""
        return {
            "MINISTACK_PORT": self.ministack_port,
            "SIMULATOR_PORT": self.simulator_port,
            "PAGES_PORT": self.pages_port,
        }

    @property
    def endpoint(self) -> str:
        """Where MiniStack answers for every AWS service."""
        return f"http://127.0.0.1:{self.ministack_port}"

    @property
    def simulator_url(self) -> str:
        return f"http://127.0.0.1:{self.simulator_port}"

    @property
    def pages_url(self) -> str:
        return f"http://127.0.0.1:{self.pages_port}"

    def environment(self) -> dict[str, str]:
        """The environment of every process started here. All AWS tools and SDKs in it talk to MiniStack, as the
        account's root; nothing of the person's own AWS account comes through."""
        own = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PYTHON"))}
        return own | {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "LOCAL_STATE": str(self.state),
            "NO_PROXY": "127.0.0.1,localhost",
            "PYTHONUNBUFFERED": "1",
            **{variable: str(port) for variable, port in self.ports.items()},
        }


def _port(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    if not (value.isdecimal() and 0 < int(value) < 65536):
        raise LocalError(f"{name} must be a port number, not {value!r}")
    return int(value)
