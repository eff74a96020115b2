"""Citations read as written in tests/cases/citations: one line, one text, what it cites and its status."""

import csv
from pathlib import Path

import pytest

from releasegraph.graph.law.citations import Citation, Field, Reading, Role, Status, read_citations

CASES = Path(__file__).parents[2] / "cases" / "citations"


# Rightly labelled and not read: the Act stands further off than the reader dares to look.
KNOWN = {
    "Section 12 doctors are approved under the Mental Health Act 1983.": "words between section and Act",
    "The Data (Use and Access) Act 2025 received": "a bare number of two digits in a later clause",
}


def _marks(text: str) -> list[pytest.MarkDecorator]:
    reasons = [reason for start, reason in KNOWN.items() if text.startswith(start)]
    return [pytest.mark.xfail(reason=reason, strict=True) for reason in reasons]


def _rows() -> list[tuple[str, dict[str, str]]]:
    rows = []
    for file in sorted(CASES.glob("*.tsv")):
        with file.open(encoding="utf-8", newline="") as lines:
            for number, row in enumerate(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), start=2):
                rows.append((f"{file.stem}-{number}", row))
    return rows


def written(reading: Reading) -> str:
    """Give the provisions as the case files write them."""
    marks = {Status.BY_CONVENTION: "?"}
    return (
        " ".join(
            ("~" if one.role is Role.AMENDING else marks.get(one.status, "")) + one.target
            for one in reading.citations
            if one.target
        )
        or "-"
    )


def _sound(text: str, one: Citation) -> bool:
    return text[one.offset : one.offset + len(one.text)] == one.text and bool(one.text)


@pytest.mark.parametrize("row", [pytest.param(row, id=name, marks=_marks(row["text"])) for name, row in _rows()])
def test_every_written_case(row: dict[str, str]) -> None:
    text = row["text"].replace("\\n", "\n")
    reading = read_citations(text, Field(row["field"]))
    assert (written(reading), reading.status.replace("-", " ")) == (row["provisions"], row["status"])
    assert all(_sound(text, one) for one in reading.citations)
    offsets = [one.offset for one in reading.citations]
    assert offsets == sorted(set(offsets))


# The design's sample gives no field: each line holds in the fields where such a text stands.
ELSEWHERE = {
    "Other-NHS Regulatons (3)": (Field.LEGAL_BASIS,),
    "Section 251 of the menu is closed.": (Field.PROSE, Field.CONFIDENTIALITY, Field.OPT_OUTS),
}


def test_the_designed_sample(shared: Path) -> None:
    with (shared / "design" / "citations.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert rows
    for row in rows:
        for field in ELSEWHERE.get(row["text"], tuple(Field)):
            reading = read_citations(row["text"], field)
            found = (written(reading), reading.status.replace("-", " "))
            assert found == (row["provisions"], row["status"]), (field, row["text"])


def test_a_quotation_takes_the_instrument_quoted() -> None:
    heading = "Duties in the National Health Service Act 2006:\nSection 14Z35 - Duties\n"
    body = "each board must act (see section 14Z34(3)) as section 9 of this form says"
    start = len(heading)
    reading = read_citations(heading + body, Field.PROSE, quoted=[(start, start + len(body))])
    assert [(one.target, one.role) for one in reading.citations][:2] == [
        ("ukpga/2006/41/section/14Z35", Role.PROSE),
        ("ukpga/2006/41/section/14Z34/3", Role.INTERNAL),
    ]


def test_what_amended_each_of_a_list() -> None:
    text = "Sections 14Q and 14R of the NHS Act 2006, inserted by section 26 of the Health and Social Care Act 2012"
    one, two, amending = read_citations(text, Field.PROSE).citations
    assert one.amended_by == two.amended_by == ("ukpga/2012/7/section/26",)
    assert (amending.role, amending.amended_by) == (Role.AMENDING, ())


@pytest.mark.parametrize(
    ("field", "role"),
    [
        (Field.LEGAL_BASIS, Role.BASIS),
        (Field.PROSE, Role.PROSE),
        (Field.CONFIDENTIALITY, Role.CONFIDENTIALITY),
        (Field.OPT_OUTS, Role.CONFIDENTIALITY),
    ],
)
def test_the_field_decides_the_role(field: Field, role: Role) -> None:
    (citation,) = read_citations("s251 NHS Act 2006", field).citations
    assert citation == Citation(0, "s251", "ukpga/2006/41/section/251", role, Status.RESOLVED)


@pytest.mark.parametrize(
    "text",
    [
        "Health and Social Care Act 2013 s261",
        "Health and Social Care Act 2012 s999",
        "Health and Social Care Act 2012 s261(2)(a)(b)",
        "Health and Social Care Act 2012 s261(5(d)",
        "Regulation 3(4) of the Health and Social Care Act 2012",
        "Sections 261-263 of the Health and Social Care Act 2012",
        "Health and Social Care Act 2012 s261(7) and s251",
    ],
)
def test_what_cannot_be_right_is_flagged(text: str) -> None:
    problems = [one.problem for one in read_citations(text, Field.LEGAL_BASIS).citations if one.problem]
    assert problems
    assert {problem.kind for problem in problems} == {"suspicious-law"}


@pytest.mark.parametrize(
    "text",
    [
        "s1," * 10922,
        "Act 2012 " * 3640,
        "Section 251 (" * 2500,
        "as amended by section 1 of the " * 1057,
        "(the 2012 Act) Act 2012 " * 1365,
        "NHS Act 2006: \n" * 2300,
        "(a) and " * 4000 + "of section 5 NHS Act 2006",
        "https://www.legislation.gov.uk/" + "a/" * 16000,
    ],
    ids=lambda text: text[:12].strip(),
)
def test_a_hostile_cell_is_read(text: str) -> None:
    for field in Field:
        assert all(_sound(text, one) for one in read_citations(text[:32767], field).citations)
