"""Single sentences and lines: how long data are kept, who stood before, who processes, what is a heading."""

import pytest

from releasegraph.graph.prose.reading import read_prose
from releasegraph.graph.prose.statute_marks import nest_marks

CONDITIONS = [
    ("CONDITIONS OF SUPPLY\n1) one\n2) two;\nOther words.\n3) not one", [("1", "one"), ("2", "two;")]),
    (
        "CONDITIONS OF SUPPLY\nThe trust will:\n(a) keep\n(b) link:\n~ this\n~ that\n(c) end",
        [("a", "keep"), ("b", "link:\n~ this\n~ that"), ("c", "end")],
    ),
    (
        "Further to those outlined elsewhere within this agreement, it will:\n1.1 keep\n1.2 link",
        [("1.1", "keep"), ("1.2", "link")],
    ),
    ("CONDITIONS OF SUPPLY\n~\n~ one", [("1", "one")]),
    ("CONDITIONS OF SUPPLY\nAs the contract says.\nOUTPUTS\n1. A table", []),
    ("OUTPUTS\n1. A table\n2. A report", []),
]


@pytest.mark.parametrize(("text", "expected"), CONDITIONS)
def test_conditions(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(condition.number, condition.text) for condition in read_prose(text).conditions] == expected


RETENTION = [
    ("Data will be retained for 5 years after the study ends.", [("P5Y", None)]),
    ("Data must be destroyed within six weeks of receipt.", [(None, "P42D")]),
    ("The data must be deleted within thirty (30) days.", [(None, "P30D")]),
    ("Data must be destroyed within 30 working days of the end.", [(None, None)]),
    ("The trust will retain data for five to ten years.", [(None, None)]),
    ("The trust will keep data for 5-10 years.", [(None, None)]),
    ("The data will be kept for between 5 and 10 years.", [(None, None)]),
    ("Data are to be retained for two and a half years.", [(None, None)]),
    (
        "The data will be held for a maximum period of 18 months. Then all is destroyed within 2 weeks.",
        [("P18M", "P14D")],
    ),
    ("The data will be held for 3 years. Other files will be held for 4 years.", [("P3Y", None), ("P4Y", None)]),
    ("Data shall be deleted no later than twenty-five days after expiry.", [(None, "P25D")]),
    ("Identifiers will be deleted after 12 (twelve) months.", [("P12M", None)]),
    ("The retention period is 15 years.", [("P15Y", None)]),
    ("Data retention: 10 years", [("P10Y", None)]),
    ("DATA WILL BE RETAINED FOR 10 YEARS", [("P10Y", None)]),
    ("A minimum of 20 years' retention is required for records of a trial.", [("P20Y", None)]),
    ("The applicant will hold 10 years of data at any one time.", [("P10Y", None)]),
    ("No more than three years data will be kept.", [("P3Y", None)]),
    ("The extract is destroyed within one calendar month of receipt; nothing is kept.", [(None, "P1M")]),
    ("Destroy the data 5 years after publication", [("P5Y", None)]),
    ("The study ran for 10 years and will keep data safe.", []),
    ("Records are kept of 18 year olds.", []),
    ("The data has been held for 5 years.", []),
    ("The event is held for two days.", []),
    ("Meetings about data are held every 2 weeks.", []),
    ("Data will be retained as the contract says.", []),
]


@pytest.mark.parametrize(("sentence", "expected"), RETENTION)
def test_retention(sentence: str, expected: list[tuple[str | None, str | None]]) -> None:
    assert [(rule.period, rule.destroy_within) for rule in read_prose(sentence).retention] == expected


def test_retention_gives_only_the_sentence_with_the_rule() -> None:
    text = (
        "DATA RETENTION\n~ The trust is careful. It will retain data for 5 years, i.e. A Long Time. It is proud of it."
    )
    assert [rule.text for rule in read_prose(text).retention] == ["It will retain data for 5 years, i.e. A Long Time."]


LEAD_IN = "The following CCGs previously occupied the footprint of the ICB:"
PREDECESSORS = [
    (
        f"{LEAD_IN} NHS Leeds CCG; NHS Bristol, North Somerset and South Gloucestershire CCG and NHS York CCG.",
        [["NHS Leeds CCG", "NHS Bristol, North Somerset and South Gloucestershire CCG", "NHS York CCG"]],
    ),
    (
        f"{LEAD_IN}\n1. NHS A Town CCG, NHS B Town CCG\n2) NHS C CCG;\nDATA RETENTION\nx",
        [["NHS A Town CCG", "NHS B Town CCG", "NHS C CCG"]],
    ),
    (
        f"{LEAD_IN}\nKernow Clinical Commissioning Group\nNHS Digital reminds all of this.",
        [["Kernow Clinical Commissioning Group"]],
    ),
    (f"{LEAD_IN}\nNHS Leeds CCG\nNHS Leeds CCG", [["NHS Leeds CCG"]]),
    ("The footprint was previously occupied by NHS Kent and Medway CCG.", [["NHS Kent and Medway CCG"]]),
    (
        "NHS Leeds CCG and NHS York CCG previously occupied the footprint of the ICB.",
        [["NHS Leeds CCG", "NHS York CCG"]],
    ),
    (f"{LEAD_IN}\nLeeds, Bradford and Airedale CCGs", []),
    (f"{LEAD_IN} none of note", []),
    (LEAD_IN, []),
    ("The building was previously occupied.", []),
]


@pytest.mark.parametrize(("text", "expected"), PREDECESSORS)
def test_predecessors(text: str, expected: list[list[str]]) -> None:
    assert [list(found.names) for found in read_prose(text).predecessors] == expected


PROCESSORS = [
    ("Data Processor: Optum Health Solutions (UK) Limited", ["Optum Health Solutions (UK) Limited"]),
    (
        "Under this agreement Arden and GEM Commissioning Support Unit acts as a data processor.",
        ["Arden and GEM Commissioning Support Unit"],
    ),
    ("Both Optum Ltd and Prescribing Services Ltd act as data processors.", ["Optum Ltd", "Prescribing Services Ltd"]),
    ("University College London, acting as a data processor, will link.", ["University College London"]),
    ("NHS Digital acts as data processor, and the University of York is the controller", ["NHS Digital"]),
    (
        "Data Processor 2 - Dr Foster Ltd, who host. Data Processor 3 – Apollo Software Ltd.",
        ["Dr Foster Ltd", "Apollo Software Ltd"],
    ),
    (
        "The data processors are:\n~ NHS Arden & GEM CSU\n~ Liaison Services Limited\nwho work",
        ["NHS Arden & GEM CSU", "Liaison Services Limited"],
    ),
    ("The Trust acts as data processor.", []),
    ("Data Processor: The ICB", []),
    ("Data processors are required to comply with NHS rules.", []),
    ("The University of York sends it to a data processor.", []),
    ("DATA PROCESSORS\nThe controller must have contracts.", []),
]


@pytest.mark.parametrize(("text", "expected"), PROCESSORS)
def test_processors(text: str, expected: list[str]) -> None:
    found = read_prose(text).processors
    assert [processor.name for processor in found] == expected
    assert [text[processor.offset : processor.end] for processor in found] == expected


HEADINGS = [
    ("Text\nINVOICE VALIDATION\nmore", ["INVOICE VALIDATION"]),
    ("OUTPUTS:\nINVOICE VALIDATION\n1. Budgets.", ["OUTPUTS", "INVOICE VALIDATION"]),
    ("They are used for:\nINVOICE VALIDATION\nmore", ["INVOICE VALIDATION"]),
    ("They are used for:\nINVOICE VALIDATION\nRISK STRATIFICATION\nmore", []),
    ("Data:\nHES\nECDS\nmore", []),
    ("HES\nECDS\nmore", []),
    ("~ HES DATA\nmore", []),
    ("The controller is:\nUNIVERSITY OF LEEDS\nmore", []),
    ("ALL IN CAPITALS, BUT A SENTENCE.\nmore", []),
    ("DARS-NIC-12345-X1Y2Z\nmore", []),
    ("N/A\nmore", []),
    ("COMMISSIONING", []),
]


@pytest.mark.parametrize(("text", "expected"), HEADINGS)
def test_headings(text: str, expected: list[str]) -> None:
    assert [heading.text for heading in read_prose(text).headings] == expected


MARKS = [
    ("1 2 a b i ii c", "1.1 1.2 2.a 2.b 3.i 3.ii 2.c"),
    ("a b h i j", "2.a 2.b 2.h 2.i 2.j"),
    ("h i ii iii i", "2.h 3.i 3.ii 3.iii 2.i"),
    ("1 i ii iii iv v vi", "1.1 3.i 3.ii 3.iii 3.iv 3.v 3.vi"),
    ("a i ii iii iv v b", "2.a 3.i 3.ii 3.iii 3.iv 3.v 2.b"),
    ("t u v w x y z", "2.t 2.u 2.v 2.w 2.x 2.y 2.z"),
    ("1 1A 1ab 2", "1.1 1.1A 1.1AB 1.2"),
    ("za a aa b", "2.za 2.a 2.aa 2.b"),
    ("a i A B ii", "2.a 3.i 4.A 4.B 3.ii"),
    ("1 2 2 3", "1.1 1.2"),
    ("10 9", "1.10"),
    ("", ""),
]


@pytest.mark.parametrize(("marks", "expected"), MARKS)
def test_marks_nest_as_in_a_statute(marks: str, expected: str) -> None:
    assert " ".join(f"{level}.{mark}" for level, mark in nest_marks(marks.split())) == expected
