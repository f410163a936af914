"""Files as another revision of this repository has them."""

import subprocess

from deployment.template import ROOT


def read_at(revision: str, path: str) -> str | None:
    """The text of a file in a revision; None when it has no such file. Raises ValueError for an unknown revision."""
    _git("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    try:
        return _git("show", f"{revision}:{path}")
    except ValueError:
        return None


def _git(*arguments: str) -> str:
    process = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603, S607
    if process.returncode:
        raise ValueError(f"git {' '.join(arguments)}: {process.stderr.strip() or 'failed'}")
    return process.stdout
