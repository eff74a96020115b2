"""RDF files are read by their suffix, and refused with the line."""

from pathlib import Path

import pytest
from rdflib import URIRef

from releasegraph.api.rdf_files import is_rdf, read_rdf
from releasegraph.graph.errors import SourceError

LINE = '<http://e.org/a> <http://e.org/b> "é" .\n'
XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e.org/">'
GOOD = {
    "a.ttl": LINE,
    "a.nt": LINE,
    "a.nq": LINE.replace(" .", " <http://e.org/g> ."),
    "a.trig": f"<http://e.org/g> {{ {LINE} }}",
    "a.jsonld": '{"@id": "http://e.org/a", "http://e.org/b": "é"}',
    "a.rdf": f'{XML}<rdf:Description rdf:about="http://e.org/a"><e:b>é</e:b></rdf:Description></rdf:RDF>',
    "a.OWL": f'{XML}<rdf:Description rdf:about="http://e.org/a"><e:b>é</e:b></rdf:Description></rdf:RDF>',
}


@pytest.mark.parametrize("name", GOOD)
def test_a_file_is_read_by_its_suffix(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(GOOD[name], "utf-8")
    graph = read_rdf(tmp_path / name)
    assert [(subject, str(value)) for subject, _, value in graph] == [(URIRef("http://e.org/a"), "é")]
    assert is_rdf(tmp_path / name)


@pytest.mark.parametrize("name", ["a.ttl", "a.nt", "a.nq", "a.trig"])
def test_an_empty_file_has_no_triples(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    assert len(read_rdf(tmp_path / name)) == 0


@pytest.mark.parametrize(
    ("name", "content", "wrong"),
    [
        ("a.ttl", LINE * 2 + "<http://e.org/a> oops .\n", "line 3"),
        ("a.trig", LINE * 2 + "<http://e.org/a> oops .\n", "line 3"),
        ("a.nt", LINE * 4 + "<http://e.org/a> oops .\n" + LINE * 9 + "oops", ": line 5: not nt: "),
        ("a.nq", "oops\n" + LINE, ": line 1: not nquads: "),
        ("a.nt", LINE * 3 + "oops", ": line 4: not nt: "),
        ("a.jsonld", '{"@id": "http://e.org/a",\n "b": }', "line 2"),
        ("a.rdf", f"{XML}\n<a>", ":2:"),
    ],
)
def test_what_does_not_parse_is_refused_with_its_line(tmp_path: Path, name: str, content: str, wrong: str) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(SourceError) as refused:
        read_rdf(tmp_path / name)
    assert str(refused.value).startswith(str(tmp_path / name))
    assert wrong in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "content", "wrong"),
    [
        ("a.ttl", LINE.encode() + b"\xff", "line 2, byte 42: byte 0xff is no utf-8 text"),
        ("a.csv", b"", "not an RDF file; expected one of .ttl,"),
    ],
)
def test_what_is_no_rdf_is_refused(tmp_path: Path, name: str, content: bytes, wrong: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError, match=wrong):
        read_rdf(tmp_path / name)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        read_rdf(tmp_path / "a.ttl")
