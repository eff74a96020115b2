"""Settings shared by every test."""

import os
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of shared material, or skip: the project also passes alone."""
    folder = Path(os.environ.get("RELEASEGRAPH_SHARED", PROJECT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"no shared material at {folder}; set RELEASEGRAPH_SHARED to run this test")
    return folder
