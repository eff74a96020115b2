"""Strong entity tags of answers that do not change between builds, known before there is an answer.

What is served is a function of the revision (the build, the report, the settings, the software), the address, what the
client accepts, and for a POST its body; so a hash of these is the tag (RFC 9110, section 8.8.3).
"""

import hashlib
from functools import lru_cache

from starlette.types import Scope

from releasegraph.api.edge.codings import chosen_coding
from releasegraph.api.negotiation import LONGEST_HEADER, read_accept

__all__ = ["entity_tag", "names_tag"]


@lru_cache(1024)
def _read_accept(header: bytes) -> bytes:
    ranges = {(one.type, one.subtype): one.quality for one in read_accept(header.decode("latin-1"))}
    return ",".join(sorted(f"{kind}/{subtype};{quality:g}" for (kind, subtype), quality in ranges.items())).encode()


def _accepts(header: bytes | None) -> bytes:
    """Give one spelling of all Accept headers that ask for the same."""
    if header is None or header == b"*/*":
        return b""
    return _read_accept(header) if len(header) <= LONGEST_HEADER else header


def entity_tag(revision: str, scope: Scope, asked: dict[bytes, bytes], body: bytes | None = None) -> bytes:
    """Give the tag, in its quotes, of what a request with these headers gets; the same for GET and HEAD."""
    raw: bytes | None = scope.get("raw_path")
    coding = None if b"range" in asked else chosen_coding(asked.get(b"accept-encoding"))
    known = (
        revision.encode(),
        scope.get("root_path", "").encode(),
        scope["path"].encode("utf-8", "surrogateescape") if raw is None else raw,
        scope["query_string"],
        _accepts(asked.get(b"accept")),
        asked.get(b"accept-profile", b""),
        (coding or "").encode(),
        b"" if body is None else b"POST " + asked.get(b"content-type", b""),
        body or b"",
    )
    # no field but the last, the body, can hold the separator
    return b'"' + hashlib.blake2b(b"\n".join(known), digest_size=16).hexdigest().encode() + b'"'


def names_tag(header: bytes, tag: bytes) -> bool:
    """Tell whether an If-None-Match header names a tag, weak or strong (RFC 9110, section 13.1.2)."""
    # a tag holds no quotation mark, so that with its own it is found only as a whole
    return tag in header
