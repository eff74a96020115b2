"""Stores to measure on, and the arguments every benchmark of the server has."""

import argparse
import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from generate import generate

from releasegraph.graph.build import build

__all__ = ["MODEST", "arguments", "example_store", "register_store"]

MODEST = 0.1
"""Scale of the generated register where nothing else is asked for; 1 is the real one's."""


def arguments(about: str | None) -> argparse.ArgumentParser:
    """Give a parser of what all have: which store, how large, how thorough."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", type=Path, help="a store's folder; else one is built from a generated register")
    parser.add_argument("--scale", type=float, help=f"size of the generated register ({MODEST}; 1 with --full)")
    parser.add_argument("--full", action="store_true", help="the full size and the full numbers")
    return parser


@contextlib.contextmanager
def register_store(given: argparse.Namespace) -> Iterator[Path]:
    """Give the store asked for, or build one from a generated register."""
    if given.store:
        yield given.store
        return
    with tempfile.TemporaryDirectory() as folder:
        workbook = Path(folder, "datausesregister_september2026.xlsx")
        generate(workbook, scale=given.scale or (1.0 if given.full else MODEST))
        build([workbook], Path(folder, "store"))
        yield Path(folder, "store")


@contextlib.contextmanager
def example_store() -> Iterator[Path]:
    """Build the examples' sources."""
    with tempfile.TemporaryDirectory() as folder:
        build([Path(__file__).resolve().parents[2] / "examples" / "sources"], Path(folder, "store"))
        yield Path(folder, "store")
