"""A list of bases says what its bases say: no Act takes a provision from the basis beside it."""

import random
from itertools import permutations

import pytest

from releasegraph.graph.law.citations import Field, read_citations
from releasegraph.graph.law.provisions import instrument_path

BASES = (
    "Health and Social Care Act 2012 – s261(2)(a)",
    "Health and Social Care Act 2012 - s261 - 'Other dissemination of information'",
    "Health and Social Care Act 2012 – s261(1) and s261(2)(b)(ii)",
    "Health and Social Care Act 2012 – s261(7) (dissemination)",
    "Health and Social Care Act 2012 (HSCA) s261",
    "HSCA 2012: Section 261 (5) (d)",
    "s.261(1) & (4) HSCA 2012",
    "s261(2)(a) HSCA 2012",
    "s254 of the HSCA 2012 (Directions)",
    "sections 261(1), 261(2)(a) and 261(7) of the HSCA 2012",
    "Part 9, Chapter 2 of the Health and Social Care Act 2012",
    "Health and Social Care Act 2012",
    "National Health Service Act 2006 - s251 - 'Control of patient information'.",
    "s251 NHS Act 2006",
    "NHS Act 2006 s3A",
    "Sections 13E and 14Z33 of the National Health Service Act 2006",
    "Section 251 approval",
    "s251 exemption (CAG 4-05(a)/2013)",
    "No s251 support required",
    "CV19: Regulation 3 (4) of the Health Service (Control of Patient Information) Regulations 2002",
    "COPI Regulations 2002 Regulation 5",
    "Section 42(4) of the Statistics and Registration Service Act (2007)"
    " as amended by section 287 of the Health and Social Care Act (2012)",
    "Other-Section 45C of the Statistics and Registration Services Act (SRSA 2007)"
    " as amended by the Digital Economy Act (2017)",
    "section 45(c) of the Statistics and Registration Service Act (SRSA) 2007",
    "Statistics and Registration Service Act 2007 s42(4)",
    "paragraph 8(1) of Schedule 7 to the Care Act 2014",
    "Section 122 of the Care Act 2014",
    "Mental Capacity Act 2005 s30-33",
    "Data Protection Act 2018",
    "DPA18 Schedule 1, Part 1, Paragraph 4",
    "GDPR Article 6(1)(e) and Article 9(2)(h)",
    "Articles 6(1)(e), 9(2)(h) and 9(2)(j) of the UK GDPR",
    "section 2 of the Health and Social Care Act 2012 (Commencement No. 4) Order 2013",
    "Section 9 of the Health and Social Care Act",
    "https://www.legislation.gov.uk/ukpga/2012/7/section/261",
    "Consent (Reasonable Expectation)",
    "Other-NHS Regulatons (3)",
)
# Bases that a comma divides already: beside another it may be unclear where one ends.
COMMA_BASES = (
    "Care Act 2014, section 42",
    "s261(1), Health and Social Care Act 2012",
    "NHS Act 2006 - s3A, s13E",
    "s39(4)(i) and s39(5) SRSA 2007",
)
BARE = ("s261(7)", "Section 42(4)", "s251", "Regulation 3(4)", "Article 6(1)(e)")
ACT_LAST = ("National Health Service Act 2006 - s251", "Data Protection Act 2018 section 10", "HSCA 2012: s254")


def _targets(text: str) -> set[str]:
    return {one.target for one in read_citations(text, Field.LEGAL_BASIS).citations if one.target}


def _said(*bases: str) -> set[str]:
    return set().union(*map(_targets, bases))


def _named(*bases: str) -> set[str]:
    """Give what the bases cite and the instruments they name: an Act stays cited where a section of it is in doubt."""
    return {path for target in _said(*bases) for path in (target, instrument_path(target))}


@pytest.mark.parametrize("separator", [", ", "; ", "\n", " / "])
def test_two_bases_say_what_each_says(separator: str) -> None:
    said = {base: _targets(base) for base in BASES}
    wrong = {
        text: read
        for pair in permutations(BASES, 2)
        if (read := _targets(text := separator.join(pair))) != said[pair[0]] | said[pair[1]]
    }
    assert wrong == {}


@pytest.mark.parametrize("separator", [", ", "; ", "\n", " / "])
def test_a_basis_divided_by_a_comma_invents_nothing(separator: str) -> None:
    for comma_basis in COMMA_BASES:
        for base in (*BASES, *COMMA_BASES):
            for pair in ((comma_basis, base), (base, comma_basis)):
                text = separator.join(pair)
                assert _targets(text) <= _named(*pair), text


@pytest.mark.parametrize("separator", [", ", "; ", "\n", " / "])
def test_three_bases_invent_nothing(separator: str) -> None:
    draw = random.Random(f"three bases{separator}")
    for _ in range(400):
        three = draw.choices((*BASES, *COMMA_BASES), k=3)
        quoted = [f'"{base}"' if draw.random() < 0.2 else base for base in three]
        text = separator.join(quoted)
        assert _targets(text) <= _named(*three), text


@pytest.mark.parametrize("separator", [", ", "; ", " / ", " - ", " ", "\n"])
@pytest.mark.parametrize("bare", BARE)
@pytest.mark.parametrize("act", ACT_LAST)
def test_an_act_with_its_own_provision_takes_none_before_it(bare: str, act: str, separator: str) -> None:
    assert _targets(f"{bare}{separator}{act}") == _targets(act)


def test_a_dated_address_is_no_problem() -> None:
    (citation,) = read_citations(
        "https://www.legislation.gov.uk/ukpga/2012/7/section/261/2023-03-13", Field.LEGAL_BASIS
    ).citations
    assert (citation.target, citation.problem) == ("ukpga/2012/7/section/261", None)


@pytest.mark.parametrize("text", ["Mental Capacity Act 2005 s30-33", "ss261-263 HSCA 2012"])
def test_the_ends_of_a_range_say_that_they_are_ends(text: str) -> None:
    problems = [one.problem for one in read_citations(text, Field.LEGAL_BASIS).citations]
    assert [problem.kind for problem in problems if problem] == ["suspicious-law"] * 2
