"""Answer questions from the generator's own truth, with plain Python: what the graph's queries must give too.

Each function gives a sorted list of tuples of plain strings, repeats kept where two things have the same tuple.
A body or dataset is under its one name in the truth: turn a name from a query into it with `Truth.bodies` or
`Truth.datasets`, whose keys are the spellings printed (trimmed). A version is its agreement's base reference (with
`DARS-`, as printed, not percent-encoded) and its number, `unnumbered` where it has none. Dates are `YYYY-MM-DD`.
Stub versions, which only `Datasets` or `DataReleases` name, are versions too; they have no applicant and no term.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from itertools import combinations, pairwise

from generator.model import TrueVersion, Truth
from generator.plan import discloser

__all__ = ["ANSWERS", "Answer"]

Answer = list[tuple[str, ...]]
DAY = date(2021, 7, 1)
QUARTER = (date(2024, 1, 1), date(2024, 3, 31))
SECTION = "ukpga/2012/7/section/261/2/a"
PAIRED = 2
"""How many versions a pair of joint controllers must share to be told."""


def files_released_by_body_and_year(truth: Truth) -> Answer:
    """How many files went to each body in each year? (applicant, year, releases).

    The applicant is the version's; releases without a readable month, or under a stub, are out.
    """
    applicants = by_version(truth)
    counts = Counter(
        (applicant, row.month[:4])
        for row in truth.releases
        if row.month and (applicant := applicants[row.agreement, row.number].applicant)
    )
    return told((body, year, str(number)) for (body, year), number in counts.items())


def identifiable_under_section_251(truth: Truth) -> Answer:
    """Which bodies hold identifiable data under section 251 support? (applicant,).

    A provision of the applicant's version has the type Identifiable and a confidentiality basis that names section 251.
    """
    versions = by_version(truth)
    found = {
        versions[row.agreement, row.number].applicant
        for row in truth.provisions
        if row.type_of_data == "Identifiable" and "section 251" in row.confidentiality.lower()
    }
    return told((body,) for body in found if body)


def versions_per_agreement(truth: Truth) -> Answer:
    """How many versions has each agreement, and which is the latest? (agreement, versions, latest number)."""
    return told((agreement, str(len(versions)), versions[-1].number) for agreement, versions in in_order(truth).items())


def versions_active_on_a_day(truth: Truth) -> Answer:
    """Which versions' terms hold 1 July 2021, first and last day included? (agreement, number)."""
    return told(
        (version.agreement, version.number)
        for version in truth.versions
        if version.start and version.end and version.start <= DAY <= version.end
    )


def datasets_by_holders(truth: Truth) -> Answer:
    """How many bodies have each dataset on a version? (dataset, applicants).

    Provisions only, not releases; a dataset that only stubs name counts 0 and is out.
    """
    versions = by_version(truth)
    holders: dict[str, set[str]] = defaultdict(set)
    for row in truth.provisions:
        if applicant := versions[row.agreement, row.number].applicant:
            holders[row.dataset].add(applicant)
    return told((dataset, str(len(bodies))) for dataset, bodies in holders.items())


def releases_without_opt_outs_by_dataset(truth: Truth) -> Answer:
    """How many files of each dataset went out without opt-outs applied? (dataset, releases); 'not stated' is out."""
    counts = Counter(row.dataset for row in truth.releases if row.opt_outs == "no")
    return told((dataset, str(number)) for dataset, number in counts.items())


def releases_after_every_term(truth: Truth) -> Answer:
    """Which files are dated after the end of every term of their agreement? (file reference, agreement, month, end).

    The month's first day is after the last end day among the agreement's versions that have one.
    """
    ends: dict[str, date] = {}
    for version in truth.versions:
        if version.end:
            ends[version.agreement] = max(ends.get(version.agreement, version.end), version.end)
    return told(
        (row.file_reference, row.agreement, row.month, ends[row.agreement].isoformat())
        for row in truth.releases
        if row.month and row.agreement in ends and date.fromisoformat(f"{row.month}-01") > ends[row.agreement]
    )


def joint_controller_pairs(truth: Truth) -> Answer:
    """Which pairs of bodies control two versions or more together? (body, other body, versions), names in order."""
    counts = Counter(pair for version in truth.versions for pair in combinations(sorted(set(version.controllers)), 2))
    return told((one, other, str(number)) for (one, other), number in counts.items() if number >= PAIRED)


def versions_relying_on_a_section(truth: Truth) -> Answer:
    """Which versions rely on s261(2)(a) of the HSCA 2012 for a dataset? (agreement, number)."""
    return told({(row.agreement, row.number) for row in truth.provisions if SECTION in row.law})


def expiries_in_a_quarter(truth: Truth) -> Answer:
    """Which versions end in the first quarter of 2024? (agreement, number, end, applicant)."""
    first, last = QUARTER
    return told(
        (version.agreement, version.number, version.end.isoformat(), version.applicant)
        for version in truth.versions
        if version.end and first <= version.end <= last
    )


def provisions_without_legal_basis(truth: Truth) -> Answer:
    """Which provisions print no legal basis? (agreement, number, dataset)."""
    return told((row.agreement, row.number, row.dataset) for row in truth.provisions if not row.legal_basis)


def datasets_twice_on_a_version(truth: Truth) -> Answer:
    """Which versions have a dataset more than once, with other attributes? (agreement, number, dataset, provisions)."""
    counts = Counter((row.agreement, row.number, row.dataset) for row in truth.provisions)
    return told((*key, str(number)) for key, number in counts.items() if number > 1)


def gaps_between_terms(truth: Truth) -> Answer:
    """Where does a version start two days or more after the one before ended? (agreement, number, next, end, start).

    The one before is the next lower number in the agreement; both days must be there, or the pair is out.
    """
    return told(
        (agreement, before.number, after.number, before.end.isoformat(), after.start.isoformat())
        for agreement, versions in in_order(truth).items()
        for before, after in pairwise(versions)
        if before.end and after.start and after.start > before.end + timedelta(days=1)
    )


def commercial_purpose_by_organisation_type(truth: Truth) -> Answer:
    """How many versions of each type are for commercial purposes? (type, yes | no | not stated, versions)."""
    counts = Counter((version.organisation_type, version.commercial) for version in truth.versions if version.listed)
    return told((kind, answer, str(number)) for (kind, answer), number in counts.items())


def releases_of_unlisted_datasets(truth: Truth) -> Answer:
    """Which files hold a dataset not given to their version? (file reference, agreement, number, dataset).

    Only where `Agreements` has the version.
    """
    return told((row.file_reference, row.agreement, row.number, row.dataset) for row in truth.releases if row.unlisted)


def released_with_and_without_opt_outs(truth: Truth) -> Answer:
    """Which body got a dataset in one month both with and without opt-outs? (applicant, dataset, month)."""
    versions = by_version(truth)
    answers: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in truth.releases:
        applicant = versions[row.agreement, row.number].applicant
        if applicant and row.month:
            answers[applicant, row.dataset, row.month].add(row.opt_outs)
    return told(key for key, seen in answers.items() if {"yes", "no"} <= seen)


def versions_by_discloser(truth: Truth) -> Answer:
    """How many versions did each body disclose under, by their start day? (discloser, versions)."""
    counts = Counter(discloser(version.start) for version in truth.versions if version.start)
    return told((str(body), str(number)) for body, number in counts.items())


def narratives_most_shared(truth: Truth) -> Answer:
    """How many versions use each narrative of three uses or more? (versions, narratives with that many).

    A version that uses one text as two kinds counts once.
    """
    users: dict[str, int] = Counter(text for version in truth.versions for text in {*version.narratives} if text)
    counts = Counter(number for number in users.values() if number > 2)
    return told((str(uses), str(number)) for uses, number in counts.items())


def stub_versions(truth: Truth) -> Answer:
    """Which versions does `Agreements` lack, and how many files name them? (agreement, number, releases)."""
    releases = Counter((row.agreement, row.number) for row in truth.releases)
    return told(
        (version.agreement, version.number, str(releases[version.agreement, version.number]))
        for version in truth.versions
        if not version.listed
    )


def provisions_by_law(truth: Truth) -> Answer:
    """How many provisions rest on each piece of legislation? (legislation path, provisions); amending law is out."""
    counts = Counter(path for row in truth.provisions for path in row.law)
    return told((path, str(number)) for path, number in counts.items())


def by_version(truth: Truth) -> dict[tuple[str, str], TrueVersion]:
    return {(version.agreement, version.number): version for version in truth.versions}


def in_order(truth: Truth) -> dict[str, list[TrueVersion]]:
    """Give each agreement's versions: unnumbered first, then by number, 4.10 after 4.9."""
    agreements: dict[str, list[TrueVersion]] = defaultdict(list)
    for version in truth.versions:
        agreements[version.agreement].append(version)
    return {agreement: sorted(versions, key=order) for agreement, versions in agreements.items()}


def order(version: TrueVersion) -> tuple[int, ...]:
    return () if version.number == "unnumbered" else tuple(map(int, version.number.split(".")))


def told(rows: Iterable[tuple[str, ...]]) -> Answer:
    return sorted(rows)


ANSWERS: Mapping[str, Callable[[Truth], Answer]] = {
    answer.__name__.replace("_", "-"): answer
    for answer in (
        files_released_by_body_and_year,
        identifiable_under_section_251,
        versions_per_agreement,
        versions_active_on_a_day,
        datasets_by_holders,
        releases_without_opt_outs_by_dataset,
        releases_after_every_term,
        joint_controller_pairs,
        versions_relying_on_a_section,
        expiries_in_a_quarter,
        provisions_without_legal_basis,
        datasets_twice_on_a_version,
        gaps_between_terms,
        commercial_purpose_by_organisation_type,
        releases_of_unlisted_datasets,
        released_with_and_without_opt_outs,
        versions_by_discloser,
        narratives_most_shared,
        stub_versions,
        provisions_by_law,
    )
}
"""Every question by its name: the file name of a query that asks the same."""
