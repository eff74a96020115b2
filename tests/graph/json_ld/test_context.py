"""A version of the context that was published stays as it is."""

from hashlib import sha256

import pytest

from releasegraph.graph.json_ld.context import VERSIONS, context_bytes

PUBLISHED = {1: "495f5e2a2be5d31e8ae4cd8a1ded118289cf76315adfa4d2fb52d4732407d9f4"}
"""Version of the context to the SHA-256 of its document, for ever."""


@pytest.mark.parametrize("version", VERSIONS)
def test_a_published_version_never_changes(version: int) -> None:
    assert version in PUBLISHED, f"write down here which bytes v{version} promises"
    digest = sha256(context_bytes(version)).hexdigest()
    assert digest == PUBLISHED[version], (
        f"v{version} is kept by clients for ever, and documents written with it mean what it said: "
        f"publish v{max(VERSIONS) + 1} instead"
    )


def test_no_published_version_leaves() -> None:
    assert set(PUBLISHED) <= set(VERSIONS)
