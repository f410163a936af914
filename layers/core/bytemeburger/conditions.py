"""Conditional requests (RFC 9110, section 13): what `If-Match` and `If-None-Match` ask of a resource's entity tag."""

import re
from dataclasses import dataclass

from bytemeburger.errors import PreconditionRequired
from bytemeburger.parameters import text

IF_MATCH = text("If-Match", "The ETag last read: another version answers 412.")
IF_MATCH_NEEDED = IF_MATCH.needed(lambda _: PreconditionRequired("if-match-missing"))
"""Nobody may replace unseen what it is about (RFC 6585, section 3)."""
IF_NONE_MATCH = text(
    "If-None-Match", "On GET the ETag last read: the same version answers 304. On PUT `*`: what is there answers 412."
)
VALIDATORS = (IF_MATCH, IF_NONE_MATCH)
"""What a GET takes whose answer has an ETag."""

_TAG = r'(W/)?"([\x21\x23-\x7e\x80-\U0010ffff]*)"'
"""Compiled by the first request that sends a tag: that takes longer than all else of this module."""


def entity_tag(version: str | int) -> str:
    """The entity tag of a version."""
    return f'"{version}"'


@dataclass(frozen=True)
class Conditions:
    """The headers of one request. An `etag` of None is that of nothing."""

    if_match: str | None
    if_none_match: str | None

    def are_met(self, etag: str | None) -> bool:
        """Whether a request that would change something may be carried out (section 13.2.2)."""
        return self.matches(etag) and (self.if_none_match is None or not _names(self.if_none_match, etag, weakly=True))

    def matches(self, etag: str | None) -> bool:
        """Whether `If-Match`, where it was sent, names this tag (section 13.1.1)."""
        return self.if_match is None or _names(self.if_match, etag, weakly=False)

    def require(self, etag: str | None) -> bool:
        """As `are_met`, of what nobody may replace unseen. Raises PreconditionRequired where the request does not say
        which version it replaces (RFC 6585, section 3)."""
        met = self.are_met(etag)
        if met and etag is not None and self.if_match is None:
            raise PreconditionRequired("if-match-missing")
        return met

    @property
    def names_version(self) -> bool:
        """Whether the client says which version it has seen."""
        return self.if_match is not None and self.if_match.strip() != "*"

    def is_not_modified(self, etag: str) -> bool:
        """Whether the client has what a GET would answer (section 13.1.2)."""
        return self.if_none_match is not None and _names(self.if_none_match, etag, weakly=True)


def _names(header: str, etag: str | None, *, weakly: bool) -> bool:
    """Whether the header names this tag: `*`, or a list; what is neither names none. Weak tags differ from strong ones
    only in the strong comparison (section 8.8.3.2)."""
    if etag is None:
        return False
    if header.strip() == "*":
        return True
    if re.sub(_TAG, "", header).strip(" \t,"):
        return False
    return any(f'"{opaque}"' == etag and (weakly or not weak) for weak, opaque in re.findall(_TAG, header))
