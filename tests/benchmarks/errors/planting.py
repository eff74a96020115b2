"""The same workbook and pages twice: sound, and with errors put in."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from generator.model import Sheet
from generator.plan import plan
from generator.xlsx import write_workbook

from .kinds import CLAIM, KINDS, Expected
from .sound import PLAIN, Row, Sound, make_sound

__all__ = ["WORKBOOK", "Mark", "Planted", "plant"]

WORKBOOK = "datausesregister_september2026.xlsx"
_CLAIM_LINE = "lines 4-4"


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """What was found or must be, and where."""

    rule: str
    """The local name of a shape; of an issue, `issue` and its kind."""
    file: str
    place: str
    """The sheet and the row, or the lines of a page."""
    column: str


@dataclass(frozen=True, slots=True)
class Planted:
    """Two folders of sources that differ by the errors alone, and what must be found in the second only."""

    sound: Path
    spoilt: Path
    expected: Sequence[tuple[str, tuple[Mark, ...]]]
    """The kind of each error, and what must be found of it."""
    clean: frozenset[tuple[str, str]]
    """The files and places of the sound agreements, where nothing must be found before."""


def plant(folder: Path, *, errors: int, scale: float, seed: int = 7) -> Planted:
    """Write a generated register with one sound agreement for each error, and again with the errors, kinds in turn."""
    rng = random.Random(f"errors {seed}")
    kinds = list(islice(cycle(KINDS), errors))
    sounds = [make_sound(rng, number) for number in range(errors)]
    for sound, kind in zip(sounds, kinds, strict=True):
        if kind == CLAIM:
            sound.claimed = sum(row["Patient Opt-Outs Applied"] == "N" for row in sound.releases)
    sheets = [(sheet, _mixed_in(rng, sheet, sounds)) for sheet in plan(scale=scale, seed=seed).sheets]
    places = {id(row): (sheet.name, number) for sheet, rows in sheets for number, row in enumerate(rows, 2)}
    _write(folder / "sound", sheets, sounds)
    expected = [
        (kind, tuple(_mark(one, sound, places) for one in KINDS[kind](sound)))
        for sound, kind in zip(sounds, kinds, strict=True)
    ]
    _write(folder / "spoilt", sheets, sounds)
    clean = {(WORKBOOK, _row(*places[id(row)])) for sound in sounds for _, rows in sound.rows() for row in rows}
    clean |= {(_page(sound), _CLAIM_LINE) for sound in sounds if sound.claimed is not None}
    return Planted(folder / "sound", folder / "spoilt", expected, frozenset(clean))


def _mixed_in(rng: random.Random, sheet: Sheet, sounds: Sequence[Sound]) -> list[Row]:
    """Give the rows of a generated sheet with those of each sound agreement, together, between any two of them."""
    rows: list[Row] = [dict(zip(sheet.header, row, strict=True)) for row in sheet.rows]
    before = sorted((rng.randint(0, len(rows)), number) for number in range(len(sounds)))
    mixed: list[Row] = []
    done = 0
    for place, number in before:
        mixed += rows[done:place]
        done = place
        mixed += dict(sounds[number].rows())[sheet.name]
    return mixed + rows[done:]


def _write(folder: Path, sheets: Sequence[tuple[Sheet, list[Row]]], sounds: Sequence[Sound]) -> None:
    folder.mkdir(parents=True)
    written = [
        Sheet(sheet.name, sheet.header, [tuple(row[column] for column in sheet.header) for row in rows])
        for sheet, rows in sheets
    ]
    write_workbook(folder / WORKBOOK, written)
    for sound in sounds:
        if sound.claimed is not None:
            (folder / _page(sound)).write_text("\n".join(_page_lines(sound)) + "\n", encoding="utf-8")


def _mark(expected: Expected, sound: Sound, places: dict[int, tuple[str, int]]) -> Mark:
    if expected.row is None:
        return Mark(expected.rule, _page(sound), _CLAIM_LINE, expected.column)
    return Mark(expected.rule, WORKBOOK, _row(*places[id(expected.row)]), expected.column)


def _row(sheet: str, number: int) -> str:
    return f"{sheet} row {number}"


def _page(sound: Sound) -> str:
    return f"{sound.body.replace(' ', '-').lower()}.txt"


def _page_lines(sound: Sound) -> Iterator[str]:
    start, end = (sound.version(4)[f"DSA {name} Date"] for name in ("Start", "End"))
    yield "NHS Digital Data Release Register - reformatted"
    yield f"{sound.body} projects"
    yield "- Visits by year"
    yield f"{sound.claimed} data files in total were disseminated unsafely (files used safely are not counted)."
    yield f"Visits by year — {sound.reference}"
    yield "Opt outs honoured: Anonymised - ICO Code Compliant, No (Does not include the flow of confidential data)"
    yield "Legal basis: Health and Social Care Act 2012 - s261(2)(b)(ii)"
    yield "Purposes: No (Commercial)"
    yield "Sensitive: Sensitive"
    yield f"When:DSA runs {start} — {end} {start:%Y.%m} — {end:%Y.%m}."
    yield "Access method: Ongoing"
    yield f"Data-controller type: {sound.body}"
    yield "Sublicensing allowed: No"
    yield "Datasets:"
    yield f"1. {PLAIN}"
    yield "Objectives:"
    yield "The body counts visits."
