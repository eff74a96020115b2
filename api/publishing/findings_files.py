"""Makes the pages and documents of what validation found: all of it, and the findings of each rule."""

from collections.abc import Iterator
from math import ceil

from releasegraph.api.publishing.addresses import Page, file_of, findings_page, is_writable
from releasegraph.api.publishing.making import Maker
from releasegraph.api.state import Served
from releasegraph.graph.generations import Generation
from releasegraph.graph.validating.kept import kept_report
from releasegraph.graph.validating.quality import short_rule

__all__ = ["FINDINGS_FILES", "findings_files", "findings_paths", "rule_files", "rule_units"]

FINDINGS_FILES = ("validation.ttl", "validation.jsonld", "validation.csv", "validation/badge.svg")
_AT_ONCE = 50
"""Pages of a rule to a unit."""


def findings_paths(generation: Generation) -> dict[str, int]:
    """Give the paths of the pages of rules that found something, and how much; none for a graph not validated."""
    kept = kept_report(generation.folder)
    if kept is None:
        return {}
    query = "SELECT iri, count(*) FROM finding JOIN rule ON rule.id = finding.rule WHERE iri != '' GROUP BY iri"
    found = {findings_page(short_rule(iri)): int(number) for iri, number in kept.few(query)}
    return {page.path: number for page, number in found.items() if is_writable(page.path)}


def findings_files(maker: Maker, here: Served) -> Iterator[tuple[str, bytes]]:
    """Make what is of all findings; nothing for a graph that was not validated."""
    if kept_report(here.generation.folder) is None:
        return
    yield file_of(Page("validation").address), maker.page("validation")
    for path in FINDINGS_FILES:
        yield path, maker.document(path)


def rule_units(here: Served) -> Iterator[str]:
    """Give the units of the rules' pages: some thousands are too many for one process while others have nothing."""
    for path, number in findings_paths(here.generation).items():
        for part in range(ceil(_steps(here, number) / _AT_ONCE)):
            yield f"{path}/{part + 1}"


def rule_files(maker: Maker, here: Served, unit: str) -> Iterator[tuple[str, bytes]]:
    """Make the pages of a unit: so many of the findings of a rule."""
    path, _, part = unit.rpartition("/")
    rule, end = path.rpartition("/")[2], int(part) * _AT_ONCE
    for step in range(end - _AT_ONCE + 1, min(end, _steps(here, findings_paths(here.generation)[path])) + 1):
        page = Page(path, ("page", step) if step > 1 else None)
        body = maker.document(f"validation?rule={rule}&page={step}")
        yield file_of(page.address), maker.written(page, body)


def _steps(here: Served, number: int) -> int:
    return ceil(number / here.settings.page_results)
