"""Have CKAN's harvester take the whole catalogue, and say which part of its time it waited for us.

`python tests/benchmarks/portals.py [--full] [--store DIR]` serves a store and runs ckanext-dcat's own harvester on it
(`tests/harvest/install.py` installs it) with every profile and serialisation. The rest of its time goes to parsing with
rdflib, to its profile, and to its database, here SQLite in memory: with PostgreSQL, our part is smaller still.
"""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from deployment import deployed
from stores import arguments, register_store

from releasegraph.graph.generations import open_store

__all__ = ["main"]

HARVEST = Path(__file__).resolve().parents[1] / "harvest"
CKAN = HARVEST.parents[1] / ".venv/harvest/ckan/bin/python"
PROFILES = ("euro_dcat_ap_3", "euro_dcat_ap_2", "euro_health_dcat_ap", "dcat_us_3")
HEAD = "| profile | format | datasets | pages | kB | s | waited for us, s | % |\n|---|---|--:|--:|--:|--:|--:|--:|"
SUFFIXES = (".ttl", ".jsonld", ".rdf", ".nt")


def harvests(base: str, port: int) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Harvest with each profile and serialisation, each twice: the second time counts."""
    # the catalogue leads to addresses under its base: the client takes the server for a proxy that knows them
    environment = os.environ | {"http_proxy": f"http://127.0.0.1:{port}", "no_proxy": ""}
    command = (CKAN, "-W", "ignore", HARVEST / "ckan_client.py")
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as client:
        assert client.stdin is not None
        assert client.stdout is not None
        for profile in PROFILES:
            for suffix in SUFFIXES:
                answer: dict[str, Any] = {}
                for _ in range(2):
                    client.stdin.write(json.dumps({"url": f"{base}catalog{suffix}", "profile": profile}) + "\n")
                    client.stdin.flush()
                    answer = json.loads(client.stdout.readline())
                yield profile, suffix, answer


def main(words: list[str] | None = None) -> None:
    """Run the command line."""
    given = arguments(__doc__).parse_args(words)
    if not CKAN.is_file():
        raise SystemExit("CKAN's harvester is not installed: python tests/harvest/install.py")
    with register_store(given) as store:
        opened = open_store(store)
        opened.store.close()
        base = opened.base.replace("https:", "http:")
        with deployed(store) as server:
            print(HEAD)
            for profile, suffix, answer in harvests(base, server.port):
                if answer["errors"]:
                    raise SystemExit("\n".join(answer["errors"]))
                pages, seconds, waited = answer["pages"], answer["seconds"], answer["waited"]
                size = sum(page["bytes"] for page in pages) / 1000
                print(
                    f"| {profile} | {suffix} | {len(answer['datasets']):,} | {len(pages)} | {size:,.0f} "
                    f"| {seconds:.2f} | {waited:.3f} | {100 * waited / seconds:.1f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
