"""What stands at the place of a finding: as printed where the graph keeps that, else what was read there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from releasegraph.graph.validating.lookups import Lookups
from releasegraph.graph.validating.places import Spot
from releasegraph.graph.vocabulary import PREFIXES, RDFS, RG, SKOS

__all__ = ["Wanted", "read_printed"]

_LONGEST = 300
"""Characters of a printed value that are shown: a cell may hold pages of prose."""
_OWN_TEXT = (RG.printedValue, RG.cellText, RG.citedText, RG.quotedText, RG.spelling)
"""What a thing that is part of a cell says stands there."""
_LABEL = f"<{SKOS.prefLabel}>|<{RDFS.label}>|<{RG.text}>"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A finding to find the printed value of."""

    node: str
    path: str | None
    value: str | None
    """The value node where it is a literal."""
    spot: Spot | None
    """Its first place."""

    @property
    def texts(self) -> tuple[str, ...]:
        """Give the properties that keep the printed value of the cell, by the mappings."""
        names = dict.fromkeys(name for one in self.spot.mappings for name in one.properties) if self.spot else ()
        return tuple(PREFIXES["rg"] + name for name in names if name.endswith("Text"))


def read_printed(wanted: Iterable[Wanted], lookups: Lookups) -> list[str | None]:
    """Give what stands at each place: "" where nothing does, None where the graph does not say."""
    asked = list(wanted)
    own = _first_values([one.node for one in asked], _OWN_TEXT, lookups)
    in_cells = [one for one in asked if one.spot is not None and one.spot.labels and one.node not in own]
    records = {one.spot.source.record for one in in_cells if one.spot is not None and one.spot.source.sheet}
    unread = lookups.rows(records, "?c ?printed", _UNREAD)
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


_UNREAD = f"?issue <{RG.inRecord}> ?n ; <{RG.column}> ?c ; <{RG.printedValue}> ?printed"


def _first_values(nodes: Iterable[str], properties: Iterable[str], lookups: Lookups) -> Mapping[str, str]:
    path = "|".join(f"<{one}>" for one in properties)
    return {node: values[0] for node, values in lookups.values(nodes, path).items()}


def _by_property(pairs: Iterable[tuple[str, str]], lookups: Lookups) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Give the values of each pair of node and property that has any."""
    nodes: dict[str, set[str]] = {}
    for node, by in pairs:
        nodes.setdefault(by, set()).add(node)
    return {
        (node, by): values for by, of_it in nodes.items() for node, values in lookups.values(of_it, f"<{by}>").items()
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
