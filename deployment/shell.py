"""What a page of web/ needs to start, so that a browser can keep all of it for a reload without a network."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypedDict

from deployment.template import ROOT

WEB = ROOT / "web"
NAME = "shell.json"
_REFERENCES = {
    ".html": re.compile(r"""(?:href|src)="([^":]+)\""""),
    ".js": re.compile(r"""(?:\bfrom|^import)\s*"(\.[^"]+)\""""),
    ".mjs": re.compile(r"""(?:\bfrom|^import)\s*"(\.[^"]+)\""""),
    ".css": re.compile(r"""url\("([^":]+)"\)"""),
}


class Shell(TypedDict):
    """`files`: the SHA-256 of each, by its path from web/. A browser that reads of none gives up what it keeps."""

    version: str
    files: dict[str, str]


def shell(page: str, generated: Mapping[str, bytes]) -> Shell:
    """Of the page in web/`page`, with its own pictures and what is `generated` for a stage, by path."""
    pictures = (path.relative_to(WEB) for path in (WEB / page).rglob("*.svg"))
    found = {str(path): (WEB / path).read_bytes() for path in {*_reached(Path(page, "index.html")), *pictures}}
    found |= generated
    files = {path: hashlib.sha256(content).hexdigest() for path, content in sorted(found.items())}
    return {"version": hashlib.sha256(repr(files).encode()).hexdigest()[:16], "files": files}


def _reached(start: Path) -> Iterator[Path]:
    """The file, and all that it leads to."""
    known, waiting = {start}, [start]
    while waiting:
        path = waiting.pop()
        yield path
        pattern = _REFERENCES.get(path.suffix)
        for reference in pattern.findall((WEB / path).read_text()) if pattern else ():
            reached = (WEB / path.parent / reference).resolve().relative_to(WEB)
            if reached not in known and (WEB / reached).is_file():
                known.add(reached)
                waiting.append(reached)
