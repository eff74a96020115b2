"""The traps of the register: each built, and each an issue at its place."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib.term import Identifier

from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.fields import columns
from releasegraph.graph.identifiers import Identifiers
from releasegraph.graph.vocabulary import PREFIXES, RG

from .sources.registers import (
    BASE,
    agreement,
    as_lines,
    assembled,
    dataset,
    issues_of,
    loaded,
    release,
    save_workbook,
)

IDS = Identifiers(BASE)


def other(**cells: Any) -> Mapping[str, Any]:
    """Give a row of `Agreements` for another version."""
    return agreement(reference="NIC-2-BB-v1", **cells)


def one(store: EmbeddedStore, subject: Identifier, term: str) -> str:
    ((_, _, value, _),) = store.quads(str(subject), term)
    return str(value)


@pytest.mark.parametrize(
    ("sheet", "row", "kind", "column"),
    [
        ("Agreements", other(start_date="31/02/2023"), "unreadable-date", "DSA Start Date"),
        ("Agreements", other(end_date="n/a"), "unreadable-date", "DSA End Date"),
        ("Agreements", other(end_date=date(2020, 1, 1)), "reversed-term", "DSA End Date"),
        ("Agreements", other(sublicensing="Yes, No"), "contradiction", "Does Sublicensing Apply"),
        ("Agreements", other(commercial="Maybe"), "unlisted-value", "For Commercial Purposes"),
        ("Agreements", other(organisation_type="Guild"), "unlisted-value", "Applicant Organisation Type"),
        ("Agreements", other(controllership="Both"), "unlisted-value", "Sole/Joint Data Controller"),
        ("Agreements", other(data_controllers="Alpha, Beta"), "unsplit-controllers", "Data Controller(s)"),
        ("Agreements", agreement(reference=None), "missing-reference", "Reference Number"),
        ("Agreements", agreement(reference="see above"), "malformed-reference", "Reference Number"),
        ("Agreements", agreement(reference="a<b> {c}"), "malformed-reference", "Reference Number"),
        ("Agreements", other(title="a\x02b"), "control-character", "Application Title"),
        ("Agreements", other(title="<b>x</b>"), "markup", "Application Title"),
        ("Agreements", other(title="=A1"), "formula", "Application Title"),
        ("Agreements", other(objective="x" * 32_767), "cell-limit", "Objective for Processing"),
        ("Agreements", agreement(), "repeated-row", "Reference Number"),
        ("Agreements", agreement(title="other"), "repeated-reference", "Reference Number"),
        ("Datasets", dataset(), "repeated-row", "Dataset"),
        ("Datasets", dataset(dataset=None), "blank-name", "Dataset"),
        ("Datasets", dataset(reference="NIC-9-ZZ-v1"), "unknown-reference", "Reference Number"),
        ("Datasets", dataset(reference=None), "missing-reference", "Reference Number"),
        ("Datasets", dataset(frequency="Some time"), "unlisted-value", "Frequency"),
        ("Datasets", dataset(legal_basis="Other Regulatons"), "unresolved-law", columns("Datasets")["legal_basis"]),
        ("DataReleases", release(), "repeated-row", "File Reference"),
        ("DataReleases", release(opt_outs="Y"), "repeated-file-reference", "File Reference"),
        ("DataReleases", release(file_reference=None), "missing-file-reference", "File Reference"),
        ("DataReleases", release(file_reference="F2", reference=None), "missing-reference", "Reference Number"),
        ("DataReleases", release(file_reference="F2", reference="NIC-9-ZZ"), "unknown-reference", "Reference Number"),
        ("DataReleases", release(file_reference="F2", dataset="Unheard of"), "unlisted-dataset", "Dataset"),
        ("DataReleases", release(file_reference="F2", dataset=None), "blank-name", "Dataset"),
        ("DataReleases", release(file_reference="F2", release_month="?"), "unreadable-month", "Month File Released"),
        ("DataReleases", release(file_reference="F2", release_month=None), "missing-field", "Month File Released"),
        ("DataReleases", release(file_reference="F2", opt_outs="??"), "unlisted-value", "Patient Opt-Outs Applied"),
    ],
)  # fmt: skip
def test_a_trap_is_an_issue_at_its_cell_and_the_rest_is_built(
    tmp_path: Path, sheet: str, row: Any, kind: str, column: str
) -> None:
    sheets = {"Agreements": [agreement()], "Datasets": [dataset()], "DataReleases": [release()]}
    (tmp_path / "plain").mkdir()
    plain = set(as_lines(assembled(save_workbook(tmp_path / "plain", *sheets.values()))[1]))
    assert issues_of(save_workbook(tmp_path / "plain", *sheets.values())) == []
    sheets[sheet] = [*sheets[sheet], row]
    path = save_workbook(tmp_path, *sheets.values())
    assert (kind, f"2026-09/{sheet}/3", column) in [found[:3] for found in issues_of(path)]
    # but for what counts and compares rows, what was built without the row is built with it
    moving = (RG.sha256, RG.versionOrder, RG.latestVersion)
    lost = {line for line in plain - set(as_lines(assembled(path)[1])) if not any(term in line for term in moving)}
    assert lost == set()


def test_a_reference_that_agreements_lacks_is_a_stub_with_its_records(tmp_path: Path) -> None:
    store = loaded(
        save_workbook(
            tmp_path,
            datasets=[dataset(), dataset(reference="NIC-9-ZZ-v1")],
            releases=[
                release(),
                release(file_reference="F2", reference="NIC-9-ZZ-v1"),
                release(file_reference="F3", reference="NIC-8-YY"),
            ],
        )
    )
    stubs = {
        str(subject).removeprefix(f"{BASE}id/agreement/"): sorted(
            str(record).removeprefix(f"{BASE}id/record/") for _, _, record, _ in quads
        )
        for subject, _, _, _ in store.quads(None, RG.stub)
        for quads in [store.quads(str(subject), RG.recordedIn)]
    }
    assert stubs == {
        "DARS-NIC-9-ZZ": [],
        "DARS-NIC-9-ZZ/v1": ["2026-09/DataReleases/3", "2026-09/Datasets/3"],
        "DARS-NIC-8-YY": [],
        "DARS-NIC-8-YY/v-unnumbered": ["2026-09/DataReleases/4"],
    }
    assert sum(1 for _ in store.quads(None, RG.underVersion)) == 3


def test_versions_of_an_agreement_are_ordered_by_number(tmp_path: Path) -> None:
    printed = ["NIC-5-EE-v4.10", "DARS-NIC-5-EE-v4.9", "NIC-5-EE", "nic-5-ee-v10.0"]
    store = loaded(save_workbook(tmp_path, [agreement(reference=words) for words in printed], [], []))
    agreement_iri = f"{BASE}id/agreement/DARS-NIC-5-EE"
    orders = {str(s).rpartition("/")[2]: str(o) for s, _, o, _ in store.quads(None, RG.versionOrder)}
    assert orders == {"v-unnumbered": "1", "v4.9": "2", "v4.10": "3", "v10.0": "4"}
    assert one(store, rdflib.URIRef(agreement_iri), RG.latestVersion) == f"{agreement_iri}/v10.0"


def test_provisions_of_one_dataset_with_other_attributes_are_numbered_in_order(tmp_path: Path) -> None:
    rows_of = [dataset(frequency="One-Off"), dataset(frequency="Monthly"), dataset(frequency="One-Off")]
    store = loaded(save_workbook(tmp_path, datasets=rows_of))
    found = {
        str(s).rpartition("provision/")[2]: (
            sorted(str(o).rpartition("/")[2] for _, _, o, _ in store.quads(str(s), RG.recordedIn)),
            one(store, s, RG.frequency).rpartition("/")[2],
        )
        for s, _, _, _ in store.quads(None, RG.provisionOf)
    }
    name = "hospital-episode-statistics-critical-care-hes-critical-care"
    assert found == {name: (["3"], "monthly"), f"{name}/2": (["2", "4"], "one-off")}


def test_merged_spellings_are_kept_and_each_merge_is_stated(tmp_path: Path) -> None:
    names = ["Acme Ltd", "ACME LIMITED", "Acme Limited", "Acme Limited"]
    rows_of = [agreement(reference=f"NIC-{n}-AA", applicant=name) for n, name in enumerate(names, 1)]
    store = loaded(save_workbook(tmp_path, rows_of, [], []))
    body = f"{BASE}id/organisation/acme-limited"
    skos = PREFIXES["skos"]
    assert one(store, rdflib.URIRef(body), f"{skos}prefLabel") == "Acme Limited"
    assert {str(o) for _, _, o, _ in store.quads(body, f"{skos}altLabel")} == {"Acme Ltd", "ACME LIMITED"}
    merges = {
        one(store, s, RG.spelling): one(store, s, RG.mergeRule).rpartition("/")[2]
        for s, _, _, _ in store.quads(None, RG.mergedInto, rdflib.URIRef(body))
    }
    assert merges == {"Acme Ltd": "limited", "ACME LIMITED": "same-letters"}
    assert {str(o) for _, _, o, _ in store.quads(None, RG.applicantText)} == set(names)
