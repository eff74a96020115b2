"""Whose words the sources are, and under which licence: the register's are open, a page's are its author's.

And who publishes a graph made of them, which only its operator can say.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

__all__ = ["OGL", "OGL_TITLE", "PAGE_AUTHOR", "PUBLISHER", "RIGHTS", "Publisher"]

OGL = "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
"""The licence of the register's workbooks."""
OGL_TITLE = "Open Government Licence v3.0"
PUBLISHER = "NHS England"
"""Who publishes the workbooks."""
PAGE_AUTHOR = "medConfidential"
"""Who wrote every page, as the pages sign themselves."""
RIGHTS = (
    f"The words of the pages are {PAGE_AUTHOR}'s, and no licence of this site covers them. What comes from the "
    f"workbooks of {PUBLISHER} is under the Open Government Licence v3.0."
)
"""What holds for a graph that is built from pages too."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes a graph and its catalogue, as an operator says; empty where none did."""

    name: str = ""
    iri: str = ""
    contact: str = ""
    """Where to ask about it: a `mailto:` or `https:` IRI."""

    def of(self, base: str) -> "Publisher":
        """Give the publisher of a graph of that base: without a name the base's host, without an IRI a node of ours."""
        return Publisher(self.name or urlsplit(base).netloc, self.iri or f"{base}catalog/publisher", self.contact)
