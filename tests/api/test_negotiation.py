"""Content negotiation: RFC 9110, section 12.5.1."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasegraph.api.negotiation import (
    DOCUMENTS,
    GRAPHS,
    HTML,
    SOLUTIONS,
    Choice,
    NotAcceptableError,
    choose,
    negotiate,
    read_accept,
    remembering,
    split_suffix,
)
from releasegraph.graph.formats import Format

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "offers", "name", "media_type"),
    [
        (None, SOLUTIONS, "json", "application/sparql-results+json"),
        ("", SOLUTIONS, "json", "application/sparql-results+json"),
        ("*/*", SOLUTIONS, "json", "application/sparql-results+json"),
        ("application/json", SOLUTIONS, "json", "application/json"),
        ("Text/CSV", SOLUTIONS, "csv", "text/csv"),
        ("text/*", SOLUTIONS, "xml", "text/xml"),
        ("text/*, text/xml;q=0", SOLUTIONS, "csv", "text/csv"),
        ("text/csv;q=0.5, text/tab-separated-values", SOLUTIONS, "tsv", "text/tab-separated-values"),
        ("text/csv;q=0.5, */*;q=0.1", SOLUTIONS, "csv", "text/csv"),
        ("text/csv, */*", SOLUTIONS, "csv", "text/csv"),
        ("*/*, application/sparql-results+json;q=0.2, application/json;q=0.2", SOLUTIONS, "xml", None),
        (BROWSER, DOCUMENTS, "html", "text/html"),
        (BROWSER, SOLUTIONS, "xml", "application/xml"),
        ("*/*", DOCUMENTS, "html", "text/html"),
        ("text/turtle", DOCUMENTS, "turtle", "text/turtle"),
        ('application/ld+json;profile="http://e.org/#a, b";q=0.9, text/turtle;q=0.8', DOCUMENTS, "jsonld", None),
        ("application/rdf+xml; q=1.000", GRAPHS, "rdfxml", "application/rdf+xml"),
        ("text/turtle;q=0.0, application/n-triples;q=0.001", GRAPHS, "ntriples", None),
        ("nonsense, */html, text/turtle", GRAPHS, "turtle", None),
        ("nonsense", GRAPHS, "turtle", None),
    ],
)
def test_the_format_and_media_type_a_header_asks_for(accept, offers, name, media_type) -> None:
    choice = negotiate(accept, offers)
    assert choice.form.name == name
    assert media_type in (None, choice.media_type)
    assert choice.media_type in choice.form.media_types


@pytest.mark.parametrize("accept", ["image/png", "text/turtle", "*/*;q=0", "application/json;q=0", "text/html"])
def test_none_acceptable_names_the_offer(accept: str) -> None:
    assert choose(accept, SOLUTIONS) is None
    with pytest.raises(NotAcceptableError) as refused:
        negotiate(accept, SOLUTIONS)
    assert refused.value.offered == (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    )


@pytest.mark.parametrize(
    ("path", "stem", "name"),
    [
        ("agreement/x.ttl", "agreement/x", "turtle"),
        ("agreement/x/v4.2.jsonld", "agreement/x/v4.2", "jsonld"),
        ("agreement/x.html", "agreement/x", "html"),
        ("agreement/x/v4.2", "agreement/x/v4.2", None),
        ("agreement/x.trig", "agreement/x.trig", None),
        (".ttl", ".ttl", None),
        ("", "", None),
    ],
)
def test_suffixes(path: str, stem: str, name: str | None) -> None:
    found, form = split_suffix(path)
    assert (found, form.name if form else None) == (stem, name)


def test_what_a_header_chose_is_remembered_unless_that_is_long() -> None:
    asked: list[str | None] = []

    def counted(accept: str | None, offers: Sequence[Format]) -> Choice:
        asked.append(accept)
        return negotiate(accept, offers)

    chosen = remembering(counted, SOLUTIONS)
    long = "text/csv" + " " * 1000
    for accept in (None, "text/csv", long, "text/csv", None, long):
        assert chosen(accept) == negotiate(accept, SOLUTIONS)
    with pytest.raises(NotAcceptableError):
        chosen("image/png")
    assert asked == [None, "text/csv", long, long, "image/png"]


_QUALITIES = st.one_of(st.none(), st.integers(0, 1000).map(lambda n: f"{n / 1000:.3f}"))
_RANGES = st.one_of(
    st.sampled_from(sorted({kind for form in (*DOCUMENTS, *SOLUTIONS) for kind in form.media_types})),
    st.sampled_from(["*/*", "text/*", "application/*", "image/png", "image/*"]),
)
_HEADERS = st.lists(st.tuples(_RANGES, _QUALITIES), min_size=1, max_size=6)


@given(_HEADERS, st.sampled_from([DOCUMENTS, SOLUTIONS, GRAPHS, (HTML,)]))
def test_the_choice_has_the_best_quality_of_all_that_is_offered(elements, offers) -> None:
    header = ", ".join(kind if quality is None else f"{kind};q={quality}" for kind, quality in elements)

    def quality_of(media_type: str) -> float:
        """Work it out again, plainly: the most specific element that covers the type, the best of equals."""
        kind = media_type.partition("/")[0]
        for pattern in (media_type, f"{kind}/*", "*/*"):
            given_here = [
                float(quality or 1) if quality != "0.000" else 0.0 for one, quality in elements if one == pattern
            ]
            if given_here:
                return max(given_here)
        return 0.0

    best = max(quality_of(media_type) for form in offers for media_type in form.media_types)
    choice = choose(header, offers)
    if best == 0:
        assert choice is None
    else:
        assert choice is not None
        assert quality_of(choice.media_type) == best
        assert choice.form in offers


@given(st.text(max_size=200))
def test_any_header_is_read(header: str) -> None:
    for one in read_accept(header):
        assert 0 <= one.quality <= 1
        assert one.type
        assert one.subtype
