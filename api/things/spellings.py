"""The names of a body or dataset: the preferred one, the others, and why each was joined to it."""

from dataclasses import dataclass

from releasegraph.api.things.asked import Asked
from releasegraph.api.things.showing import link
from releasegraph.api.things.statements import Statements
from releasegraph.api.things.tabled import Table, node, table
from releasegraph.api.view import Value
from releasegraph.graph.vocabulary import RG

__all__ = ["Spelling", "Spellings", "read_spellings"]

_SPELLINGS = """
SELECT ?spelling ?why ?reason ?merge ?rule
WHERE {{
  ?merge rg:mergedInto {thing} ;
         rg:spelling ?spelling ;
         rg:mergeRule ?rule .
  ?rule skos:prefLabel ?why .
  OPTIONAL {{ ?merge rg:reviewedBecause ?reason }}
}}
ORDER BY ?spelling
"""


@dataclass(frozen=True, slots=True)
class Spelling:
    """A spelling that the sources print, the rule that joined it, and a reviewer's reason."""

    text: str
    rule: Value
    reason: str
    merge: str | None
    """The address of the merge's own page."""


@dataclass(frozen=True, slots=True)
class Spellings:
    """The other spellings of a thing, and how to ask for them."""

    rows: tuple[Spelling, ...]
    table: Table

    @property
    def reviewed(self) -> bool:
        """Tell whether a person joined one of them."""
        return any(one.reason for one in self.rows)


def read_spellings(asked: Asked) -> Spellings:
    """Read the merges into a thing."""
    own = asked.statements()
    merges = own.subjects(RG.mergedInto, asked.iri)
    rows = (_spelling(asked, own, merge) for merge in merges)
    return Spellings(
        tuple(sorted(rows, key=lambda one: (one.text, one.merge or ""))),
        table(asked.links, _SPELLINGS.format(thing=node(asked.iri))),
    )


def _spelling(asked: Asked, own: Statements, merge: str) -> Spelling:
    rule = own.one(merge, RG.mergeRule)
    return Spelling(
        own.one(merge, RG.spelling) or "",
        Value("") if rule is None else link(asked, rule),
        own.one(merge, RG.reviewedBecause) or "",
        asked.links.href(merge),
    )
