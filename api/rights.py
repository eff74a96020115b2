"""Under which licence what a page describes is: that of its source, and only where all of it has one."""

from collections.abc import Collection

from releasegraph.graph.authorship import OGL
from releasegraph.graph.generations import Manifest
from releasegraph.graph.vocabulary import RG

__all__ = ["licence_of_thing", "licence_of_whole"]

_OF_ROWS = frozenset({RG.AgreementVersion, RG.DatasetProvision, RG.Release})
"""Classes whose things are rows of a workbook and nothing else."""


def licence_of_whole(manifest: Manifest) -> str | None:
    """Give the licence of all that a graph holds; None where it was built from a third party's pages too."""
    return OGL if {one["kind"] for one in manifest.editions} == {"workbook"} else None


def licence_of_thing(manifest: Manifest, classes: Collection[str], stated: str | None) -> str | None:
    """Give the licence of what a graph says of a thing; `stated` is what it says itself.

    None for a listing, whose words are its author's, and for what is no information: a body, a law, an NHS dataset, of
    which the site has a description and not the data.
    """
    if stated is not None or RG.PageListing in classes:
        return stated
    if RG.Agreement in classes:
        return licence_of_whole(manifest)
    return OGL if _OF_ROWS.intersection(classes) else None
