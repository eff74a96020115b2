"""Makes the pages and documents of what validation found: all of it, and the findings of each rule."""

from collections.abc import Iterator
from math import ceil

from releasegraph.api.publishing.addresses import Page, file_of, findings_page, is_writable
from releasegraph.api.publishing.making import Maker
from releasegraph.api.state import Served
from releasegraph.graph.generations import Generation
from releasegraph.graph.validating.kept import kept_report
from releasegraph.graph.validating.quality import short_rule

__all__ = ["FINDINGS_FILES", "findings_files", "findings_paths"]

FINDINGS_FILES = ("validation.ttl", "validation.jsonld", "validation.csv", "validation/badge.svg")


def findings_paths(generation: Generation) -> dict[str, int]:
    """Give the paths of the pages of rules that found something, and how much; none for a graph not validated."""
    kept = kept_report(generation.folder)
    if kept is None:
        return {}
    query = "SELECT iri, count(*) FROM finding JOIN rule ON rule.id = finding.rule WHERE iri != '' GROUP BY iri"
    found = {findings_page(short_rule(iri)): int(number) for iri, number in kept.rows(query)}
    return {page.path: number for page, number in found.items() if is_writable(page.path)}


def findings_files(maker: Maker, here: Served) -> Iterator[tuple[str, bytes]]:
    """Make every file; none for a graph that was not validated."""
    if kept_report(here.generation.folder) is None:
        return
    yield file_of(Page("validation").address), maker.page("validation")
    for path in FINDINGS_FILES:
        yield path, maker.document(path)
    for path, number in findings_paths(here.generation).items():
        rule = path.rpartition("/")[2]
        for step in range(1, ceil(number / here.settings.page_results) + 1):
            page = Page(path, ("page", step) if step > 1 else None)
            body = maker.document(f"validation?rule={rule}&page={step}")
            yield file_of(page.address), maker.written(page, body)
