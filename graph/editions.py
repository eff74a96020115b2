"""Which editions a build has: each named and read once, and which of them are current."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from releasegraph.graph.cells import Month
from releasegraph.graph.errors import SourceError
from releasegraph.graph.names import resolve_name
from releasegraph.graph.page_values import read_when
from releasegraph.graph.records import Page
from releasegraph.graph.sources.discovery import Source

__all__ = ["Plan", "current_pages", "name_registers", "plan_editions"]

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Plan:
    """The sources of a build, each content once."""

    registers: tuple[Source, ...]
    pages: tuple[Source, ...]
    edition: str | None
    """The name given for the build's one edition."""
    notices: tuple[str, ...]


def plan_editions(sources: Iterable[Source], edition: str | None) -> Plan:
    """Take each content once and say what was left out.

    Raises SourceError for an edition name that is not one, or one name for several editions.
    """
    kept: dict[str, Source] = {}
    notices = []
    # by name, not in the order given: the same sources give the same graph
    for source in sorted(sources, key=lambda source: (source.name, source.sha256)):
        first = kept.setdefault(source.sha256, source)
        if first is not source:
            notices.append(f"{source.name}: the same content as {first.name}, read once")
    if edition is not None:
        if not _NAME.fullmatch(edition):
            raise SourceError(
                "--edition", "", f"{edition!r} is no edition name", "letters, digits, `.`, `_`, `-`, such as 2026-09"
            )
        if len(kept) > 1:
            names = ", ".join(source.name for source in kept.values())
            raise SourceError("--edition", "", f"one name for {len(kept)} editions ({names})", "one source")
    return Plan(
        registers=tuple(source for source in kept.values() if source.kind != "page"),
        pages=tuple(source for source in kept.values() if source.kind == "page"),
        edition=edition,
        notices=tuple(notices),
    )


def name_registers(plan: Plan) -> Mapping[str | None, Source]:
    """Name each workbook's edition, oldest first; None where one workbook's name is in its content, to be read once.

    Raises SourceError where two workbooks of different content share a name.
    """
    named: dict[str | None, Source] = {}
    for source in plan.registers:
        name = plan.edition or source.edition
        if name is None and len(plan.registers) > 1:
            name = source.read(None).edition.name
        if name in named:
            raise SourceError(
                source.name,
                "",
                f"edition {name} again, with other content than {named[name].name}",
                "each edition once; name a build's one edition with --edition",
            )
        named[name] = source
    return dict(sorted(named.items(), key=lambda item: item[0] or ""))


def current_pages(pages: Iterable[Page]) -> tuple[frozenset[str], tuple[Sequence[str], ...]]:
    """Give the names of the page editions that are current: of each organisation's captures, the latest.

    A capture is as late as the latest day it prints. Also gives the groups whose order no printed day tells.
    """
    by_organisation: defaultdict[str, list[tuple[date, str]]] = defaultdict(list)
    for page in pages:
        body = resolve_name("organisation", page.organisation.value).slug
        by_organisation[body].append((_latest_day(page), page.edition.name))
    current = frozenset(max(captures)[1] for captures in by_organisation.values())
    undated = tuple(
        sorted(name for day, name in captures if day == max(captures)[0])
        for captures in by_organisation.values()
        if len({name for day, name in captures if day == max(captures)[0]}) > 1
    )
    return current, undated


def _latest_day(page: Page) -> date:
    """Give the latest day a page vouches for: of releases, or of the start of terms (an end lies in the future)."""
    days = [date.min]
    for project in page.projects:
        if located := project.fields.get("when"):
            when = read_when(located.value)
            days += [
                value.last if isinstance(value, Month) else value for value in (when.start, when.last_release) if value
            ]
    return max(days)
