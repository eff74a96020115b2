"""Publishes a store as a folder of files: made anew where the graph differs, left as they are where it does not."""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from releasegraph.api.links import Links
from releasegraph.api.publishing.addresses import Addresses
from releasegraph.api.publishing.catalogue_files import CATALOGUE_FORMATS
from releasegraph.api.publishing.desk import Order
from releasegraph.api.publishing.feed_files import FEED_FORMATS
from releasegraph.api.publishing.files import (
    PRIVATE,
    clear_journal,
    journalled,
    keep_journal,
    remove_files,
    remove_unfinished,
)
from releasegraph.api.publishing.findings_files import FINDINGS_FILES, findings_paths
from releasegraph.api.publishing.planning import Plan, affected_by, changed_site, changed_units, with_questions
from releasegraph.api.publishing.pool import Desks, planned
from releasegraph.api.publishing.record import Made, SiteRecord, keep_record, read_record
from releasegraph.api.publishing.site_pages import FILES, PAGES, static_files
from releasegraph.api.questions import QUESTION_OF
from releasegraph.api.settings import Settings
from releasegraph.graph.assembly import Progress
from releasegraph.graph.errors import StoreError
from releasegraph.graph.generations import Generation, current_generation, hold

__all__ = ["Published", "publish"]

_DUMPS = "site/dumps"
_RENAMED = {".well-known/void": "void"}
"""Where pages link to an address that is a file for programs here, the page that says the same."""


@dataclass(frozen=True, slots=True)
class Published:
    """What a run has done."""

    files: int
    """Files of the site now."""
    made: int
    """Units made anew, of `units`."""
    units: int
    removed: int
    left_out: tuple[str, ...]
    """Paths of things whose names no disk takes."""
    notices: tuple[str, ...]


def publish(
    store: Path,
    root: Path,
    *,
    settings: Settings | None = None,
    processes: int | None = None,
    progress: Progress = lambda _doing, _done, _total: None,
) -> Published:
    """Publish the current generation of a store's folder under `root`.

    Raises StoreError where there is no store, or the folder holds what is not a site of ours. A run that is killed
    leaves a site that works, some of its pages new; the next completes it.
    """
    settings = settings or Settings()
    processes = processes or len(os.sched_getaffinity(0))
    generation = current_generation(store.resolve())
    with _publishing(root):
        doubtful = journalled(root)
        remove_unfinished(root, doubtful)
        before = (read_record(root) or SiteRecord()).without(doubtful)
        progress("Finding what has changed", 0, 1)
        plan = with_questions(planned(generation, settings, processes), generation.folder, before)
        addresses = _addresses(generation, plan)
        units = _made(generation, settings, addresses, root, processes, plan, before, progress)
        after = SiteRecord(plan.key, dict(sorted(units.all.items())))
        kept = after.files()
        removed = remove_files(root, (before.files() | doubtful) - kept)
        keep_record(root, after)
        clear_journal(root)
    notices = () if generation.manifest.dumps else ("the store has no dumps; build it again to publish them",)
    return Published(len(kept), units.made, len(units.all), removed, plan.left_out, notices)


@dataclass(slots=True)
class _Units:
    all: dict[str, Made]
    made: int


def _made(
    generation: Generation,
    settings: Settings,
    addresses: Addresses,
    root: Path,
    processes: int,
    plan: Plan,
    before: SiteRecord,
    progress: Progress,
) -> _Units:
    """Make what has changed, then what shows something of that."""
    same = before.key == plan.key
    changed = changed_units(plan, before)
    there = plan.units.keys() | set(plan.site)
    gone = before.units.keys() - there - {_DUMPS}
    new = {name: made for name, made in before.units.items() if name in there}
    new[_DUMPS] = Made(_copy_dumps(generation, root, before.units.get(_DUMPS, Made({}))))
    made: set[str] = set()

    def make(desks: Desks, units: Iterable[str]) -> None:
        # new pages first, so that what links to them leads somewhere
        ordered = sorted(set(units) - made, key=lambda unit: (unit in before.units, not unit.startswith("doc/"), unit))
        orders = [
            Order(unit, plan.units.get(unit, ()), plan.states.get(unit, ""), _files(before, unit)) for unit in ordered
        ]
        for number, (unit, one) in enumerate(desks.make(orders)):
            new[unit] = one
            progress("Making pages", number, len(orders))
        made.update(ordered)

    with Desks(generation, settings, addresses, root, processes) as desks:
        make(desks, [*changed_site(plan, before), *changed])
        if same:
            relabelled = {
                unit for unit in changed if unit not in before.units or before.units[unit].shown != new[unit].shown
            } | gone
            shown = affected_by([*changed, *gone], before.units, new, relabelled)
            make(desks, shown & plan.units.keys())
    return _Units(new, len(made))


def _files(before: SiteRecord, unit: str) -> dict[str, str]:
    known = before.units.get(unit)
    return {} if known is None else dict(known.files)


def _addresses(generation: Generation, plan: Plan) -> Addresses:
    prefix = Links.of(generation.base, "").prefix
    asked = [f"questions/{slug}" for slug in QUESTION_OF]
    files = [*FILES, *(file for file, _ in static_files())]
    files += [f"{path}{suffix}" for path in asked for suffix in (".csv", ".json")]
    files += [f"dump/{one.file}" for one in generation.manifest.dumps]
    files += [f"{path}{suffix}" for path in plan.catalogue for suffix in CATALOGUE_FORMATS]
    files += [f"{path}{suffix}" for path in plan.feed for suffix in FEED_FORMATS]
    pages = {*PAGES, *asked, *plan.catalogue, *plan.feed, *findings_paths(generation)}
    if not plan.validated:
        pages -= {"validation"}
        files = [file for file in files if file not in FINDINGS_FILES]
    return Addresses(generation.base, prefix, plan.things, frozenset(pages), frozenset(files), _RENAMED)


def _copy_dumps(generation: Generation, root: Path, before: Made) -> dict[str, str]:
    """Put the dumps of a build into the site; those that are there already stay."""
    found = {}
    for dump in generation.manifest.dumps:
        file = f"dump/{dump.file}"
        place = root / file
        found[file] = dump.sha256
        if before.files.get(file) == dump.sha256 and place.is_file() and place.stat().st_size == dump.bytes:
            continue
        keep_journal(root, file)
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh = place.with_name(f".{os.getpid()}.new")
        shutil.copyfile(generation.dumps / dump.file, fresh)
        fresh.replace(place)
    return found


@contextmanager
def _publishing(root: Path) -> Iterator[None]:
    """Hold a site's folder; raise StoreError where it holds something else, or another run is under way."""
    try:
        root.mkdir(parents=True, exist_ok=True)
        private = root / PRIVATE
        if not private.is_dir() and (foreign := sorted(one.name for one in root.iterdir() if one.name[0] != ".")):
            raise StoreError(f"{root}: not a site of ours: it holds {foreign[0]!r}; expected a site or an empty folder")
        private.mkdir(exist_ok=True)
        lock = (private / "lock").open("w", encoding="utf-8")
    except OSError as error:
        raise StoreError(f"{root}: the site cannot be written: {error.strerror}") from None
    with lock:
        hold(lock, f"{root}: another run is publishing here")
        yield
