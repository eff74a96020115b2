"""The names of a body or dataset: the preferred one, the others, and why each was joined to it."""

from dataclasses import dataclass

from releasegraph.api.things.asked import Asked
from releasegraph.api.things.facts import node
from releasegraph.api.things.tabled import Table, table
from releasegraph.api.view import Value

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
    asking = table(asked.links, _SPELLINGS.format(thing=node(asked.iri)))
    return Spellings(
        tuple(
            Spelling(text, Value(why, asked.links.href(rule), rule), reason, asked.links.href(merge))
            for text, why, reason, merge, rule in asking.rows(asked.store)
        ),
        asking,
    )
