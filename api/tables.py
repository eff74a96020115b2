"""Results as tables for people: a terminal's width where there is one, whole values in a pipe."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TextIO

from rdflib.term import Identifier, Literal, URIRef
from rich.console import Console
from rich.table import Table

from releasegraph.graph.generations import Manifest
from releasegraph.graph.store import Solutions
from releasegraph.graph.vocabulary import PREFIXES

__all__ = ["counts_json", "print_solutions", "print_statistics", "short_term"]

_PIPE_WIDTH = 10_000


def short_term(term: Identifier | None, base: str) -> str:
    """Give a term as people read it: a prefixed name, a path under the base, or the bare value of a literal."""
    if term is None:
        return ""
    if isinstance(term, Literal):
        return str(term)
    value = str(term)
    if value.startswith(base):
        return value.removeprefix(base)
    for prefix, namespace in PREFIXES.items():
        if value.startswith(namespace):
            return f"{prefix}:{value.removeprefix(namespace)}"
    return f"<{value}>" if isinstance(term, URIRef) else f"_:{value}"


def print_solutions(solutions: Solutions, base: str, out: TextIO) -> None:
    """Print the solutions of a SELECT as a table with a line that counts them."""
    rows = [[short_term(solution.get(name), base) for name in solutions.variables] for solution in solutions]
    _print_table(solutions.variables, rows, out)
    out.write(f"{len(rows)} solution{'' if len(rows) == 1 else 's'}\n")


def print_statistics(manifest: Manifest, out: TextIO) -> None:
    """Print what a graph holds, from which editions, and the issues met, by kind."""
    _print_table(("what", "number"), [[name.replace("_", " "), f"{n:,}"] for name, n in manifest.counts.items()], out)
    _print_table(
        ("edition", "kind", "file", "SHA-256"),
        [[one["name"], one["kind"], one["file"], one["sha256"][:16]] for one in manifest.editions],
        out,
    )
    if manifest.issues:
        _print_table(("issue", "number"), [[kind, f"{n:,}"] for kind, n in manifest.issues.items()], out)


def _print_table(columns: Sequence[str], rows: Iterable[Sequence[str]], out: TextIO) -> None:
    console = Console(file=out, width=None if out.isatty() else _PIPE_WIDTH, highlight=False, markup=False)
    table = Table(*columns, box=None, pad_edge=False, show_edge=False)
    for row in rows:
        table.add_row(*row)
    console.print(table)


def counts_json(manifest: Manifest) -> Mapping[str, object]:
    """Give what `stats --format json` prints: the counts, then issues by kind, editions and base."""
    return {
        **manifest.counts,
        "issues_by_kind": dict(manifest.issues),
        "edition_list": [dict(one) for one in manifest.editions],
        "base": manifest.base,
    }
