"""Run every benchmark of the server on one store.

`python tests/benchmarks/serve.py [--full] [--store DIR] [--only NAME...]` builds a generated register once, a tenth of
the real one's size or with --full all of it, and runs each. What is not installed (Virtuoso, `oxigraph`, `wrk`,
Schemathesis) is left out with a line that says so.
"""

import contextlib
import importlib

from stores import arguments, register_store

__all__ = ["ON_THE_EXAMPLES", "ON_THE_REGISTER", "main"]

ON_THE_REGISTER = ("asking", "points", "streaming", "pages", "harvest", "runaways", "crawl", "portals", "publish")
ON_THE_EXAMPLES = ("fuzz",)


def main(words: list[str] | None = None) -> None:
    """Run the command line."""
    parser = arguments(__doc__)
    parser.add_argument("--only", nargs="+", choices=(*ON_THE_REGISTER, *ON_THE_EXAMPLES), help="run these alone")
    given = parser.parse_args(words)
    full = ["--full"] if given.full else []
    with register_store(given) as store:
        for name in given.only or (*ON_THE_REGISTER, *ON_THE_EXAMPLES):
            print(f"\n## {name}\n", flush=True)
            where = ["--store", str(store)] if name in ON_THE_REGISTER else []
            with contextlib.suppress(SystemExit):
                importlib.import_module(name).main([*full, *where])


if __name__ == "__main__":
    main()
