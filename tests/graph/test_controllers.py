"""Lists of data controllers: split where names allow, kept whole with an issue where they do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasegraph.graph.controllers import known_bodies, split_controllers

BRISTOL = "NHS Bristol, North Somerset and South Gloucestershire ICB - 15C"
BCP = "BCP COUNCIL [BOURNEMOUTH, CHRISTCHURCH AND POOLE]"
LAW = "DEPARTMENT FOR LEVELLING UP, HOUSING AND COMMUNITIES"
APPLICANTS = (BRISTOL, "King's College London", "NHS Kent and Medway ICB - 91Q", LAW, "Genomics", "Acme (UK), Ltd")
KNOWN = known_bodies(APPLICANTS)
SHIPPED = known_bodies(())


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("", []),
        (" ;; \n , ", []),
        ("University of Leeds", ["University of Leeds"]),
        ("University of Leeds;", ["University of Leeds"]),
        ("University of Leeds; University of York", ["University of Leeds", "University of York"]),
        ("University of Leeds\r\nUniversity of York", ["University of Leeds", "University of York"]),
        ("University of Leeds,\nUniversity of York", ["University of Leeds", "University of York"]),
        ("University of Leeds, University of York", ["University of Leeds", "University of York"]),
        ("University of Leeds,University of York,", ["University of Leeds", "University of York"]),
        ("University of Leeds; University of Leeds", ["University of Leeds"]),
        ("A COUNCIL, B COUNCIL; C NHS TRUST", ["A COUNCIL", "B COUNCIL", "C NHS TRUST"]),
        ("University of Leeds, University of York, and Leeds City Council", None),
        (BRISTOL, [BRISTOL]),
        (BRISTOL.upper(), [BRISTOL.upper()]),
        (f"{BRISTOL}, NHS Kent and Medway ICB - 91Q", [BRISTOL, "NHS Kent and Medway ICB - 91Q"]),
        (f"NHS Kent and Medway ICB - 91Q, {BRISTOL}", ["NHS Kent and Medway ICB - 91Q", BRISTOL]),
        (f"University of Bath, {BRISTOL}, Genomics", ["University of Bath", BRISTOL, "Genomics"]),
        (f"{LAW}, University of Bath", [LAW, "University of Bath"]),
        (BCP, [BCP]),
        (f"{BCP}, DORSET COUNCIL", [BCP, "DORSET COUNCIL"]),
        ("Body (A; B) Trust; C Council", ["Body (A; B) Trust", "C Council"]),
        ("King's College London, Genomics", ["King's College London", "Genomics"]),
        ("MODERNATX, INC", ["MODERNATX, INC"]),
        ("University of Leeds, MODERNATX, INC", ["University of Leeds", "MODERNATX, INC"]),
        ("SOME PHARMA, INC. UNITED KINGDOM", ["SOME PHARMA, INC. UNITED KINGDOM"]),
        ("SOME PHARMA, INC., OTHER LIMITED", ["SOME PHARMA, INC.", "OTHER LIMITED"]),
        ("SOME PHARMA, LTD", ["SOME PHARMA, LTD"]),
        ("Acme (UK), Ltd, Genomics", ["Acme (UK), Ltd", "Genomics"]),
        ("ROYAL SOCIETY, THE", ["ROYAL SOCIETY, THE"]),
        ("NHS England, Leeds City Council", ["NHS England", "Leeds City Council"]),
        ("NHS ENGLAND - X26, UK HEALTH SECURITY AGENCY", ["NHS ENGLAND - X26", "UK HEALTH SECURITY AGENCY"]),
        ("NHS HULL CCG, NHS LEEDS CCG", ["NHS HULL CCG", "NHS LEEDS CCG"]),
        ("IMPERIAL COLLEGE LONDON, UNIVERSITY OF OXFORD", ["IMPERIAL COLLEGE LONDON", "UNIVERSITY OF OXFORD"]),
        ("LONDON SCHOOL OF HYGIENE AND TROPICAL MEDICINE, UNIVERSITY OF OXFORD", None),
        (f"University of Bath, {BRISTOL}", ["University of Bath", BRISTOL]),
        (
            "BOURNEMOUTH, CHRISTCHURCH AND POOLE COUNCIL, UNIVERSITY OF BATH",
            ["BOURNEMOUTH, CHRISTCHURCH AND POOLE COUNCIL", "UNIVERSITY OF BATH"],
        ),
        ("DEPARTMENT OF HEALTH AND SOCIAL CARE, UNIVERSITY OF LEEDS", None),
        ("LONDON BOROUGH OF BRENT, ROYAL BOROUGH OF KINGSTON UPON THAMES", None),
        ("GUY'S AND ST THOMAS' NHS FOUNDATION TRUST, BARTS HEALTH NHS TRUST", None),
        ("University of Leeds and University of York", ["University of Leeds and University of York"]),
    ],
)
def test_split(printed: str, names: list[str] | None) -> None:
    found = split_controllers(printed, KNOWN)
    assert found.problems == ()
    if names is None:
        names = [part.removeprefix("and ") for part in printed.split(", ")]
    assert list(found.names) == names


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "DEPARTMENT FOR ALPHA, BETA AND GAMMA",
            "NHS ALPHA, BETA AND GAMMA ICB - 92G",
            "ALPHA, BETA AND GAMMA COUNCIL",
        ),
        *("ST GEORGE'S, UNIVERSITY OF LONDON", "ROYAL HOLLOWAY COLLEGE, UNIVERSITY OF LONDON"),
        *("SCHOOL OF MEDICINE, UNIVERSITY OF LEEDS", "INSTITUTE OF PSYCHIATRY, KING'S COLLEGE LONDON"),
        *(
            "UNIVERSITY OF OXFORD, NUFFIELD DEPARTMENT OF POPULATION HEALTH",
            "ST GEORGE'S HOSPITAL, UNIVERSITY OF LONDON",
        ),
        *("SCHOOL OF HEALTH, LEEDS BECKETT UNIVERSITY", "NHS DEVON, NHS ALPHA, BETA AND GAMMA ICB"),
        *("Smith, Jones and Partners", "Alpha, Beta", "University of Leeds, Alpha", "Alpha, University of Leeds"),
        *("LEEDS TEACHING HOSPITALS, NHS TRUST", "LEEDS, COUNCIL", "University of Leeds, the Council"),
        *("A COUNCIL (X, B COUNCIL", "A COUNCIL) X, B"),
    ],
)
def test_kept_whole_with_an_issue(piece: str) -> None:
    found = split_controllers(piece, SHIPPED)
    if piece == "A COUNCIL (X, B COUNCIL":
        # an open bracket hides nothing: both parts carry their kind
        assert found.names == ("A COUNCIL (X", "B COUNCIL")
        return
    assert found.names == (piece,)
    (problem,) = found.problems
    assert (problem.kind, problem.printed) == ("unsplit-controllers", piece)


def test_an_unsure_piece_leaves_the_others_split() -> None:
    found = split_controllers("University of Leeds; Alpha, Beta; A COUNCIL, B COUNCIL", SHIPPED)
    assert found.names == ("University of Leeds", "Alpha, Beta", "A COUNCIL", "B COUNCIL")
    assert [problem.printed for problem in found.problems] == ["Alpha, Beta"]


def letters(text: str) -> list[str]:
    """Give the letters of a text in order, but for the `and` before a name and the brackets and signs between."""
    return [word for word in "".join(c if c.isalnum() else " " for c in text).split() if word.casefold() != "and"]


NAMES = st.sampled_from(
    [
        *APPLICANTS,
        BCP,
        "University of Leeds",
        "Alpha",
        "Beta and Gamma",
        "X COUNCIL",
        "INC.",
        "and Y Trust",
        "(",
        ")]",
        "&",
    ]
)


@given(st.one_of(st.text(), st.lists(NAMES | st.sampled_from([",", ";", "\n", ", ", " "])).map("".join)))
def test_nothing_is_lost(printed: str) -> None:
    found = split_controllers(printed, KNOWN)
    words = letters(printed)
    named = [word for name in found.names for word in letters(name)]
    assert set(words) == set(named)
    assert len(named) <= len(words)
    if len(set(found.names)) == len(words):
        assert named == words
    assert all(name.strip() == name != "" for name in found.names)
    assert {problem.printed for problem in found.problems} <= set(found.names)


@given(st.lists(NAMES.filter(lambda name: name[0].isalpha() and not name.startswith(("and", "INC"))), unique=True))
def test_a_list_with_hard_separators_reads_back(names: list[str]) -> None:
    for separator in (";", "\n", " ; ", ";\r\n"):
        assert split_controllers(separator.join(names), KNOWN).names == tuple(names)
