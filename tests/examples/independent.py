"""Answer the examples' questions over the rows of the CSV sheets, without the graph: rows of text, in any order."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import combinations, pairwise

from questions import Row
from rows import AGREEMENTS, PROVISIONS, RELEASES, Agreement, applicant_of, section_261

__all__ = ["COMPUTED"]

CLAIMS = (("EASTPORT BOROUGH COUNCIL", "14"), ("SMALL HEARTS TRUST", "11"))
"""Body and files claimed unsafe, as the newest page of each prints them."""
PREDECESSORS = (("NHS NORTHMERE AND FENLAND ICB", ("NHS NORTHMERE CCG", "NHS Fenland CCG")),)
RELABELLED = (
    "Civil Registrations of Death",
    "COVID-19 General Practice Extraction Service (GPES) Data for Pandemic Planning and Research (GDPPR)",
    "Hospital Episode Statistics Accident and Emergency (HES A and E)",
    "Hospital Episode Statistics Admitted Patient Care (HES APC)",
    "Hospital Episode Statistics Outpatients (HES OP)",
    "Mental Health Minimum Data Set (MHMDS)",
    "NDRS Cancer Registrations",
)
DAY = date(2021, 7, 1)
QUARTER = (date(2024, 1, 1), date(2024, 3, 31))
NAMING_SECTION_251 = ("Section 251 NHS Act 2006", "s251 support")
LOOKED_UP = ("DARS-NIC-990101-A1B2C", "5.0")


def who_holds_what() -> Iterator[Row]:
    terms: dict[tuple[str, str], set[tuple[str, str, date | None, date | None]]] = defaultdict(set)
    by_version = {(version.agreement, version.number): version for version in AGREEMENTS}
    for row in PROVISIONS:
        if version := by_version.get((row.agreement, row.number)):
            terms[version.applicant, row.dataset].add((*key(version), version.start, version.end))
    for (holder, held), found in terms.items():
        starts = [start for *_, start, _ in found if start]
        ends = [end for *_, end in found if end]
        yield holder, held, str(len(found)), str(min(starts)), str(max(ends)) if ends else ""


def files_released_by_body_and_year() -> Iterator[Row]:
    counts = Counter((body, row.month.year) for row in RELEASES if row.month and (body := applicant_of(row)))
    yield from ((body, str(year), str(files)) for (body, year), files in counts.items())


def versions_active_on_a_day() -> Iterator[Row]:
    yield from (key(row) for row in AGREEMENTS if row.start and row.end and row.start <= DAY <= row.end)


def expiries_in_a_quarter() -> Iterator[Row]:
    first, last = QUARTER
    yield from ((*key(row), str(row.end), row.applicant) for row in AGREEMENTS if row.end and first <= row.end <= last)


def versions_relying_on_a_section() -> Iterator[Row]:
    paragraph = "Health and Social Care Act 2012, section 261(2)(a)"
    yield from {(row.agreement, row.number) for row in PROVISIONS if paragraph in section_261(row.legal_basis)}


def everything_under_section_261() -> Iterator[Row]:
    for law in {law for row in PROVISIONS for law in section_261(row.legal_basis)}:
        rows = [row for row in PROVISIONS if law in section_261(row.legal_basis)]
        versions = {(row.agreement, row.number) for row in rows}
        bodies = {body for row in rows if (body := applicant_of(row))}
        yield law, str(len(rows)), str(len(versions)), str(len(bodies))


def releases_without_opt_outs_by_dataset() -> Iterator[Row]:
    yield from counted(Counter(row.dataset for row in RELEASES if row.opt_outs == "No"))


def released_with_and_without_opt_outs() -> Iterator[Row]:
    answers: dict[Row, set[str]] = defaultdict(set)
    for row in RELEASES:
        body = applicant_of(row)
        if body and row.month:
            answers[body, row.dataset, f"{row.month:%Y-%m}"].add(row.opt_outs)
    yield from (row for row, seen in answers.items() if {"Yes", "No"} <= seen)


def joint_controller_pairs() -> Iterator[Row]:
    pairs = Counter(pair for row in AGREEMENTS for pair in combinations(sorted(row.controllers), 2))
    yield from ((*pair, str(versions)) for pair, versions in pairs.items() if versions > 1)


def gaps_between_terms() -> Iterator[Row]:
    for agreement in {row.agreement for row in AGREEMENTS}:
        versions = sorted((row for row in AGREEMENTS if row.agreement == agreement), key=order)
        for before, after in pairwise(versions):
            if before.end and after.start and after.start - before.end > timedelta(days=1):
                yield agreement, before.number, after.number, str(before.end), str(after.start)


def releases_after_every_term() -> Iterator[Row]:
    for row in RELEASES:
        last = max((other.end for other in AGREEMENTS if other.agreement == row.agreement and other.end), default=None)
        if last and row.month and row.month > last:
            yield row.file, row.agreement, f"{row.month:%Y-%m}", str(last)


def claims_against_register_counts() -> Iterator[Row]:
    for body, claimed in CLAIMS:
        files = [row for row in RELEASES if applicant_of(row) == body]
        without = [row for row in files if row.opt_outs == "No"]
        yield body, "medConfidential", claimed, str(len(files)), str(len(without))


def provenance_of_a_fact() -> Iterator[Row]:
    version = next(row for row in AGREEMENTS if key(row) == LOOKED_UP)
    printed = version.printed
    facts = [
        ("Reference Number", "reference", printed["Reference Number"]),
        ("Reference Number", "label", printed["Reference Number"]),
        ("Reference Number", "versionOf", version.agreement),
        ("Reference Number", "versionNumber", version.number),
        ("Application Title", "title", printed["Application Title"]),
        ("Applicant Organisation", "applicant", version.applicant),
        ("Applicant Organisation", "applicantText", printed["Applicant Organisation"]),
        ("Applicant Organisation Type", "organisationType", printed["Applicant Organisation Type"]),
        *(("Data Controller(s)", "dataController", body) for body in version.controllers),
        ("Data Controller(s)", "dataControllerText", printed["Data Controller(s)"]),
        ("Sole/Joint Data Controller", "controllership", printed["Sole/Joint Data Controller"]),
        ("DSA Start Date", "startDate", printed["DSA Start Date"]),
        ("DSA Start Date", "discloser", "NHS Digital"),
        ("DSA End Date", "endDate", printed["DSA End Date"]),
        ("Does Sublicensing Apply", "sublicensingAllowed", "false"),
        ("For Commercial Purposes", "commercialPurpose", "false"),
    ]
    file = "sources/datausesregister_september2026"
    yield from (("Agreements", str(version.row), column, fact, value, file) for column, fact, value in facts)


def datasets_relabelled() -> Iterator[Row]:
    months: dict[tuple[str, str], list[date]] = defaultdict(list)
    for row in RELEASES:
        if row.dataset in RELABELLED and row.month:
            months[row.dataset, row.printed].append(row.month)
    yield from ((*names, str(len(found)), str(min(found)), str(max(found))) for names, found in months.items())


def identifiable_without_opt_outs() -> Iterator[Row]:
    files: dict[Row, set[str]] = defaultdict(set)
    for provision in PROVISIONS:
        body = applicant_of(provision)
        if body and provision.type_of_data == "Identifiable":
            basis = provision.confidentiality.replace("s251 support", "Section 251 NHS Act 2006")
            files[body, provision.dataset, basis].update(
                row.file
                for row in RELEASES
                if (row.agreement, row.number, row.dataset, row.opt_outs)
                == (provision.agreement, provision.number, provision.dataset, "No")
            )
    yield from ((*row, str(len(found))) for row, found in files.items() if found)


def identifiable_under_section_251() -> Iterator[Row]:
    yield from {
        (body,)
        for row in PROVISIONS
        if row.type_of_data == "Identifiable"
        and row.confidentiality in NAMING_SECTION_251
        and (body := applicant_of(row))
    }


def predecessors() -> Iterator[Row]:
    for body, before in PREDECESSORS:
        for predecessor in before:
            yield body, predecessor, str(sum(applicant_of(row) == predecessor for row in RELEASES))


def sublicensing() -> Iterator[Row]:
    purposes = {"Yes": "commercial", "No": "not commercial", "": "not stated"}
    allowing = {key(row): row for row in AGREEMENTS if row.sublicensing == "Yes"}
    named = {(row.agreement, row.number, row.dataset) for row in PROVISIONS}
    for agreement, number, held in named:
        if version := allowing.get((agreement, number)):
            yield agreement, number, version.applicant, purposes[version.commercial], held


def commercial_purpose_by_organisation_type() -> Iterator[Row]:
    kinds = {"Charity/Not for profit": "Charity"}
    answers = {"Yes": "yes", "No": "no", "": "not stated"}
    counts = Counter(
        (kinds.get(row.organisation_type, row.organisation_type), answers[row.commercial]) for row in AGREEMENTS
    )
    yield from ((*row, str(versions)) for row, versions in counts.items())


def key(version: Agreement) -> tuple[str, str]:
    return version.agreement, version.number


def order(version: Agreement) -> list[int]:
    return [] if version.number == "unnumbered" else list(map(int, version.number.split(".")))


def counted(counts: Counter[str]) -> Iterator[Row]:
    yield from ((name, str(number)) for name, number in counts.items())


COMPUTED: Mapping[str, Callable[[], Iterable[Row]]] = {
    "01-who-holds-what": who_holds_what,
    "02-files-released-by-body-and-year": files_released_by_body_and_year,
    "04-versions-active-on-a-day": versions_active_on_a_day,
    "05-expiries-in-a-quarter": expiries_in_a_quarter,
    "06-versions-relying-on-a-section": versions_relying_on_a_section,
    "07-everything-under-section-261": everything_under_section_261,
    "08-releases-without-opt-outs-by-dataset": releases_without_opt_outs_by_dataset,
    "09-released-with-and-without-opt-outs": released_with_and_without_opt_outs,
    "10-joint-controller-pairs": joint_controller_pairs,
    "11-gaps-between-terms": gaps_between_terms,
    "12-releases-after-every-term": releases_after_every_term,
    "14-claims-against-register-counts": claims_against_register_counts,
    "15-provenance-of-a-fact": provenance_of_a_fact,
    "18-datasets-relabelled": datasets_relabelled,
    "19-identifiable-without-opt-outs": identifiable_without_opt_outs,
    "20-identifiable-under-section-251": identifiable_under_section_251,
    "22-predecessors": predecessors,
    "23-sublicensing": sublicensing,
    "24-commercial-purpose-by-organisation-type": commercial_purpose_by_organisation_type,
}
"""Question to its answer; a question that is not here has its reasoning beside its stored answer."""
