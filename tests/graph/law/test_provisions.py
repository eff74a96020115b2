"""Targets of statute: their parts, their labels, and the addresses that name them."""

import pytest

from releasegraph.graph.identifiers import slug
from releasegraph.graph.law.instruments import instruments, name_words
from releasegraph.graph.law.provisions import (
    instrument_path,
    provision_label,
    provision_number,
    provision_parts,
    read_address,
)

PARTS = [
    (
        "ukpga/2012/7/section/261/2/b/ii",
        ["section/261/2/b/ii", "section/261/2/b", "section/261/2", "section/261"],
        "261(2)(b)(ii)",
        "Health and Social Care Act 2012, section 261(2)(b)(ii)",
    ),
    ("ukpga/2006/41/section/14Z35/a", ["section/14Z35/a", "section/14Z35"], "14Z35(a)", None),
    ("uksi/2002/1438/regulation/3/4", ["regulation/3/4", "regulation/3"], "3(4)", None),
    (
        "eur/2016/679/article/9/2/h",
        ["article/9/2/h", "article/9/2", "article/9"],
        "9(2)(h)",
        "UK GDPR, Article 9(2)(h)",
    ),
    (
        "ukpga/2014/23/schedule/7/paragraph/8/1",
        ["schedule/7/paragraph/8/1", "schedule/7/paragraph/8", "schedule/7"],
        "Schedule 7, paragraph 8(1)",
        "Care Act 2014, Schedule 7, paragraph 8(1)",
    ),
    ("ukpga/2012/7/schedule/paragraph/3", ["schedule/paragraph/3", "schedule"], "Schedule, paragraph 3", None),
    ("ukpga/2012/7/schedule", ["schedule"], "Schedule", None),
    ("ukpga/2012/7/part/9/chapter/2", ["part/9/chapter/2", "part/9"], "Part 9, Chapter 2", None),
    ("ukpga/2012/7", [], "", "Health and Social Care Act 2012"),
    ("ukpga/1965/99", [], "", "ukpga/1965/99"),
]


@pytest.mark.parametrize(("target", "parts", "number", "label"), PARTS, ids=[row[0] for row in PARTS])
def test_parts_numbers_and_labels(target: str, parts: list[str], number: str, label: str | None) -> None:
    top = instrument_path(target)
    assert provision_parts(target) == (*(f"{top}/{part}" for part in parts), top)
    assert provision_number(target) == number
    assert label is None or provision_label(target) == label


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("http://www.legislation.gov.uk/id/ukpga/2012/7/section/261/2/b/ii", "ukpga/2012/7/section/261/2/b/ii"),
        ("https://www.legislation.gov.uk/ukpga/2006/41/section/14z33", "ukpga/2006/41/section/14Z33"),
        ("legislation.gov.uk/ukpga/2012/7/section/261/2023-03-13", "ukpga/2012/7/section/261"),
        (
            "https://legislation.gov.uk/id/ukpga/2014/23/schedule/7/paragraph/8/1/",
            "ukpga/2014/23/schedule/7/paragraph/8/1",
        ),
        ("http://www.legislation.gov.uk/ukpga/2012/7/contents/enacted", "ukpga/2012/7"),
        ("http://www.legislation.gov.uk/ukpga/2012/7/section/261#section-261-2", "ukpga/2012/7/section/261"),
        ("https://www.legislation.gov.uk/eur/2016/679/article/9", "eur/2016/679/article/9"),
        ("https://www.legislation.gov.uk/ukpga/Eliz2/6-7/51/section/3", "ukpga/Eliz2/6-7/51/section/3"),
        ("https://www.legislation.gov.uk/ukpga/1983/20/part/III", "ukpga/1983/20/part/III"),
        ("https://www.legislation.gov.uk/", None),
        ("https://www.legislation.gov.uk/ukpga/2012/7/section", None),
        ("https://www.legislation.gov.uk/ukpga/2012/7/section/not-a-number", None),
        ("https://www.example.org/ukpga/2012/7", None),
        ("https://www.legislation.gov.uk.example.org/ukpga/2012/7", None),
        ("", None),
    ],
)
def test_addresses_in_every_form(address: str, target: str | None) -> None:
    assert read_address(address) == target


@pytest.mark.parametrize("path", instruments())
def test_every_instrument_is_well_formed(path: str) -> None:
    row = instruments()[path]
    assert row.title == row.title.strip()
    assert row.source
    if path.startswith("instrument/"):
        assert path == f"instrument/{slug(row.title)}"
    else:
        assert read_address(f"http://www.legislation.gov.uk/id/{path}") == path
        assert not row.year or row.year == path.split("/")[1]


def test_no_name_stands_for_two_instruments() -> None:
    names = [(name_words(name), row.path) for row in instruments().values() for name in (row.title, *row.aliases)]
    assert len({name for name, _ in names}) == len(set(names))


def test_a_title_that_needs_no_year_is_the_only_one() -> None:
    rows = list(instruments().values())
    for row in rows:
        others = [
            one for one in rows if one.path != row.path and name_words(one.title)[:-1] == name_words(row.title)[:-1]
        ]
        assert not (row.yearless and row.year and others)
