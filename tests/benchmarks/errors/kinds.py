"""Every kind of error: how it is put into a sound agreement, and what must be found of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from .sound import CONSENTED, LATE, OBJECTIVE, PLAIN, SPARE, SUPPORTED, Row, Sound, in_month

__all__ = ["CLAIM", "KINDS", "Expected", "Plant"]

CLAIM = "claim-unlike-register"
"""The one kind that is on a page, and not in the workbook."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What must be found: by which rule or as which kind of issue, on which row, in which column."""

    rule: str
    """The local name of a shape; of an issue, `issue` and its kind."""
    row: Row | None
    """None for the line of a page with the claim."""
    column: str


Plant = Callable[[Sound], Iterable[Expected]]
"""Changes a cell of a sound agreement and says what must be found."""


def _day(row: Row, column: str) -> date:
    day = row[column]
    assert isinstance(day, date)
    return day


def _move(row: Row, column: str, days: int) -> None:
    row[column] = _day(row, column) + timedelta(days=days)


def _mix_opt_outs(sound: Sound) -> list[Expected]:
    """Apply opt-outs to one of two files of a dataset and a month; the other is found."""
    one = sound.released(2, PLAIN)
    other = next(row for row in sound.releases if row is not one and _alike(row, one))
    one["Patient Opt-Outs Applied"] = "Y"
    return [Expected("mixed-opt-outs", other, "Patient Opt-Outs Applied")]


def _alike(row: Row, other: Row) -> bool:
    return all(row[column] == other[column] for column in ("Reference Number", "Dataset", "Month File Released"))


def _release_before(sound: Sound) -> list[Expected]:
    row = sound.released(2, CONSENTED)
    row["Month File Released"] = in_month(_day(sound.version(2), "DSA Start Date").replace(day=1) - timedelta(days=1))
    return [Expected("released-before-term", row, "Month File Released")]


def _release_after(sound: Sound) -> list[Expected]:
    row = sound.released(4, SUPPORTED)
    row["Month File Released"] = in_month(_day(sound.version(4), "DSA End Date").replace(day=28) + timedelta(days=4))
    return [Expected("released-after-every-term", row, "Month File Released")]


def _overlap(sound: Sound) -> list[Expected]:
    _move(sound.version(1), "DSA End Date", 40)
    return [Expected("overlapping-terms", sound.version(2), "DSA Start Date")]


def _leave_gap(sound: Sound) -> list[Expected]:
    _move(sound.version(1), "DSA End Date", -1)
    return [Expected("gap-between-terms", sound.version(2), "DSA Start Date")]


def _reverse(sound: Sound) -> list[Expected]:
    row = sound.version(1)
    row["DSA End Date"] = _day(row, "DSA Start Date") - timedelta(days=1)
    return [Expected(rule, row, "DSA End Date") for rule in ("reversed-term", "issue reversed-term")]


def _lengthen(sound: Sound) -> list[Expected]:
    row = sound.version(4)
    _move(row, "DSA End Date", 3 * 365)
    return [Expected("long-term", row, "DSA End Date")]


def _commercialise(sound: Sound) -> list[Expected]:
    row = sound.version(3)
    row["For Commercial Purposes"] = "Yes"
    return [Expected("long-commercial-term", row, "DSA End Date")]


def _drop_confidentiality(sound: Sound) -> list[Expected]:
    row = sound.provision(3, SPARE)
    row["Common Law Duty of Confidentiality"] = None
    return [Expected("identifiable-without-basis", row, "Common Law Duty of Confidentiality")]


def _keep_opted_out(sound: Sound) -> list[Expected]:
    """Leave opt-outs out of the one file of its month."""
    *_, row = (row for row in sound.releases if row["Dataset"] == SUPPORTED)
    row["Patient Opt-Outs Applied"] = "N"
    return [Expected("section-251-without-opt-outs", row, "Patient Opt-Outs Applied")]


def _on_basis(rule: str, number: int, printed: str | None, *others: str) -> Plant:
    def plant(sound: Sound) -> list[Expected]:
        row = sound.provision(number, SPARE)
        row["Legal Basis for Provision of Data"] = printed
        return [Expected(found, row, "Legal Basis for Provision of Data") for found in (rule, *others)]

    return plant


def _in_prose(rule: str, number: int, cited: str) -> Plant:
    def plant(sound: Sound) -> list[Expected]:
        row = sound.version(number)
        row["Objective for Processing"] = f"{OBJECTIVE} It does so under {cited}."
        return [Expected(rule, row, "Objective for Processing")]

    return plant


def _in_cell(rule: str, number: int, column: str, printed: str, *others: str) -> Plant:
    def plant(sound: Sound) -> list[Expected]:
        row = sound.version(number)
        row[column] = printed
        return [Expected(found, row, column) for found in (rule, *others)]

    return plant


def _release_unlisted(sound: Sound) -> list[Expected]:
    row = sound.released(3, PLAIN)
    row["Dataset"] = LATE
    return [Expected(rule, row, "Dataset") for rule in ("unlisted-dataset", "issue unlisted-dataset")]


def _list_twice(sound: Sound) -> list[Expected]:
    row = sound.provision(3, SPARE)
    row["Dataset"] = PLAIN
    return [Expected("repeated-dataset", row, "Dataset")]


def _respell(sound: Sound) -> list[Expected]:
    row = sound.version(2)
    row["Applicant Organisation"] = sound.body.replace("LIMITED", "LTD")
    return [Expected("merged-by-rule", row, "Applicant Organisation")]


def _spoil_reference(sound: Sound) -> list[Expected]:
    row = sound.version(1)
    row["Reference Number"] = f"{sound.reference[:15]}-v1.0"
    return [
        Expected("malformed-reference", row, "Reference Number"),
        Expected("issue malformed-reference", row, "Reference Number"),
        Expected("Agreement-reference-form", row, "Reference Number"),
    ]


def _miscount(sound: Sound) -> list[Expected]:
    """Have the page say one file more than the register shows."""
    assert sound.claimed is not None
    sound.claimed += 1
    return [Expected(CLAIM, None, "")]


KINDS: Mapping[str, Plant] = {
    "mixed-opt-outs": _mix_opt_outs,
    "released-before-term": _release_before,
    "released-after-every-term": _release_after,
    "overlapping-terms": _overlap,
    "gap-between-terms": _leave_gap,
    "reversed-term": _reverse,
    "long-term": _lengthen,
    "long-commercial-term": _commercialise,
    "identifiable-without-basis": _drop_confidentiality,
    "section-251-without-opt-outs": _keep_opted_out,
    "missing-legal-basis": _on_basis("missing-legal-basis", 3, None),
    "bare-act": _on_basis("bare-act", 3, "Health and Social Care Act 2012"),
    "unresolved-law": _on_basis(
        "unresolved-law", 3, "Section 9 of the Health and Social Care Act", "issue unresolved-law"
    ),
    "law-not-yet-in-force": _on_basis("law-not-yet-in-force", 3, "National Health Service Act 2006 - s14Z34"),
    "law-no-longer-in-force": _on_basis("law-no-longer-in-force", 4, "Data Protection Act 1998 - s33"),
    "law-not-yet-in-force-in-prose": _in_prose(
        "law-not-yet-in-force-in-prose", 2, "section 14Z34 of the National Health Service Act 2006"
    ),
    "law-no-longer-in-force-in-prose": _in_prose(
        "law-no-longer-in-force-in-prose", 4, "section 33 of the Data Protection Act 1998"
    ),
    "sole-with-several": _in_cell("sole-with-several", 4, "Sole/Joint Data Controller", "Sole Data Controller"),
    "joint-with-one": _in_cell("joint-with-one", 2, "Sole/Joint Data Controller", "Joint Data Controllers"),
    "unlisted-dataset": _release_unlisted,
    "repeated-dataset": _list_twice,
    "sublicensing-without-limit": _in_cell("sublicensing-without-limit", 2, "Does Sublicensing Apply", "Yes"),
    CLAIM: _miscount,
    "merged-by-rule": _respell,
    "malformed-reference": _spoil_reference,
}
"""Each kind by the rule that is made for it."""
