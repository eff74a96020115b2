"""The `DataReleases` sheet: the files, their months, and whether opt-outs were applied."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from .drafts import Draft, Traps, other_reference, reference
from .model import Cell
from .names import Dataset
from .provisions import Provision, spell_dataset

__all__ = ["RELEASES_HEADER", "Release", "draft_releases", "release_cells"]

RELEASES_HEADER = ("Reference Number", "Dataset", "File Reference", "Patient Opt-Outs Applied", "Month File Released")
LAST = (2026, 8)
BAD_MONTHS = ("Smarch-19", "13/19", "N/A", "unknown", "???", "tbc")
ODD_FILES = ("EXP {n}/<a>|b.csv", 'REL\\2021\\{n} "x"', "rel {n} é{{1}}", "REL^{n}`%20 y")
OPT_OUTS: dict[str | None, str] = {
    "N": "no",
    "Y": "yes",
    None: "not stated",
    "No": "no",
    "Yes": "yes",
    "n": "no",
    "y": "yes",
}
OPT_OUT_WEIGHTS = (700, 225, 40, 15, 10, 5, 5)
ODD_OPT_OUTS = ("TBC", "Y/N", "?", "see notes")


@dataclass(frozen=True, slots=True)
class Release:
    """A row of `DataReleases`: what it means and what it prints."""

    version: Draft
    dataset: Dataset
    file_reference: str | None
    printed_reference: str | None
    printed_dataset: str
    month: str
    month_cell: Cell
    opt_outs: str
    opt_out_cell: str | None


def draft_releases(
    rng: random.Random,
    provisions: list[Provision],
    stubs: list[Draft],
    datasets: list[Dataset],
    only_released: list[Dataset],
    count: int,
    traps: Traps,
    spellings: dict[str, str],
) -> list[Release]:
    """Draft `count` files, then the rows that repeat, differ, or name what is not there."""
    usable = [row for row in provisions if row.printed_reference and row.version.listed]
    files = file_references(rng, traps.quota(12))
    again, other = traps.quota(60), traps.quota(50)
    chosen = rng.choices(range(len(usable)), [rng.paretovariate(0.9) for _ in usable], k=count - other)
    rows = [draft_release(rng, usable[index], next(files), spellings) for index in sorted(chosen)]
    places = iter(rng.sample(range(len(rows)), len(rows)))
    listed = {(id(row.version), row.dataset.name) for row in usable}
    lay_unlisted(rng, rows, places, listed, datasets, only_released, traps, spellings)
    lay_unknown(rows, places, stubs, traps)
    lay_months(rng, rows, places, {row.version.base: row.version for row in usable}, provisions, traps)
    added: list[Release] = []
    for _ in range(again):
        added.append(rows[next(places)])
        traps.issues["repeated-row", "DataReleases"] += 1
    for turn in range(other):
        row = rows[next(places)]
        month = "2017-03" if row.month != "2017-03" else "2017-04"
        changed = replace(row, month=month, month_cell=print_month(rng, month))
        added.append(changed)
        traps.issues["repeated-file-reference", "DataReleases"] += 1
        if turn % 5 == 0:
            added.append(changed)
            traps.issues["repeated-row", "DataReleases"] += 1
    for turn in range(max(2, traps.quota(12))):
        row = rows[next(places)]
        if turn % 2:
            added.append(replace(row, file_reference=None))
            traps.issues["missing-file-reference", "DataReleases"] += 1
        else:
            added.append(replace(row, file_reference=f"X-{row.file_reference}", printed_reference=None))
            traps.issues["missing-reference", "DataReleases"] += 1
    for _ in range(traps.quota(40)):
        place = next(places)
        rows[place] = replace(rows[place], opt_outs="not stated", opt_out_cell=rng.choice(ODD_OPT_OUTS))
        traps.laid["odd-opt-outs"] += 1
    for row in added:
        rows.insert(rng.randrange(len(rows)), row)
    traps.laid["blank-opt-outs"] += sum(row.opt_out_cell is None for row in rows)
    traps.laid["month-as-date"] += sum(isinstance(row.month_cell, date) for row in rows)
    return rows


def file_references(rng: random.Random, odd: int) -> Iterator[str]:
    """Yield different file references, `odd` of them with characters no IRI may hold."""
    number = rng.randint(10_000, 20_000)
    for turn in range(odd):
        number += rng.randint(1, 9)
        yield ODD_FILES[turn % len(ODD_FILES)].format(n=number)
    while True:
        number += rng.randint(1, 9)
        yield f"FILE{number:07d}"


def draft_release(rng: random.Random, row: Provision, file_reference: str, spellings: dict[str, str]) -> Release:
    """Draft a file of the provision's dataset within the version's term."""
    version = row.version
    start = version.start or date(2018, 1, 1)
    end = version.end if version.end and version.end > start else date(start.year + 1, start.month, 1)
    span = max(0, min(months(end), LAST[0] * 12 + LAST[1] - 1) - months(start))
    month = month_text(months(start) + rng.randint(0, span))
    opt_out_cell = rng.choices(list(OPT_OUTS), OPT_OUT_WEIGHTS)[0]
    printed = row.printed_dataset if rng.random() > 0.05 else spell_dataset(rng, row.dataset, None)
    spellings[printed.strip()] = row.dataset.name
    return Release(
        version,
        row.dataset,
        file_reference,
        other_reference(rng, version, 0.02),
        printed,
        month,
        print_month(rng, month),
        OPT_OUTS[opt_out_cell],
        opt_out_cell,
    )


def months(day: date) -> int:
    return day.year * 12 + day.month - 1


def month_text(number: int) -> str:
    return f"{number // 12}-{number % 12 + 1:02d}"


def print_month(rng: random.Random, month: str) -> Cell:
    """Print a month as `Jul-19`, now and then in another form or as an Excel date."""
    first = date.fromisoformat(f"{month}-01")
    fate = rng.random()
    if fate < 0.02:
        return first
    if fate < 0.03:
        return first.strftime("%B %Y")
    if fate < 0.035:
        return first.strftime("%b-%y").upper()
    return month if fate < 0.04 else first.strftime("%b-%y")


def lay_unlisted(
    rng: random.Random,
    rows: list[Release],
    places: Iterator[int],
    listed: set[tuple[int, str]],
    datasets: list[Dataset],
    only_released: list[Dataset],
    traps: Traps,
    spellings: dict[str, str],
) -> None:
    """Give some releases a dataset their version does not list, or that no row of `Datasets` names."""
    for turn in range(traps.quota(700)):
        place = next(places)
        row = rows[place]
        if turn < len(only_released) or rng.random() < 0.02:
            dataset = only_released[turn % len(only_released)]
            traps.laid["dataset-only-released"] += 1
        else:
            free = [dataset for dataset in rng.sample(datasets, 12) if (id(row.version), dataset.name) not in listed]
            dataset = free[0] if free else only_released[0]
        spellings[dataset.name] = dataset.name
        rows[place] = replace(row, dataset=dataset, printed_dataset=dataset.name)
        traps.issues["unlisted-dataset", "DataReleases"] += 1


def lay_unknown(rows: list[Release], places: Iterator[int], stubs: list[Draft], traps: Traps) -> None:
    """Give some releases a reference that `Agreements` lacks."""
    for turn in range(traps.quota(240)):
        place = next(places)
        stub = stubs[turn % len(stubs)]
        rows[place] = replace(rows[place], version=stub, printed_reference=reference(stub, stub.dars))
        traps.issues["unknown-reference", "DataReleases"] += 1


def lay_months(
    rng: random.Random,
    rows: list[Release],
    places: Iterator[int],
    by_base: dict[str, Draft],
    provisions: list[Provision],
    traps: Traps,
) -> None:
    """Spoil and blank some months, and put some after every term of the agreement."""
    for _ in range(traps.quota(25)):
        place = next(places)
        rows[place] = replace(rows[place], month="", month_cell=rng.choice(BAD_MONTHS))
        traps.issues["unreadable-month", "DataReleases"] += 1
    for _ in range(traps.quota(30)):
        place = next(places)
        rows[place] = replace(rows[place], month="", month_cell=None)
        traps.laid["blank-month"] += 1
    latest: dict[str, int] = {}
    for version in (named.version for named in provisions):
        if version.end:
            latest[version.base] = max(latest.get(version.base, 0), months(version.end))
    wanted = traps.quota(120)
    while wanted:
        place = next(places)
        row = rows[place]
        end = latest.get(row.version.base) if row.version.base in by_base else None
        if end is None or end + 8 > LAST[0] * 12 + LAST[1] - 1:
            continue
        month = month_text(end + rng.randint(1, 8))
        rows[place] = replace(row, month=month, month_cell=print_month(rng, month))
        traps.laid["release-after-every-term"] += 1
        wanted -= 1


def release_cells(row: Release) -> tuple[Cell, ...]:
    """Give the row of `DataReleases`, in the order of RELEASES_HEADER."""
    return row.printed_reference, row.printed_dataset, row.file_reference, row.opt_out_cell, row.month_cell
