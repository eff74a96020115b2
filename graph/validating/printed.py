"""What stands at the place of a finding: as printed where the graph keeps that, else what was read there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from releasegraph.graph.fields import FieldMapping
from releasegraph.graph.validating.lookups import Lookups
from releasegraph.graph.validating.places import Spot
from releasegraph.graph.vocabulary import PREFIXES, RDFS, RG, SKOS

__all__ = ["Wanted", "read_printed"]

_LONGEST = 300
"""Characters of a printed value that are shown: a cell may hold pages of prose."""
_OWN_TEXT: Mapping[str, str] = {
    "Issue": RG.printedValue,
    "ExtraCell": RG.cellText,
    "Citation": RG.citedText,
    "Quotation": RG.quotedText,
    "NameMerge": RG.spelling,
}
"""A class of things that are part of a cell to the property by which they say what stands there."""
_LABEL = f"<{SKOS.prefLabel}>|<{RDFS.label}>|<{RG.text}>"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A finding to find the printed value of."""

    node: str
    classes: frozenset[str]
    """The local names of its classes of ours."""
    path: str | None
    value: str | None
    """The value node where it is a literal."""
    spot: Spot | None
    """Its first place."""

    @property
    def texts(self) -> tuple[str, ...]:
        """Give the properties that keep the printed value of the cell, by the mappings."""
        return _texts(self.spot.mappings) if self.spot else ()


@lru_cache(maxsize=1024)
def _texts(mappings: tuple[FieldMapping, ...]) -> tuple[str, ...]:
    names = dict.fromkeys(name for one in mappings for name in one.properties)
    return tuple(PREFIXES["rg"] + name for name in names if name.endswith("Text"))


def read_printed(wanted: Iterable[Wanted], lookups: Lookups) -> list[str | None]:
    """Give what stands at each place: "" where nothing does, None where the graph does not say."""
    asked = list(wanted)
    own = _own_texts(asked, lookups)
    in_cells = [one for one in asked if one.spot is not None and one.spot.labels and one.node not in own]
    records = {one.spot.source.record for one in in_cells if one.spot is not None and one.spot.source.sheet}
    unread = lookups.rare(records, "?c ?printed", _UNREAD)
    issues = {(record, column): printed for record, rows in unread.items() for column, printed in sorted(rows)}
    texts = _by_property(((one.node, by) for one in in_cells for by in one.texts), lookups)
    unsaid = [one for one in in_cells if one.path and one.value is None]
    read = _by_property(((one.node, one.path) for one in unsaid if one.path), lookups)
    labels = lookups.values({value for values in read.values() for value in values}, _LABEL)

    def of_cell(one: Wanted) -> str | None:
        spot = one.spot
        if spot is None or not spot.labels:
            return None
        if spot.source.text is not None:
            return _after_label(spot.source.text, spot.labels)
        kept = (texts.get((one.node, by)) for by in one.texts)
        candidates = (issues.get((spot.source.record, spot.labels[0])), *(text for (text, *_) in filter(None, kept)))
        stated = [labels.get(value, (value,))[0] for value in read.get((one.node, one.path or ""), ())]
        return next((text for text in (*candidates, one.value) if text is not None), "; ".join(stated))

    return [_shortened(own[one.node] if one.node in own else of_cell(one)) for one in asked]


_UNREAD = [f"?issue <{RG.inRecord}> ?n", f"?issue <{RG.column}> ?c", f"?issue <{RG.printedValue}> ?printed"]


def _own_texts(asked: Iterable[Wanted], lookups: Lookups) -> Mapping[str, str]:
    members: dict[str, set[str]] = {}
    for one in asked:
        for name in one.classes & _OWN_TEXT.keys():
            members.setdefault(name, set()).add(one.node)
    found = (lookups.values(nodes, f"<{_OWN_TEXT[name]}>") for name, nodes in members.items())
    return {node: values[0] for of_class in found for node, values in of_class.items()}


def _by_property(pairs: Iterable[tuple[str, str]], lookups: Lookups) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Give the values of each pair of node and property that has any."""
    nodes: dict[str, set[str]] = {}
    for node, by in pairs:
        nodes.setdefault(by, set()).add(node)
    return {
        (node, by): values
        for by, of_it in nodes.items()
        for node, values in lookups.values(of_it, by if by[0] in "^(" else f"<{by}>").items()
    }


def _after_label(text: str, labels: Iterable[str]) -> str:
    """Give what a page prints after a label, with the colon that ends it; all of it where no label begins it."""
    stripped = text.strip()
    for label in labels:
        if stripped.casefold().startswith(label.casefold()):
            return stripped[len(label) :].lstrip(" :").rstrip()
    return stripped


def _shortened(text: str | None) -> str | None:
    return text if text is None or len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
