"""What the search knows of a thing: the words that find it, the values it is filtered by, and what a result shows."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import orjson

from releasegraph.graph.vocabulary import RG

__all__ = ["FACETS", "KINDS", "Shown", "Thing", "Use", "day_blocks", "term_blocks"]

KINDS: Mapping[str, str] = {
    "organisation": RG.Organisation,
    "dataset": RG.Dataset,
    "instrument": RG.LegalInstrument,
    "provision": RG.StatutoryProvision,
    "agreement": RG.Agreement,
    "version": RG.AgreementVersion,
    "listing": RG.PageListing,
    "narrative": RG.Narrative,
    "claim": RG.Claim,
    "release": RG.Release,
}
"""Kinds of things found, as the `kind` filter names them, to their classes; of equal matches the first comes first."""

FACETS = ("kind", "body", "dataset", "law", "data", "commercial", "optouts", "source", "edition")
"""What results are filtered by, each a parameter of the search's address.

`body` is the applicant's kind, `law` a provision or instrument relied on, `data` the type of data, `source` whether the
register or a page prints it. An agreement and a text have every value of their versions.
"""


@dataclass(frozen=True, slots=True)
class Use:
    """A version that uses a text: its IRI and reference."""

    iri: str
    reference: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What a result shows of a thing, and a row of the table of results holds."""

    iri: str
    kind: str
    label: str
    other_names: tuple[str, ...] = ()
    reference: str = ""
    title: str = ""
    applicant: str = ""
    start: str = ""
    end: str = ""
    datasets: tuple[str, ...] = ()
    uses: tuple[Use, ...] = ()
    """The first of the versions that use a text; for a release, the version it was released under."""
    use_count: int = 0

    def to_json(self) -> bytes:
        """Write it."""
        return orjson.dumps(self)

    @classmethod
    def from_json(cls, written: bytes) -> "Shown":
        """Read what `to_json` wrote."""
        values = orjson.loads(written)
        for name in ("other_names", "datasets"):
            values[name] = tuple(values[name])
        values["uses"] = tuple(Use(**use) for use in values["uses"])
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing to be found."""

    shown: Shown
    names: Collection[str] = ()
    """What it is called: names, references."""
    keys: Collection[str] = ()
    """Names that, typed whole, put it first, as `key` folds them."""
    title: Collection[str] = ()
    about: Collection[str] = ()
    """Names of other things it is described by: applicant, controllers, datasets."""
    prose: str = ""
    facets: Mapping[str, Collection[str]] = field(default_factory=dict)
    active: Collection[str] = ()
    """Blocks of days it runs, as `term_blocks` gives them."""
    day: int = 0
    """The day it is ordered by, as YYYYMMDD; 0 for none."""


_HIGHEST = 16
"""Blocks hold up to 2^16 days: 179 years."""


def term_blocks(start: date, end: date) -> Iterator[str]:
    """Cover the days of a term with blocks of 1, 2, 4, … days, few of them; none where it ends before it starts."""
    first, after = start.toordinal(), end.toordinal() + 1
    while first < after:
        level = min(_HIGHEST, (first & -first).bit_length() - 1)
        while first + (1 << level) > after:
            level -= 1
        yield f"{level}.{first >> level}"
        first += 1 << level


def day_blocks(day: date) -> Iterable[str]:
    """Give every block that holds a day: one of them covers any term that does."""
    return [f"{level}.{day.toordinal() >> level}" for level in range(_HIGHEST + 1)]
