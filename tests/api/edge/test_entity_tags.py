"""Entity tags: one for each question, however it is asked."""

import pytest
from starlette.types import Scope

from releasegraph.api.edge.entity_tags import entity_tag

from .asking import scope_of


def _tag(scope: Scope, revision: str = "one", body: bytes | None = None) -> bytes:
    return entity_tag(revision, scope, dict(scope["headers"]), body)


@pytest.mark.parametrize(
    "other",
    [
        scope_of("/y"),
        scope_of("/x/"),
        scope_of("/x%20"),
        scope_of(root="/graph"),
        {**scope_of(), "query_string": b"a=b"},
        scope_of(accept="text/html"),
        scope_of(accept_encoding="gzip"),
    ],
)
def test_other_questions_have_other_tags(other: Scope) -> None:
    assert _tag(other) != _tag(scope_of())


@pytest.mark.parametrize(
    ("one", "same"),
    [
        (scope_of(method="HEAD"), scope_of()),
        (scope_of(accept="*/*"), scope_of()),
        (scope_of(accept="text/html , text/Turtle;q=0.50"), scope_of(accept="text/turtle;q=0.5,text/html")),
        (scope_of(accept_encoding="gzip, deflate"), scope_of(accept_encoding="gzip;q=0.9")),
        (scope_of(accept_encoding="deflate"), scope_of()),
        (scope_of(accept_encoding="gzip", range="bytes=0-"), scope_of()),
        (scope_of(user_agent="a"), scope_of(user_agent="b")),
    ],
)
def test_the_same_question_has_the_same_tag(one: Scope, same: Scope) -> None:
    assert _tag(one) == _tag(same)


def test_a_body_cannot_stand_for_other_fields() -> None:
    assert _tag(scope_of(), body=b"a\nb") != _tag(scope_of(content_type="a"), body=b"b")
