"""What the labels of a page really hold."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasegraph.graph.cells import Month
from releasegraph.graph.page_values import (
    OptOuts,
    Purposes,
    When,
    read_list,
    read_listed_opt_outs,
    read_purposes,
    read_unsafe_count,
    read_when,
)

CONFIDENTIAL = "Does not include the flow of confidential data"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("", OptOuts()),
        ("Y", OptOuts((), ("yes",))),
        ("Y, N", OptOuts((), ("yes", "no"))),
        ("No - data flow is not identifiable", OptOuts((), ("no",))),
        ("Identifiable, Y", OptOuts(("Identifiable",), ("yes",))),
        (
            f"Anonymised - ICO Code Compliant, Identifiable, No, Yes ({CONFIDENTIAL})",
            OptOuts(("Anonymised - ICO Code Compliant", "Identifiable"), ("no", "yes"), (CONFIDENTIAL,)),
        ),
        (f"Yes (Excuses: {CONFIDENTIAL})", OptOuts((), ("yes",), (CONFIDENTIAL,))),
        (f"({CONFIDENTIAL})", OptOuts((), (), (CONFIDENTIAL,))),
        ("Y (Section 251)", OptOuts((), ("yes",), ("Section 251",))),
        ("N (", OptOuts((), ("no",))),
        ("N ()", OptOuts((), ("no",))),
    ],
)
def test_opt_outs(printed: str, expected: OptOuts) -> None:
    assert read_listed_opt_outs(printed) == expected


def test_two_bases_in_the_bracket() -> None:
    found = read_listed_opt_outs(f"No ({CONFIDENTIAL}, Consent (Reasonable Expectation))")
    assert found.confidentiality == (CONFIDENTIAL, "Consent (Reasonable Expectation)")


def test_a_token_that_is_neither_is_an_issue() -> None:
    found = read_listed_opt_outs("Identifiable, perhaps, N")
    assert (found.types_of_data, found.opt_outs) == (("Identifiable",), ("no",))
    assert [(one.kind, one.printed) for one in found.problems] == [("unlisted-value", "perhaps")]


@given(st.lists(st.sampled_from(["Y", "No - not needed", "Identifiable", "perhaps", "yesterday"]), unique=True))
def test_every_token_is_a_type_an_opt_out_or_a_problem(tokens: list[str]) -> None:
    found = read_listed_opt_outs(", ".join(tokens))
    assert len(found.types_of_data) + len(found.opt_outs) + len(found.problems) == len(tokens)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("No (ICB - Integrated Care Board)", Purposes("No", "ICB - Integrated Care Board")),
        ("Yes (Commercial)", Purposes("Yes", "Commercial")),
        ("No (Trust (Acute))", Purposes("No", "Trust (Acute)")),
        ("()", Purposes("", "")),
        ("", Purposes("", "")),
        ("No", Purposes("No", "")),
        ("(Academic)", Purposes("", "Academic")),
        ("No, Yes (Academic)", Purposes("No, Yes", "Academic")),
        ("No Academic)", Purposes("No Academic)", "")),
    ],
)
def test_purposes(printed: str, expected: Purposes) -> None:
    assert read_purposes(printed) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("", When()),
        (
            "DSA runs 2023-03-13 — 2026-03-12 2023.12 — 2024.11.",
            When(date(2023, 3, 13), date(2026, 3, 12), Month(2023, 12), Month(2024, 11)),
        ),
        ("DSA runs 2023-03-13 — 2026-03-12", When(date(2023, 3, 13), date(2026, 3, 12))),
        ("DSA runs 2023-03-13 – 2026-03-12.", When(date(2023, 3, 13), date(2026, 3, 12))),
        ("DSA runs 2023-03-13 - 2026-03-12 ", When(date(2023, 3, 13), date(2026, 3, 12))),
        ("DSA runs 2025-07 – 2028-07", When(Month(2025, 7), Month(2028, 7))),
        ("DSA runs 2025-07 – 2028-07-03", When(Month(2025, 7), date(2028, 7, 3))),
        ("2016/04 (or before) — 2017/02.", When(None, None, Month(2016, 4), Month(2017, 2), True)),
        ("2021/01 — 2021/02.", When(None, None, Month(2021, 1), Month(2021, 2))),
        ("2021/01.", When(None, None, Month(2021, 1), Month(2021, 1))),
        ("2016/04 (or before).", When(None, None, Month(2016, 4), Month(2016, 4), True)),
        ("2016.04 — 2016.04", When(None, None, Month(2016, 4), Month(2016, 4))),
    ],
)
def test_when(printed: str, expected: When) -> None:
    assert read_when(printed) == expected


@pytest.mark.parametrize(
    ("printed", "kind", "start"),
    [
        ("DSA runs 2026-03-13 — 2023-03-12", "reversed-term", date(2026, 3, 13)),
        ("DSA runs 2028-07 – 2025-07", "reversed-term", Month(2028, 7)),
        ("DSA runs 2028-07 – 2025-07-01", "reversed-term", Month(2028, 7)),
        ("2024.11 — 2023.12.", "reversed-term", None),
        ("DSA runs 2023-02-30 — 2026-03-12", "unreadable-date", None),
        ("DSA runs 2023-13 — 2026-03-12", "unreadable-month", None),
        ("2016/04 — 2016/13.", "unreadable-month", None),
        ("DSA runs 2023-03-13 — 2026-03-12 soon", "unreadable-date", date(2023, 3, 13)),
        ("some time", "unreadable-date", None),
    ],
)
def test_when_with_a_problem(printed: str, kind: str, start: date | Month | None) -> None:
    found = read_when(printed)
    assert [problem.kind for problem in found.problems] == [kind]
    assert found.start == start


@given(st.text() | st.text("DSA runs0123456789-—./() beforeor").map("DSA runs {}".format))
def test_any_text_is_read(printed: str) -> None:
    found = read_when(printed.strip())
    assert found.problems or found != When() or not any(c.isalnum() for c in printed)


@pytest.mark.parametrize(
    ("printed", "count"),
    [
        ("30 data files in total were disseminated unsafely", 30),
        ("1,204 data files in total", 1204),
        ("1 data file was", 1),
        ("0 data files", 0),
        ("Some data files", None),
        (", data files", None),
        ("12,34 data files", None),
        ("9" * 5000 + " data files", None),
        ("about 30 data files", None),
        ("", None),
    ],
)
def test_unsafe_count(printed: str, count: int | None) -> None:
    assert read_unsafe_count(printed) == count


@pytest.mark.parametrize(
    ("scheme", "printed", "values"),
    [
        ("frequency", "One-Off, System Access", ("One-Off", "System Access")),
        ("sensitivity", "Non-Sensitive, and Sensitive", ("Non-Sensitive", "Sensitive")),
        ("sensitivity", "Sensitive, Sensitive", ("Sensitive",)),
        ("frequency", "", ()),
        ("frequency", " , ,Ongoing", ("Ongoing",)),
        ("frequency", "fortnightly and so on", ("fortnightly and so on",)),
    ],
)
def test_lists(scheme: str, printed: str, values: tuple[str, ...]) -> None:
    assert read_list(scheme, printed) == values
