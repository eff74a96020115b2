"""A JSON-LD file may refer to contexts in files beside it; none is ever fetched."""

import json
import re
import socket
from pathlib import Path

import pytest
from rdflib import Literal, URIRef

from releasegraph.api.rdf_files import read_rdf
from releasegraph.graph.errors import SourceError

TERMS = {"name": "http://e.org/name", "part": "http://e.org/part"}
NAMED = (URIRef("http://e.org/a"), URIRef("http://e.org/name"), Literal("A"))


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*address: object) -> None:
        raise AssertionError(f"a request to {address}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def document(folder: Path, context: object, **said: object) -> Path:
    file = folder / "data.jsonld"
    file.write_text(json.dumps({"@context": context, "@id": "http://e.org/a", "name": "A", **said}), "utf-8")
    return file


REMOTE = "https://schema.example/context.jsonld"


@pytest.mark.parametrize(
    "context",
    [
        REMOTE,
        "//schema.example/context.jsonld",
        [TERMS, REMOTE],
        {**TERMS, "@import": REMOTE},
        {**TERMS, "part": {"@id": "http://e.org/part", "@context": REMOTE}},
        "by-way-of-a-file.jsonld",
        "file://schema.example/context.jsonld",
    ],
)
def test_a_context_on_the_web_is_refused_by_its_name(tmp_path: Path, context: object) -> None:
    (tmp_path / "by-way-of-a-file.jsonld").write_text(json.dumps({"@context": REMOTE}), "utf-8")
    with pytest.raises(SourceError, match=re.escape("schema.example/context.jsonld")):
        read_rdf(document(tmp_path, context))


def test_a_context_further_down_is_refused_too(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=re.escape(REMOTE)):
        read_rdf(document(tmp_path, TERMS, part=[{"@context": REMOTE, "name": "B"}]))


@pytest.mark.parametrize(
    "context", ["terms.jsonld", ["terms.jsonld", {}], {"@version": 1.1, "@import": "terms.jsonld"}, "./terms.jsonld"]
)
def test_a_context_beside_the_file_is_read(tmp_path: Path, context: object) -> None:
    (tmp_path / "terms.jsonld").write_text(json.dumps({"@context": TERMS}), "utf-8")
    assert set(read_rdf(document(tmp_path, context))) == {NAMED}


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        ('{"@context": "terms.jsonld"}', "it refers to itself"),
        ("{}", "no context is in it"),
        ("[1", "delimiter"),
        (None, "No such file"),
    ],
)
def test_a_file_without_a_context_is_refused(tmp_path: Path, content: str | None, wrong: str) -> None:
    if content is not None:
        (tmp_path / "terms.jsonld").write_text(content, "utf-8")
    with pytest.raises(SourceError, match=rf"terms\.jsonld.*{wrong}"):
        read_rdf(document(tmp_path, "terms.jsonld"))


def test_what_imports_several_contexts_is_refused(tmp_path: Path) -> None:
    (tmp_path / "terms.jsonld").write_text(json.dumps({"@context": [TERMS, {}]}), "utf-8")
    with pytest.raises(SourceError, match="one object"):
        read_rdf(document(tmp_path, {"@import": "terms.jsonld"}))


def test_a_context_in_the_file_itself_stays(tmp_path: Path) -> None:
    assert set(read_rdf(document(tmp_path, TERMS))) == {NAMED}


def test_what_is_nested_too_deeply_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "data.jsonld"
    file.write_text('{"http://e.org/p": ' + "[" * 900 + "]" * 900 + f', "@context": "{REMOTE}"}}', "utf-8")
    with pytest.raises(SourceError, match="nested too deeply"):
        read_rdf(file)
