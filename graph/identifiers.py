"""The IRIs of things: each a pure function of what a source prints and of the base."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

__all__ = [
    "DEFAULT_BASE",
    "LAW",
    "Identifiers",
    "Reference",
    "digest",
    "has_slug",
    "read_reference",
    "segment",
    "slug",
    "text_digest",
]

LAW = "http://www.legislation.gov.uk/id/"
DEFAULT_BASE = "http://localhost:8000/"
UNNUMBERED = "unnumbered"
_UNNAMED = "unnamed-"

_REFERENCE = re.compile(r"(?:DARS-)?(NIC-\d+-[A-Z0-9]+)(?:-v(\d{1,9}(?:\.\d{1,9})*))?", re.IGNORECASE | re.ASCII)
_OTHER_REFERENCE = re.compile(r"(.*?)(?:-v(\d{1,9}(?:\.\d{1,9})*))?", re.IGNORECASE | re.DOTALL | re.ASCII)
_PLAIN_SEGMENT = re.compile(r"(?!\.+$)[A-Za-z0-9._~-]+")


def digest(*parts: str) -> str:
    """Give 16 hexadecimal digits that name a thing by its parts."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def text_digest(text: str) -> str:
    """Give the 32 hexadecimal digits that name a text by its UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@lru_cache(maxsize=65536)
def slug(spelling: str) -> str:
    """Give the slug of one spelling: NFKC, case folded, `&` to `and`, other signs to spaces, spaces to `-`.

    A spelling without a letter or digit has no slug of its own and is named by its hash.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", spelling).casefold()).replace("&", " and ")
    words = "".join(c if c.isalnum() or _is_mark(c) else " " for c in folded).split()
    return "-".join(words) or f"{_UNNAMED}{digest(spelling)}"


def has_slug(spelling: str) -> bool:
    """Say whether a spelling has a letter or digit to be named by."""
    return not slug(spelling).startswith(_UNNAMED)


def _is_mark(character: str) -> bool:
    """Tell whether a character is a mark on a letter that an IRI may hold (RFC 3987, section 2.2: `ucschar`)."""
    return unicodedata.category(character)[0] == "M" and ord(character) < 0xE0000


def segment(text: str) -> str:
    """Give a printed text as one segment of an IRI's path, percent-encoded where it must be."""
    if _PLAIN_SEGMENT.fullmatch(text):
        return text
    encoded = quote(text, safe="-._~", errors="replace")
    return f"{_UNNAMED}{digest(text)}" if set(encoded) <= {"."} else encoded


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference number: the agreement it names, and the version where one is printed."""

    agreement: str
    """Always with `DARS-`, without version; ready to stand in an IRI."""
    version: str | None
    printed: str
    """The agreement as printed, but for a well-formed one's missing `DARS-`."""
    well_formed: bool

    @property
    def order(self) -> tuple[int, ...]:
        """Give what versions are ordered by: 4.10 follows 4.9, unnumbered comes first."""
        return tuple(int(part) for part in self.version.split(".")) if self.version else ()


@lru_cache(maxsize=65536)
def read_reference(printed: str) -> Reference:
    """Read `DARS-NIC-00574-V2H1F-v4.2`; with or without `DARS-`, with or without a version."""
    found = _REFERENCE.fullmatch(printed)
    if found:
        agreement = f"DARS-{found[1].upper()}"
        return Reference(agreement, found[2], agreement, True)
    other = _OTHER_REFERENCE.fullmatch(printed)
    named, version = (other[1], other[2]) if other and other[1] else (printed, None)
    missing = "DARS-" if named.upper().startswith("NIC-") else ""
    return Reference(missing + segment(named), version, named, False)


@dataclass(frozen=True, slots=True)
class Identifiers:
    """The IRIs under one base."""

    base: str

    def agreement(self, reference: Reference) -> str:
        """Give the agreement's IRI."""
        return f"{self.base}id/agreement/{reference.agreement}"

    def version(self, reference: Reference) -> str:
        """Give the agreement version's IRI."""
        return f"{self.base}id/agreement/{reference.agreement}/v{reference.version or '-' + UNNUMBERED}"

    def listing(self, reference: Reference, edition: str) -> str:
        """Give the IRI of a page's listing of an agreement."""
        return f"{self.base}id/agreement/{reference.agreement}/page/{segment(edition)}"

    def release(self, file_reference: str) -> str:
        """Give the IRI of a released file."""
        return f"{self.base}id/release/{segment(file_reference)}"

    def named(self, kind: str, name_slug: str) -> str:
        """Give the IRI of an `organisation` or `dataset` by its slug."""
        return f"{self.base}id/{kind}/{name_slug}"

    def text(self, text: str) -> str:
        """Give the IRI of a text, the same for all that repeat it."""
        return f"{self.base}id/text/{text_digest(text)}"

    def edition(self, name: str) -> str:
        """Give the IRI of a register edition."""
        return f"{self.base}id/edition/{segment(name)}"

    def edition_graph(self, name: str) -> str:
        """Give the name of the graph that holds a superseded edition."""
        return f"{self.base}graph/edition/{segment(name)}"

    def graph(self, name: str) -> str:
        """Give the name of the `catalogue`, `validation` or `ontology` graph."""
        return f"{self.base}graph/{name}"

    def record(self, path: str) -> str:
        """Give a source record's IRI by its path: `{edition}/{sheet}/{row}` or `{edition}/lines/{first}-{last}`."""
        return f"{self.base}id/record/{path}"

    def concept(self, scheme: str, code: str) -> str:
        """Give the IRI of a concept of one of our schemes."""
        return f"{self.base}id/concept/{scheme}/{code}"

    def scheme(self, name: str) -> str:
        """Give the IRI of a concept scheme."""
        return f"{self.base}id/concept/{name}"

    def law(self, target: str) -> str:
        """Give the IRI of a law by the target of a citation: legislation.gov.uk's own, or ours for `instrument/…`."""
        return f"{self.base}id/{target}" if target.startswith("instrument/") else LAW + target

    def hashed(self, kind: str, *parts: str) -> str:
        """Give the IRI of an `issue`, `merge`, `claim` or `change` by what it says."""
        return f"{self.base}id/{kind}/{digest(*parts)}"
