"""The `Datasets` sheet: which datasets each version names, with what attributes."""

import random
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from .drafts import Draft, Traps, other_reference, reference
from .law import draw_basis
from .model import Cell
from .names import Dataset

__all__ = ["DATASETS_HEADER", "Provision", "dataset_cells", "draft_provisions", "spell_dataset"]

DATASETS_HEADER = (
    "Reference Number",
    "Dataset",
    "Type of Data",
    "Sensitive or Non-Sensitive",
    "Frequency",
    "Legal Basis for Provision of Data",
    "Common Law Duty of Confidentiality",
)
RENAMING = date(2023, 1, 1)
ICO = "Anonymised {d} ICO Code Compliant"
TYPES = (ICO, "Identifiable", "Aggregated - small numbers not suppressed")
SENSITIVITIES = ("Sensitive", "Non-Sensitive")
FREQUENCIES = ("One-Off", "Ongoing", "Frequent Adhoc Flow", "System Access")
SUPPORT = (
    "Section 251 NHS Act 2006",
    "Mixture of confidential data flow(s) with support under section 251 NHS Act 2006 "
    "and non-confidential data flow(s)",
    "Section 251 NHS Act 2006",
)
OTHER_CONFIDENTIALITY = (
    "Does not include the flow of confidential data",
    "Consent (Reasonable Expectation)",
    "Statutory exemption to flow confidential data without consent",
    "",
)


Attributes = tuple[str, str, str, str, tuple[str, ...], str]
"""Type, sensitivity, frequency, legal basis, the paths it names, confidentiality."""


@dataclass(frozen=True, slots=True)
class Provision:
    """A row of `Datasets`: what it means and what it prints."""

    version: Draft
    dataset: Dataset
    printed_reference: str | None
    printed_dataset: str
    type_of_data: str
    sensitivity: str
    frequency: str
    basis: str
    law: tuple[str, ...]
    confidentiality: str


def draft_provisions(
    rng: random.Random,
    versions: list[Draft],
    stubs: list[Draft],
    datasets: list[Dataset],
    count: int,
    traps: Traps,
    spellings: dict[str, str],
) -> list[Provision]:
    """Draft `count` different provisions, then the rows that repeat, differ, or name what is not there."""
    twice, unknown = traps.quota(150), traps.quota(60)
    rows = [
        provision(rng, version, dataset, attributes, spellings)
        for version, dataset, attributes in name_datasets(rng, versions, datasets, count - twice - unknown)
    ]
    untouched = rng.sample(rows, len(rows))
    blank = {id(untouched.pop()) for _ in range(traps.quota(420))}
    rows = [replace(row, basis="", law=()) if id(row) in blank else row for row in rows]
    # Taken afresh: `replace` made new rows, and a row serves one trap only.
    victims = iter(rng.sample(rows, traps.quota(150) + traps.quota(90) + unknown + traps.quota(6)))
    added: list[Provision] = []
    for _ in range(twice):
        row = next(victims)
        other = rng.choice([value for value in FREQUENCIES if value != row.frequency])
        added.append(replace(row, frequency=other))
    for _ in range(traps.quota(90)):
        added.append(next(victims))
        traps.issues["repeated-row", "Datasets"] += 1
    for index in range(unknown):
        stub = stubs[index % len(stubs)]
        row = next(victims)
        frequency = FREQUENCIES[index % len(FREQUENCIES)]
        dataset = datasets[(7 * (index // len(stubs)) + index) % (len(datasets) - 1)]
        added.append(
            replace(
                row,
                version=stub,
                dataset=dataset,
                printed_dataset=dataset.name,
                printed_reference=reference(stub, stub.dars),
                frequency=frequency,
            )
        )
        spellings[dataset.name] = dataset.name
        traps.issues["unknown-reference", "Datasets"] += 1
    for _ in range(traps.quota(6)):
        added.append(replace(next(victims), printed_reference=None))
        traps.issues["missing-reference", "Datasets"] += 1
    traps.laid["dataset-twice-with-other-attributes"] += twice
    traps.laid["blank-legal-basis"] += sum(not row.basis for row in rows)
    traps.laid["reference-without-dars-here-only"] += sum(
        row.printed_reference != reference(row.version, row.version.dars) for row in rows
    )
    traps.laid["dataset-case-variant"] += sum(
        row.printed_dataset not in (row.dataset.name, row.dataset.before) for row in rows
    )
    traps.laid["dataset-older-label"] += sum(row.printed_dataset == row.dataset.before for row in rows)
    traps.laid["legal-basis-list"] += sum(len(row.law) > 2 for row in rows)
    for row in added:
        rows.insert(rng.randrange(len(rows)), row)
    return rows


def name_datasets(
    rng: random.Random, versions: list[Draft], datasets: list[Dataset], count: int
) -> list[tuple[Draft, Dataset, Attributes]]:
    """Give each version its datasets with attributes, the same from version to version but for a few changes."""
    sizes = [min(len(datasets) // 2, 1 + int(rng.lognormvariate(1.2, 0.95))) for _ in versions]
    weights = [1 / (rank + 3) for rank in range(len(datasets))]
    named: list[tuple[Draft, dict[Dataset, Attributes]]] = []
    base, current = "", dict[Dataset, Attributes]()
    for turn, (version, size) in enumerate(zip(versions, sizes, strict=True)):
        if version.base != base:
            picked = dict.fromkeys(rng.choices(datasets, weights, k=size))
            picked[datasets[turn % len(datasets)]] = None
            current, base = {dataset: draw_attributes(rng) for dataset in picked}, version.base
        elif rng.random() < 0.4:
            current = dict(current)
            current[rng.choices(datasets, weights)[0]] = draw_attributes(rng)
            changed = rng.choice(list(current))
            current[changed] = draw_attributes(rng)
        named.append((version, current))
    pairs = [(version, dataset, attributes) for version, current in named for dataset, attributes in current.items()]
    return fit(rng, pairs, versions, datasets, count)


def fit(
    rng: random.Random,
    pairs: list[tuple[Draft, Dataset, Attributes]],
    versions: list[Draft],
    datasets: list[Dataset],
    count: int,
) -> list[tuple[Draft, Dataset, Attributes]]:
    """Add or drop pairs to have exactly `count`, leaving each version and each dataset at least one."""
    have = {(id(version), dataset.name) for version, dataset, _ in pairs}
    while len(pairs) < count:
        version, dataset = rng.choice(versions), rng.choice(datasets)
        if (id(version), dataset.name) not in have:
            have.add((id(version), dataset.name))
            pairs.append((version, dataset, draw_attributes(rng)))
    if len(pairs) > count:
        per_version = Counter(id(version) for version, _, _ in pairs)
        per_dataset = Counter(dataset.name for _, dataset, _ in pairs)
        dropped: set[int] = set()
        for index in rng.sample(range(len(pairs)), len(pairs)):
            if len(pairs) - len(dropped) == count:
                break
            version, dataset, _ = pairs[index]
            if per_version[id(version)] > 1 and per_dataset[dataset.name] > 1:
                per_version[id(version)] -= 1
                per_dataset[dataset.name] -= 1
                dropped.add(index)
        pairs = [pair for index, pair in enumerate(pairs) if index not in dropped]
    place = {id(version): index for index, version in enumerate(versions)}
    return sorted(pairs, key=lambda pair: place[id(pair[0])])


def draw_attributes(rng: random.Random) -> Attributes:
    """Draw type, sensitivity, frequency, legal basis with its paths, and confidentiality."""
    kind = rng.choices(TYPES, (68, 26, 6))[0].format(d=rng.choice("-–-"))
    confidentiality = (
        rng.choice(SUPPORT) if kind == "Identifiable" and rng.random() < 0.6 else rng.choice(OTHER_CONFIDENTIALITY)
    )
    basis, law = draw_basis(rng)
    return kind, rng.choice(SENSITIVITIES), rng.choice(FREQUENCIES), basis, law, confidentiality


def provision(
    rng: random.Random, version: Draft, dataset: Dataset, attributes: Attributes, spellings: dict[str, str]
) -> Provision:
    """Make a row: the reference with or without `DARS-`, the dataset under the label of its time."""
    kind, sensitivity, frequency, basis, law, confidentiality = attributes
    printed = spell_dataset(rng, dataset, version.start)
    spellings[printed.strip()] = dataset.name
    return Provision(
        version,
        dataset,
        other_reference(rng, version, 0.03),
        printed,
        kind,
        sensitivity,
        frequency,
        basis,
        law,
        confidentiality,
    )


def spell_dataset(rng: random.Random, dataset: Dataset, when: date | None) -> str:
    """Print the dataset's label as of that day, sometimes the other one or in another case."""
    label = dataset.before if dataset.before and when and when < RENAMING else dataset.name
    fate = rng.random()
    if fate < 0.02 and dataset.before:
        return dataset.before
    if fate < 0.03:
        return label.upper()
    if fate < 0.04:
        return label.lower()
    return f"{label} " if fate < 0.045 else label


def dataset_cells(row: Provision) -> tuple[Cell, ...]:
    """Give the row of `Datasets`, in the order of DATASETS_HEADER."""
    return (
        row.printed_reference,
        row.printed_dataset,
        row.type_of_data,
        row.sensitivity,
        row.frequency,
        row.basis or None,
        row.confidentiality or None,
    )
