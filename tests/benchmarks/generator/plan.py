"""Plan the whole workbook: draft the three sheets, then say what is true of them and what must be counted."""

import random
from collections import Counter
from datetime import date

from .drafts import PLAIN_BASE, Draft, Traps
from .model import Expected, Planned, Sheet, TrueProvision, TrueRelease, TrueVersion, Truth
from .names import DISCLOSERS, make_bodies, make_datasets
from .provisions import DATASETS_HEADER, Provision, dataset_cells, draft_provisions
from .releases import RELEASES_HEADER, Release, draft_releases, release_cells
from .versions import AGREEMENTS_HEADER, agreement_cells, draft_versions

__all__ = ["DEFAULT_SEED", "discloser", "plan"]

DEFAULT_SEED = 7
AGREEMENTS, VERSIONS, BODIES, DATASETS, PROVISIONS, RELEASES = 1_950, 5_600, 570, 210, 37_000, 105_000
CONTROLLERS_ONLY = 110
RELEASED_ONLY = 5


def plan(*, scale: float = 1.0, seed: int = DEFAULT_SEED) -> Planned:
    """Plan a workbook of `scale` times the real register's size; the same arguments give the same plan.

    Raises ValueError for a scale under 0.02, too small to hold every trap.
    """
    if scale < 0.02:
        raise ValueError(f"scale {scale} is too small to hold every trap: 0.02 or more")
    rng = random.Random(f"{seed} {scale}")
    traps = Traps(scale)
    agreements, versions = round(AGREEMENTS * scale), round(VERSIONS * scale)
    controllers_only = max(12, round(CONTROLLERS_ONLY * min(scale, 1)))
    applicants = min(agreements - 2, BODIES - CONTROLLERS_ONLY - len(DISCLOSERS))
    bodies = make_bodies(rng, applicants, controllers_only)
    released_only = max(1, round(RELEASED_ONLY * min(scale, 1)))
    datasets = make_datasets(rng, min(DATASETS, max(45, round(DATASETS * scale**0.5))))
    listed_datasets, only_released = datasets[:-released_only], datasets[-released_only:]

    body_spellings = {name: name for name in DISCLOSERS}
    dataset_spellings: dict[str, str] = {}
    listed = draft_versions(rng, bodies, agreements, versions, traps, body_spellings)
    stubs = draft_stubs(rng, listed, traps)
    provisions = draft_provisions(
        rng, listed, stubs, listed_datasets, round(PROVISIONS * scale), traps, dataset_spellings
    )
    releases = draft_releases(
        rng, provisions, stubs, listed_datasets, only_released, round(RELEASES * scale), traps, dataset_spellings
    )

    rows = [agreement_cells(draft) for draft in listed]
    # A row serves one trap only: these repeat versions with nothing else wrong.
    sound = [draft for draft in listed if draft.end and draft.start and draft.end > draft.start]
    sound = [draft for draft in sound if len(draft.controllers) == 1 and draft.sublicensing in ("Yes", "No")]
    sound = [draft for draft in sound if not draft.controllers[0].whole]
    for draft in rng.sample(sound, traps.quota(5)):
        rows.insert(rng.randrange(len(rows)), (None, *agreement_cells(draft)[1:]))
        traps.issues["missing-reference", "Agreements"] += 1
    traps.issues["extra-column", "Agreements"] += 1
    sheets = (
        Sheet("Agreements", AGREEMENTS_HEADER, rows),
        Sheet("Datasets", DATASETS_HEADER, [dataset_cells(row) for row in provisions]),
        Sheet("DataReleases", RELEASES_HEADER, [release_cells(row) for row in releases]),
    )
    truth = resolve(listed, stubs, provisions, releases, body_spellings, dataset_spellings)
    return Planned(sheets, truth, count(truth, sheets, traps, scale, seed))


def draft_stubs(rng: random.Random, listed: list[Draft], traps: Traps) -> list[Draft]:
    """Draft versions that `Agreements` lacks: of an unknown agreement, numbered or not, or of a known one.

    A known agreement's missing version is numbered 0.x, before all its others, so that its latest stays what it was.
    """
    known = [draft for draft in listed if draft.number != "unnumbered" and PLAIN_BASE.fullmatch(draft.base)]
    stubs: list[Draft] = []
    for turn in range(max(3, traps.quota(40))):
        model = rng.choice(known)
        if turn % 3 == 0:
            base, number = f"DARS-NIC-9{turn:05d}-Z9Z9Z", f"{rng.randint(1, 6)}.{rng.randint(0, 12)}"
        elif turn % 3 == 1:
            base, number = model.base, f"0.{turn}"
        else:
            base, number = f"DARS-NIC-9{turn:05d}-Y8Y8Y", "unnumbered"
        stubs.append(Draft(base, number, rng.random() > 0.3, model.body, "", listed=False))
    traps.laid["stub-version"] += len(stubs)
    return stubs


def resolve(
    listed: list[Draft],
    stubs: list[Draft],
    provisions: list[Provision],
    releases: list[Release],
    bodies: dict[str, str],
    datasets: dict[str, str],
) -> Truth:
    """Turn drafts into truth: rows without a reference are out, identical rows are one."""
    given = {
        (row.version.base, row.version.number, row.dataset.name): None for row in provisions if row.printed_reference
    }
    return Truth(
        tuple(true_version(draft) for draft in [*listed, *stubs]),
        tuple(dict.fromkeys(true_provision(row) for row in provisions if row.printed_reference)),
        tuple(
            dict.fromkeys(true_release(row, given) for row in releases if row.printed_reference and row.file_reference)
        ),
        bodies,
        datasets,
    )


def true_version(draft: Draft) -> TrueVersion:
    if not draft.listed:
        return TrueVersion(draft.base, draft.number, listed=False)
    return TrueVersion(
        draft.base,
        draft.number,
        True,
        draft.body.name,
        tuple(body.name for body in draft.controllers),
        draft.body.kind,
        draft.start,
        draft.end,
        {"Yes": "yes", "No": "no", None: "not stated"}[draft.commercial],
        tuple(text.strip() or None if text else None for text in draft.texts),
    )


def true_provision(row: Provision) -> TrueProvision:
    return TrueProvision(
        row.version.base,
        row.version.number,
        row.dataset.name,
        row.type_of_data,
        row.sensitivity,
        row.frequency,
        row.basis,
        row.confidentiality,
        row.law,
    )


def true_release(row: Release, given: dict[tuple[str, str, str], None]) -> TrueRelease:
    version = row.version
    return TrueRelease(
        row.file_reference or "",
        version.base,
        version.number,
        row.dataset.name,
        row.month,
        row.opt_outs,
        version.listed and (version.base, version.number, row.dataset.name) not in given,
    )


def discloser(start: date | None) -> str | None:
    """Give the body that disclosed under a version that starts that day; None without a day."""
    if start is None:
        return None
    return DISCLOSERS[0] if start < date(2016, 1, 1) else DISCLOSERS[1] if start < date(2023, 2, 1) else DISCLOSERS[2]


def count(truth: Truth, sheets: tuple[Sheet, ...], traps: Traps, scale: float, seed: int) -> Expected:
    """Count what a graph of the workbook must hold."""
    texts = [text for version in truth.versions for text in version.narratives if text]
    organisations = {version.applicant for version in truth.versions if version.applicant}
    organisations.update(body for version in truth.versions for body in version.controllers)
    organisations.update(body for version in truth.versions if (body := discloser(version.start)))
    datasets = {row.dataset for row in truth.provisions} | {row.dataset for row in truth.releases}
    issues = Counter[str]()
    for (kind, _), number in traps.issues.items():
        issues[kind] += number
    cells = [value for sheet in sheets for row in sheet.rows for value in row if isinstance(value, str)]
    laid = dict(traps.laid)
    laid["cells-with-control-characters"] = sum("\x01" in value for value in cells)
    laid["cells-with-markup"] = sum("<script" in value for value in cells)
    laid["cells-that-look-like-formulas"] = sum("=HYPERLINK(" in value for value in cells)
    laid["rows-with-odd-reference"] = sum(
        any(mark in row[0] for mark in "<|{^%" + '"')
        for sheet in sheets
        for row in sheet.rows
        if isinstance(row[0], str)
    )
    laid["cells-at-the-limit"] = sum(len(value) == 32_767 for value in cells)
    return Expected(
        scale=scale,
        seed=seed,
        agreements=len({version.agreement for version in truth.versions}),
        agreement_versions=len(truth.versions),
        stub_versions=sum(not version.listed for version in truth.versions),
        organisations=len(organisations),
        datasets=len(datasets),
        dataset_provisions=len(truth.provisions),
        releases=len(truth.releases),
        narratives=len(set(texts)),
        narrative_uses=len(texts),
        editions=1,
        records={sheet.name: len(sheet.rows) for sheet in sheets},
        issues=dict(sorted(issues.items())),
        issues_by_sheet={f"{kind}/{sheet}": number for (kind, sheet), number in sorted(traps.issues.items())},
        traps=dict(sorted(laid.items())),
        legal_bases=dict(sorted(Counter(path for row in truth.provisions for path in row.law).items())),
    )
