"""Errors pass through context managers as themselves."""

import contextlib
from collections.abc import Iterator

import pytest

from releasegraph.graph.errors import IssuesFoundError, QueryError, ReleasegraphError, SourceError, StoreError


@contextlib.contextmanager
def _anything() -> Iterator[None]:
    yield


@pytest.mark.parametrize(
    "error",
    [
        SourceError("book.xlsx", "Agreements", "no such sheet"),
        StoreError("no store here"),
        QueryError("not a query", 1, 2),
        IssuesFoundError(3, "a bad date"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_leaves_a_context_manager_unchanged(error: ReleasegraphError) -> None:
    with pytest.raises(type(error)) as caught, _anything():
        raise error
    assert caught.value is error
    assert str(caught.value) == str(error)
