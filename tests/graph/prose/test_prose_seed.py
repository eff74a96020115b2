"""The complete real page: what its prose holds, as facts."""

from pathlib import Path

import pytest

from releasegraph.graph.prose.reading import Prose, read_prose

NHS_ACT = "ukpga/2006/41/section/"


@pytest.fixture(scope="module")
def sections(shared: Path) -> dict[str, Prose]:
    """Give the prose of the first project by the label of its section."""
    lines = next((shared / "seed").glob("*.txt")).read_text(encoding="utf-8").splitlines()
    first = lines[: next(place for place, line in enumerate(lines) if line.endswith("DARS-NIC-615985-Y6L2H"))]
    labels = ("Objectives:", "Expected Benefits:", "Outputs:", "Processing:")
    starts = [first.index(label) for label in labels]
    ends = [*starts[1:], len(first)]
    return {
        label: read_prose("\n".join(line.strip() for line in first[start + 1 : end] if line.strip()))
        for label, start, end in zip(labels, starts, ends, strict=True)
    }


def test_five_sections_are_quoted_down_to_paragraphs(sections: dict[str, Prose]) -> None:
    expected = ["1I", "3A", "3A/1", *(f"3A/1/{letter}" for letter in "abcdefghij"), "14Z33"]
    expected += ["14Z34", "14Z34/1", "14Z34/2", "14Z34/3", "14Z34/3/a", "14Z34/3/b", "14Z34/3/c"]
    expected += ["14Z35", "14Z35/a", "14Z35/b"]
    found = [quotation.target for quotation in sections["Objectives:"].quotations]
    assert found == [NHS_ACT + path for path in expected]


def test_the_sentence_after_the_last_quotation_is_not_quoted(sections: dict[str, Prose]) -> None:
    last = sections["Objectives:"].quotations[-1]
    assert last.text.endswith("section 14Z34(3)).")


def test_the_reference_inside_a_quotation_is_internal(sections: dict[str, Prose]) -> None:
    cited = [(citation.target, str(citation.role)) for citation in sections["Objectives:"].citations]
    assert [(target, role) for target, role in cited if target is not None and "/section/" in target] == [
        *((NHS_ACT + number, "prose") for number in ("1I", "3A", "14Z33", "14Z34", "14Z35")),
        (f"{NHS_ACT}14Z34/3", "internal"),
    ]


def test_the_heading_of_section_3_printed_under_3a_is_a_problem(sections: dict[str, Prose]) -> None:
    [(_, problem)] = sections["Objectives:"].problems
    assert (problem.kind, problem.severity) == ("misquoted-heading", "warning")
    assert problem.expected.endswith("this is the heading of section 3")


def test_processing_holds_conditions_retention_and_predecessors(sections: dict[str, Prose]) -> None:
    prose = sections["Processing:"]
    assert [heading.text for heading in prose.headings] == [
        "PROCESSING CONDITIONS",
        "DATA PROCESSORS",
        "CONDITIONS OF SUPPLY",
        "DATA RETENTION",
    ]
    assert [condition.number for condition in prose.conditions] == list("1234567")
    assert [(rule.period, rule.destroy_within) for rule in prose.retention] == [("P10Y", "P42D")]
    assert [found.names for found in prose.predecessors] == [("NHS Coventry and Warwickshire CCG",)]
    assert prose.processors == ()


def test_numbered_benefits_and_outputs_are_no_conditions(sections: dict[str, Prose]) -> None:
    assert sections["Expected Benefits:"] == Prose()
    assert sections["Outputs:"] == Prose()
