"""A small store, written by hand, behind the application."""

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from releasegraph.api import command_line
from releasegraph.api.application import create_application
from releasegraph.api.settings import Settings
from releasegraph.graph.build import build
from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.generations import Manifest, building, swap
from releasegraph.graph.search.folder import write_search
from releasegraph.graph.search.notes import Notes

BASE = "http://data.example.org/"
NASTY = "Trust <script>alert(1)</script> ]]> \" ' & Söhne"
COPIES = 300
"""Versions that name the dataset: more than one page gives per property."""


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _nquads() -> str:
    """Give one agreement with versions, a body with a hostile name, a dataset, law, records, and the other graphs."""
    prefixes = {
        "b": BASE,
        "rg": "https://w3id.org/releasegraph#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "dct": "http://purl.org/dc/terms/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "law": "http://www.legislation.gov.uk/id/",
        "owl": "http://www.w3.org/2002/07/owl#",
        "sh": "http://www.w3.org/ns/shacl#",
    }

    def term(written: str) -> str:
        if written.startswith('"'):
            text, _, kind = written.rpartition('"')
            datatype = f"^^{term(kind[2:])}" if kind.startswith("^^") else kind
            return f'"{_escaped(text[1:])}"{datatype}'
        prefix, _, rest = written.partition(":")
        return f"<{prefixes[prefix]}{rest}>"

    agreement = "b:id/agreement/DARS-NIC-1-A"
    version = f"{agreement}/v4.2"
    body, dataset, record = "b:id/organisation/nhs-söhne", "b:id/dataset/hes", "b:id/record/2026-09/Agreements/2"
    statements = [
        (agreement, "rdf:type", "rg:Agreement", ""),
        (agreement, "rdfs:label", '"DARS-NIC-1-A"', ""),
        (agreement, "rg:hasVersion", version, ""),
        (version, "rdf:type", "rg:AgreementVersion", ""),
        (version, "rdfs:label", '"DARS-NIC-1-A-v4.2"', ""),
        (version, "rg:reference", '"DARS-NIC-1-A-v4.2"', ""),
        (version, "rg:versionOf", agreement, ""),
        (version, "dct:title", '"Study of\nlong stays"', ""),
        (version, "rg:startDate", '"2026-01-01"^^xsd:date', ""),
        (version, "rg:commercialPurpose", '"false"^^xsd:boolean', ""),
        (version, "rg:dataController", body, ""),
        (version, "rg:dataset", dataset, ""),
        (version, "rg:reliesOn", "law:ukpga/2012/7/section/261", ""),
        (version, "rg:recordedIn", record, ""),
        (version, "rg:startDate", '"2025-01-01"^^xsd:date', "b:graph/edition/2026-08"),
        (body, "rdf:type", "rg:Organisation", ""),
        (body, "rdfs:label", f'"{NASTY}"', ""),
        (body, "skos:prefLabel", f'"{NASTY}"', ""),
        (body, "skos:altLabel", '"SÖHNE TRUST"', ""),
        (dataset, "rdf:type", "rg:Dataset", ""),
        (dataset, "rdfs:label", '"Hospital Episode Statistics"', ""),
        ("law:ukpga/2012/7/section/261", "rdf:type", "rg:StatutoryProvision", ""),
        ("law:ukpga/2012/7/section/261", "rdfs:label", '"section 261"', ""),
        ("law:ukpga/2012/7/section/261", "dct:isPartOf", "law:ukpga/2012/7", ""),
        ("b:id/release/FILE%20%C3%A9.ttl", "rdf:type", "rg:Release", ""),
        ("b:id/release/FILE%20%C3%A9.ttl", "rg:fileReference", '"FILE é.ttl"', ""),
        (record, "rdf:type", "rg:SourceRecord", ""),
        (record, "rg:inEdition", "b:id/edition/2026-09", ""),
        (record, "rg:sheet", '"Agreements"', ""),
        (record, "rg:row", '"2"^^xsd:integer', ""),
        (record, "rg:text", '"page\x0cbreak"', ""),
        ("b:id/edition/2026-09", "rdf:type", "rg:RegisterEdition", ""),
        ("b:id/edition/2026-09", "rg:sourceFile", '"register9.xlsx"', ""),
        ("b:id/concept/issue-kind/bad-date", "skos:prefLabel", '"Bad date"', ""),
        ("rg:dataController", "rdf:type", "owl:ObjectProperty", "b:graph/ontology"),
        ("rg:dataController", "rdfs:label", '"data controller"@en', "b:graph/ontology"),
        ("b:id/report/1", "rdf:type", "sh:ValidationReport", "b:graph/validation"),
    ]
    for number in range(COPIES):
        copy = f"b:id/agreement/DARS-NIC-{number + 100}-B/v1.0"
        statements += [(copy, "rdf:type", "rg:AgreementVersion", ""), (copy, "rg:dataset", dataset, "")]
    return "".join(
        " ".join(term(part) for part in statement if part) + " .\n" for statement in dict.fromkeys(statements)
    )


@pytest.fixture(scope="session")
def base() -> str:
    """Give the base of the graph's IRIs, which is not where the tests' client asks."""
    return BASE


@pytest.fixture(scope="session")
def nasty() -> str:
    """Give the label with which the graph tries to break out of markup."""
    return NASTY


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of the store."""
    place = tmp_path_factory.mktemp("served") / "store"
    nquads = _nquads()
    with building(place) as workplace:
        store = EmbeddedStore.create(workplace / "engine")
        store.load(nquads.encode())
        store.finish()
        write_search(Notes.of(store), BASE, workplace)
        del store
        default = sum(" <http://data.example.org/graph/" not in line for line in nquads.rstrip("\n").split("\n"))
        swap(
            place,
            workplace,
            Manifest(
                BASE,
                tuple(
                    {
                        "name": f"2026-{month:02}",
                        "kind": "workbook",
                        "file": f"register{month}.xlsx",
                        "sha256": "0" * 64,
                    }
                    for month in (8, 9)
                ),
                {"triples": default, "agreements": 1, "agreement_versions": COPIES + 1},
                {"bad-date": 3, "unknown-reference": 5},
            ),
        )
    return place


@pytest.fixture(scope="session")
def application(folder: Path) -> FastAPI:
    """Give the application over the store."""
    return create_application(folder, Settings())


@pytest.fixture(scope="session")
def client(application: FastAPI) -> Iterator[TestClient]:
    """Give a client that follows no redirect and hides no error."""
    with TestClient(application, follow_redirects=False) as one:
        yield one


@pytest.fixture(scope="session")
def examples_client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Give a client of an application over the examples' sources, built."""
    place = tmp_path_factory.mktemp("examples") / "store"
    build([Path(__file__).resolve().parents[2] / "examples" / "sources"], place)
    with TestClient(create_application(place, Settings()), follow_redirects=False) as one:
        yield one


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, list[str]]]:
    """Give a function that runs the command line; it gives exit code, standard output and lines of standard error."""

    def run_line(*words: object) -> tuple[int, str, list[str]]:
        monkeypatch.setattr(sys, "argv", ["releasegraph", *map(str, words)])
        with pytest.raises(SystemExit) as left:
            command_line.main()
        code = left.value.code
        found = capsys.readouterr()
        return (code if isinstance(code, int) else 0 if code is None else 1), found.out, found.err.splitlines()

    return run_line


def _processes(runtime: Path) -> dict[int, int]:
    """Give the fork servers and workers that live by a folder's sockets, each with its parent."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if f"{runtime}/".encode() in (process / "cmdline").read_bytes():
                found[int(process.name)] = int((process / "stat").read_text().rpartition(")")[2].split()[1])
    return found


def _busy(runtime: Path) -> int:
    """Count the workers by a folder's sockets that take their time: a thread of theirs has stepped back."""
    found = 0
    for process in _processes(runtime):
        with contextlib.suppress(OSError):
            threads = [int(thread.name) for thread in Path(f"/proc/{process}/task").iterdir()]
            found += any(os.getpriority(os.PRIO_PROCESS, thread) > 0 for thread in threads)
    return found


@pytest.fixture(scope="session")
def processes() -> Callable[[Path], dict[int, int]]:
    """Give a function that finds the processes of a folder of sockets: number to parent's."""
    return _processes


@pytest.fixture(scope="session")
def busy() -> Callable[[Path], int]:
    """Give a function that counts the workers of a folder of sockets that take their time."""
    return _busy
