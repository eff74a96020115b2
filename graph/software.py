"""Which software made something: a digest of every file of its packages, which a version number is too coarse for."""

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

__all__ = ["BUILDING", "software_digest"]

BUILDING = ("releasegraph.graph", "releasegraph.ontology", "releasegraph.shapes")
"""Packages that shape a build."""


@cache
def software_digest(*packages: str) -> str:
    """Give the SHA-256 of all files of packages, as they are installed."""
    digest = hashlib.sha256()
    for package in packages:
        for file in _files(files(package)):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _files(folder: Traversable) -> list[Traversable]:
    found: list[Traversable] = []
    for one in sorted(folder.iterdir(), key=lambda one: one.name):
        if one.is_dir():
            found += _files(one) if one.name not in ("__pycache__", "node_modules") else []
        else:
            found.append(one)
    return found
