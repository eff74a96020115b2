"""Compare results with TopBraid SHACL's on graphs and shapes made by chance.

`python tests/benchmarks/topbraid.py [--seeds 300]`: all seeds in one run of it, each in a namespace of its own
(`python tests/benchmarks/topbraid_program.py` installs it). Language tags are compared in lower case. Of what is left,
TopBraid 1.5 is known to find nothing by sh:class and sh:equals at focus nodes that are literals; and to name the value
node as the focus node where a property shape is closed, so that there focus nodes are not compared. The specification
settles these in `tests/graph/shacl/cases`.
"""

import argparse
import logging
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import rdflib
from rdflib import BNode, Graph, URIRef
from rdflib.term import Identifier
from shapes_by_chance import EX, counted, generate
from topbraid_program import command

from releasegraph.graph.shacl import GraphData, compile_shapes, validate

Results = dict[str, Counter[tuple[str, ...]]]
"""Results by the seed their shape is of."""


def combined(seeds: range) -> tuple[Graph, Graph]:
    """Put the graphs of all seeds into one of data and one of shapes."""
    data, shapes = Graph(), Graph()
    for seed in seeds:
        for whole, part in zip((data, shapes), generate(seed), strict=True):
            for triple in part:
                subject, predicate, value = (_moved(term, seed) for term in triple)  # type: ignore[arg-type]
                whole.add((subject, predicate, value))
    return data, shapes


def _moved(term: Identifier, seed: int) -> Identifier:
    if isinstance(term, URIRef) and term.startswith(str(EX)):
        return EX[f"{seed}/{term.removeprefix(str(EX))}"]
    return BNode(f"s{seed}{term}") if isinstance(term, BNode) else term


def by_topbraid(data: Graph, shapes: Graph) -> Graph:
    """Validate with TopBraid's own program."""
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder, "data.nt"), Path(folder, "shapes.nt")
        for file, graph in zip(files, (data, shapes), strict=True):
            graph.serialize(file, format="nt", encoding="utf-8")
        done = subprocess.run(command(*files), capture_output=True, check=False)
    return Graph().parse(data=done.stdout, format="turtle")


def by_seed(report: Graph) -> Results:
    """Sort results by seed, as both engines can be compared."""
    found: defaultdict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for result, number in counted(report).items():
        found[result[3].removeprefix(f"<{EX}").partition("/")[0]][tuple(_comparable(result))] += number
    return dict(found)


def _comparable(result: tuple[str, ...]) -> Iterator[str]:
    focus, *others = (re.sub(r"^_:\w+$", "_", re.sub(r"@[\w-]+$", lambda tag: tag[0].lower(), term)) for term in result)
    yield "" if "Closed" in result[2] else focus
    yield from others


def main() -> int:
    """Compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=300)
    seeds = range(parser.parse_args().seeds)
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # it tells of each ill-formed literal
    rdflib.NORMALIZE_LITERALS = False
    data, shapes = combined(seeds)
    theirs = by_seed(by_topbraid(data, shapes))
    ours = by_seed(validate(GraphData(data), compile_shapes(shapes)).graph())
    differing = sorted((seed for seed in ours.keys() | theirs.keys() if ours.get(seed) != theirs.get(seed)), key=int)
    print(f"{len(seeds) - len(differing)} of {len(seeds)} give the same results")
    for seed in differing:
        one, other = ours.get(seed, Counter()), theirs.get(seed, Counter())
        for name, more in (("we", one - other), ("TopBraid", other - one)):
            for result in more:
                print(f"seed {seed}: only {name}: {' '.join(result)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
