"""Where things are found: from an IRI to its page's address, and from a request's path to an IRI."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from urllib.parse import quote, urlsplit

from releasegraph.graph.identifiers import LAW

__all__ = ["Links", "iri_spellings"]

_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_RESERVED = "/:@!$&'()*+,;=~%"
"""Characters that stand in a path as they are, with `%`, which in an IRI begins an escape."""
_PLAIN = re.compile(rf"[A-Za-z0-9._{re.escape(_RESERVED)}-]*")
"""A path that needs no escapes, as nearly all do."""


@dataclass(frozen=True, slots=True)
class Links:
    """The addresses of one deployment: IRIs start at `base`, and hrefs are paths after `prefix`, good on any host."""

    base: str
    prefix: str = ""

    @classmethod
    def of(cls, base: str, root_path: str) -> "Links":
        """Give the links under a server's root path, or where it has none under the base's own path."""
        return cls(base, (root_path or urlsplit(base).path).rstrip("/"))

    def path(self, path: str) -> str:
        """Give the href of one of our own pages, such as `sparql`."""
        return f"{self.prefix}/{path}"

    @property
    def folders(self) -> tuple[tuple[str, str], ...]:
        """Give the starts of the IRIs that have documents here, each with the folder of its documents."""
        return _folders(self.base)

    def document_path(self, iri: str) -> str | None:
        """Give the path of the document about a thing (`doc/…`), None where we have no such document."""
        return _document_path(self.base, iri)

    def href(self, iri: str) -> str | None:
        """Give the href of a thing's page: ours, or the web's; None where the IRI is no address at all."""
        path = self.document_path(iri)
        if path is not None:
            return self.path(path)
        return iri if iri.startswith(("http://", "https://")) else None

    def things(self, path: str) -> Iterator[str]:
        """Give the IRIs a request for the document `path` (percent-encoded, after `doc/`) may mean, likeliest first."""
        law = path.removeprefix("law/")
        start = f"{self.base}id/" if law == path else LAW
        return (start + spelling for spelling in iri_spellings(law))


@lru_cache(16_384)
def _document_path(base: str, iri: str) -> str | None:
    for start, folder in _folders(base):
        if iri.startswith(start):
            rest = iri.removeprefix(start)
            return folder + (rest if _PLAIN.fullmatch(rest) else quote(rest, safe=_RESERVED))
    return None


@cache
def _folders(base: str) -> tuple[tuple[str, str], ...]:
    return ((f"{base}id/", "doc/"), (LAW, "doc/law/"))


def iri_spellings(path: str) -> Iterator[str]:
    """Give the spellings a percent-encoded path may have in an IRI (RFC 3987, section 3.2).

    Escapes of unreserved ASCII characters are decoded and others kept in upper case. A segment with other letters comes
    both as those letters, as our slugs have them, and as escapes, as file references have them.
    """
    segments = [_ESCAPES.sub(_unescaped, segment) for segment in path.split("/")]
    either = [dict.fromkeys((segment, quote(segment, safe=_RESERVED))) for segment in segments]
    return ("/".join(parts) for parts in itertools.islice(itertools.product(*either), 16))


def _unescaped(escapes: re.Match[str]) -> str:
    octets = bytes.fromhex(escapes[0].replace("%", ""))
    text = octets.decode("utf-8", errors="surrogateescape")
    return "".join(char if _stands(char) else quote(char, safe="", errors="surrogateescape") for char in text)


def _stands(char: str) -> bool:
    """Tell whether a character is written in an IRI as itself."""
    if char.isascii():
        return _UNRESERVED.match(char) is not None
    return char.isprintable() and not "\ud800" <= char <= "\udfff"
