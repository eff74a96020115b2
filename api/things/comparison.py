"""Two versions of an agreement compared: fields, each dataset's attributes, files by opt-outs, and prose."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rdflib import URIRef
from rdflib.term import Identifier

from releasegraph.api.things.asked import Asked
from releasegraph.api.things.differences import Change, Run, compare_fields, compare_prose, fold
from releasegraph.api.things.showing import link
from releasegraph.api.things.siblings import Sibling
from releasegraph.api.things.supply import count_files, sum_by_opt_outs
from releasegraph.api.things.uses import kind_order, narratives_of
from releasegraph.api.things.version_fields import COMPARED, read_fields, shown
from releasegraph.api.view import Value
from releasegraph.graph.vocabulary import RG

__all__ = ["Comparison", "DatasetChange", "ProseChange", "ShownChange", "Step", "compare_versions", "take_steps"]

_ATTRIBUTES = (RG.typeOfData, RG.sensitivity, RG.frequency, RG.legalBasis, RG.confidentialityBasis)
_IN_SUM = (RG.typeOfData,)
"""Attributes of provisions compared over a whole version, from one version to the next."""


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A field that was `added`, `removed` or `changed`: values only before, only after, and how many stayed."""

    label: str
    kind: str
    removed: tuple[Value, ...]
    added: tuple[Value, ...]
    kept: int


@dataclass(frozen=True, slots=True)
class ProseChange:
    """A kind of prose that changed; the runs of its words, or nothing where only the fact is told."""

    code: str
    kind: str
    what: str
    """`added`, `removed`, `reworded` or `spacing`."""
    before: str | None
    after: str | None
    """The addresses of the texts."""
    runs: tuple[Run, ...] = ()
    came: int = 0
    gone: int = 0
    """Words."""


@dataclass(frozen=True, slots=True)
class DatasetChange:
    """A dataset on both versions whose attributes changed."""

    dataset: Value
    changes: tuple[ShownChange, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What changed from a version to the next, in short."""

    before: Sibling
    after: Sibling
    changes: tuple[ShownChange, ...]
    prose: tuple[ProseChange, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from a version to another, in full."""

    before: Sibling
    after: Sibling
    changes: tuple[ShownChange, ...]
    datasets: tuple[DatasetChange, ...]
    opt_outs: tuple[tuple[str, int, int], ...]
    """Whether opt-outs were applied, and the files before and after."""
    prose: tuple[ProseChange, ...]
    same: tuple[str, ...]
    """Kinds of prose that are the same, word for word."""


def take_steps(asked: Asked, agreement: str, versions: Sequence[Sibling]) -> tuple[Step, ...]:
    """Compare each version with the one before it, the newest first."""
    if len(versions) < 2:
        return ()
    in_sum = _attributes_in_sum(asked, agreement)
    known = [(one, *_said(asked, one, in_sum)) for one in versions]
    steps = []
    for (before, old, old_prose), (after, new, new_prose) in itertools.pairwise(known):
        changes = compare_fields(old, new, (*COMPARED, *_IN_SUM))
        prose = tuple(
            _prose(asked, kind, old_prose.get(kind), new_prose.get(kind))
            for kind in sorted(old_prose.keys() | new_prose.keys(), key=kind_order)
            if old_prose.get(kind) != new_prose.get(kind)
        )
        steps.append(Step(before, after, tuple(_shown(asked, one) for one in changes), prose))
    return tuple(reversed(steps))


def compare_versions(asked: Asked, before: Sibling, after: Sibling) -> Comparison:
    """Compare any two versions."""
    (old, old_prose), (new, new_prose) = _said(asked, before, {}), _said(asked, after, {})
    prose, same = [], []
    for kind in sorted(old_prose.keys() | new_prose.keys(), key=kind_order):
        first, second = old_prose.get(kind), new_prose.get(kind)
        if first == second:
            same.append(_kind_label(asked, kind))
        else:
            prose.append(_words(asked, before, after, _prose(asked, kind, first, second), first, second))
    files_before, files_after = (
        sum_by_opt_outs(count_files(asked, asked.statements(one.graph), one.iri)) for one in (before, after)
    )
    opt_outs = tuple(
        (asked.labels.of(iri), files_before.get(iri, 0), files_after.get(iri, 0))
        for iri in sorted(files_before.keys() | files_after.keys())
    )
    return Comparison(
        before,
        after,
        tuple(_shown(asked, one) for one in compare_fields(old, new, COMPARED)),
        _datasets(asked, before, after),
        opt_outs,
        tuple(prose),
        tuple(same),
    )


def _said(
    asked: Asked, version: Sibling, in_sum: Mapping[str, Mapping[str, set[Identifier]]]
) -> tuple[Mapping[str, Sequence[Identifier]], Mapping[str, str]]:
    statements = asked.statements(version.graph)
    fields: dict[str, Sequence[Identifier]] = dict(read_fields(statements, version.iri, COMPARED))
    for predicate, values in in_sum.get(version.iri, {}).items():
        fields[predicate] = sorted(values, key=str)
    return fields, narratives_of(statements, version.iri)


def _attributes_in_sum(asked: Asked, agreement: str) -> Mapping[str, Mapping[str, set[Identifier]]]:
    found: dict[str, dict[str, set[Identifier]]] = {}
    for predicate in _IN_SUM:
        rows = asked.store.select(
            f"SELECT DISTINCT ?agreement ?version ?value WHERE {{ ?agreement <{RG.hasVersion}> ?version . "
            f"?version <{RG.hasProvision}> ?provision . ?provision <{predicate}> ?value }}",
            agreement=URIRef(agreement),
        )
        for row in rows:
            found.setdefault(str(row["version"]), {}).setdefault(predicate, set()).add(row["value"])
    return found


def _shown(asked: Asked, change: Change[Identifier]) -> ShownChange:
    return ShownChange(
        asked.labels.property(change.field),
        change.kind,
        tuple(shown(asked, term) for term in change.removed),
        tuple(shown(asked, term) for term in change.added),
        change.kept,
    )


def _datasets(asked: Asked, before: Sibling, after: Sibling) -> tuple[DatasetChange, ...]:
    old, new = (_by_dataset(asked, one) for one in (before, after))
    found = []
    for dataset in old.keys() & new.keys():
        changes = compare_fields(old[dataset], new[dataset], _ATTRIBUTES)
        if changes:
            found.append(DatasetChange(link(asked, dataset), tuple(_shown(asked, one) for one in changes)))
    return tuple(sorted(found, key=lambda one: (one.dataset.text.casefold(), one.dataset.iri or "")))


def _by_dataset(asked: Asked, version: Sibling) -> Mapping[str, Mapping[str, set[Identifier]]]:
    """Give the attributes of each dataset of a version, over all its rows."""
    statements = asked.statements(version.graph)
    found: dict[str, dict[str, set[Identifier]]] = {}
    for stated in map(statements.about, statements.all(version.iri, RG.hasProvision)):
        for dataset in stated.get(RG.dataset, ()):
            for predicate in _ATTRIBUTES:
                values = found.setdefault(dataset, {}).setdefault(predicate, set())
                values.update(URIRef(one) for one in stated.get(predicate, ()))
    return found


def _kind_label(asked: Asked, code: str) -> str:
    return asked.labels.of(f"{asked.here.base}id/concept/narrative-kind/{code}")


def _prose(asked: Asked, code: str, before: str | None, after: str | None) -> ProseChange:
    what = "added" if before is None else "removed" if after is None else "reworded"
    first, second = (None if one is None else asked.links.href(one) for one in (before, after))
    return ProseChange(code, _kind_label(asked, code), what, first, second)


def _words(
    asked: Asked, before: Sibling, after: Sibling, change: ProseChange, first: str | None, second: str | None
) -> ProseChange:
    old, new = (
        "" if narrative is None else asked.statements(one.graph).one(narrative, RG.text) or ""
        for one, narrative in ((before, first), (after, second))
    )
    runs = compare_prose(old, new)
    gone, came = (sum(run.words for run in runs if run.kind == kind) for kind in ("removed", "added"))
    what = change.what if gone or came else "spacing"
    return ProseChange(change.code, change.kind, what, change.before, change.after, fold(runs), came, gone)
