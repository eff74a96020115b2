"""Agreements with nothing wrong, close to what each rule finds: what errors are put into."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from generator.model import Cell
from generator.provisions import DATASETS_HEADER
from generator.releases import RELEASES_HEADER
from generator.versions import AGREEMENTS_HEADER

__all__ = ["COLUMNS", "Row", "Sound", "in_month", "make_sound"]

Row = dict[str, Cell]
"""A row that can be changed: its cells by column."""
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "Agreements": AGREEMENTS_HEADER,
    "Datasets": DATASETS_HEADER,
    "DataReleases": RELEASES_HEADER,
}
OBJECTIVE = "The body counts visits and compares them from year to year."
PLAIN, SUPPORTED, CONSENTED, SPARE, LATE = (
    "Harbourside Admissions Extract",
    "Harbourside Deaths Linkage",
    "Harbourside Cohort Follow-up",
    "Harbourside Clinic Letters",
    "Harbourside Community Visits",
)
"""Datasets: without confidential data, with section 251 support, with consent, with consent and never released, and
one that only the last version lists."""
_ANONYMISED = "Anonymised - ICO Code Compliant"
_SECTION = "Health and Social Care Act 2012 - s261(2)(b)(ii)"
_CONSENT = "Consent (Reasonable Expectation)"
_LISTED = {
    PLAIN: (_ANONYMISED, _SECTION, "Does not include the flow of confidential data"),
    SUPPORTED: ("Identifiable", "Health and Social Care Act 2012 - s261(7)", "Section 251 NHS Act 2006"),
    CONSENTED: ("Identifiable", "Health and Social Care Act 2012 - s261(2)(c)", _CONSENT),
    SPARE: ("Identifiable", _SECTION, _CONSENT),
}
_LATE_LAW = "National Health Service Act 2006 - s14Z34"
"""In force on the very first day of the youngest last version."""
FIRST_STARTS = date(2017, 7, 1), date(2019, 5, 28)


@dataclass(slots=True)
class Sound:
    """An agreement of four versions without a finding, and a page about the body that holds it.

    The first version has neither datasets nor releases. The terms follow one another without a day between; the third
    is exactly as long as the register allows. Of each month there are several releases, of one dataset all with or
    all without opt-outs.
    """

    reference: str
    body: str
    versions: list[Row]
    provisions: list[Row]
    releases: list[Row]
    claimed: int | None = None
    """The number of files without opt-outs that a page says the body has; None where there is no page."""

    def version(self, number: int) -> Row:
        """Give the row of a version, counted from 1."""
        return self.versions[number - 1]

    def provision(self, number: int, dataset: str) -> Row:
        """Give the row of a dataset on a version."""
        return next(row for row in self.provisions if _of(row, self, number) and row["Dataset"] == dataset)

    def released(self, number: int, dataset: str) -> Row:
        """Give the row of the first release of a dataset under a version."""
        return next(row for row in self.releases if _of(row, self, number) and row["Dataset"] == dataset)

    def rows(self) -> Iterator[tuple[str, list[Row]]]:
        """Yield each sheet's name and the rows of this agreement on it."""
        yield from zip(COLUMNS, (self.versions, self.provisions, self.releases), strict=True)


def _of(row: Row, sound: Sound, number: int) -> bool:
    return row["Reference Number"] == sound.version(number)["Reference Number"]


def make_sound(rng: random.Random, number: int) -> Sound:
    """Make the agreement of a number, from 0, whose reference no other agreement of a generated workbook has."""
    reference = f"DARS-NIC-{900_000 + number}-{rng.choice('ABCDE')}{rng.randint(1, 9)}X{rng.randint(1, 9)}Y"
    body = f"HARBOURSIDE {number:04d} LIMITED"
    first, last = FIRST_STARTS
    start = first + timedelta(days=rng.choice((0, rng.randint(0, (last - first).days))))
    if start.day > 28:
        start = start.replace(day=28)
    sound = Sound(reference, body, [], [], [])
    for place, years in enumerate((1, 1, 3, 1), 1):
        until = start.replace(year=start.year + years)
        term = start, until - timedelta(days=1)
        sound.versions.append(_version(sound, place, term, partner=place == 4))
        if place > 1:
            _add_datasets(sound, place, term)
        start = until
    return sound


def _version(sound: Sound, place: int, term: tuple[date, date], *, partner: bool) -> Row:
    row: Row = dict.fromkeys(AGREEMENTS_HEADER)
    partners = f"{sound.body}; {sound.body.replace('HARBOURSIDE', 'QUAYSIDE')}"
    row |= {
        "Reference Number": f"{sound.reference}-v{place}.0",
        "Application Title": "Visits by year",
        "Applicant Organisation": sound.body,
        "Applicant Organisation Type": "Commercial",
        "Data Controller(s)": partners if partner else sound.body,
        "Sole/Joint Data Controller": "Joint Data Controllers" if partner else "Sole Data Controller",
        "DSA Start Date": term[0],
        "DSA End Date": term[1],
        "Does Sublicensing Apply": "No",
        "For Commercial Purposes": "Yes" if place == 2 else "No",
        "Objective for Processing": OBJECTIVE,
    }
    return row


def _add_datasets(sound: Sound, place: int, term: tuple[date, date]) -> None:
    reference = f"{sound.reference}-v{place}.0"
    late = {LATE: (_ANONYMISED, _LATE_LAW, "")} if place == 4 else {}
    for turn, (dataset, (kind, basis, confidentiality)) in enumerate({**_LISTED, **late}.items()):
        cells = (reference, dataset, kind, "Sensitive", "Ongoing", basis, confidentiality or None)
        sound.provisions.append(dict(zip(DATASETS_HEADER, cells, strict=True)))
        if dataset in (SPARE, LATE):
            continue
        for month in (term[0], term[0], term[1]):
            file = f"HBS{sound.reference[9:15]}{turn}{len(sound.releases):03d}"
            opt_outs = "Y" if dataset == SUPPORTED else "N"
            released = (reference, dataset, file, opt_outs, in_month(month))
            sound.releases.append(dict(zip(RELEASES_HEADER, released, strict=True)))


def in_month(day: date) -> str:
    """Print the month of a day as the register does."""
    return day.strftime("%b-%y")
