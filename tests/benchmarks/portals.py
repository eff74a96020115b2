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
HEAD = "| | pages | profile | datasets | pages | kB | s | waited for us, s | % |\n|---|---|---|--:|--:|--:|--:|--:|--:|"
SUFFIXES = (".ttl", ".jsonld", ".rdf", ".nt")


def harvests(base: str, port: int) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Harvest in each serialisation with each profile: the first has the pages made, the others find them kept."""
    # the catalogue leads to addresses under its base: the client takes the server for a proxy that knows them
    environment = os.environ | {"http_proxy": f"http://127.0.0.1:{port}", "no_proxy": ""}
    command = (CKAN, "-W", "ignore", HARVEST / "ckan_client.py")
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as client:

        def harvest(suffix: str, profile: str) -> dict[str, Any]:
            assert client.stdin is not None
            assert client.stdout is not None
            client.stdin.write(json.dumps({"url": f"{base}catalog{suffix}", "profile": profile}) + "\n")
            client.stdin.flush()
            answer: dict[str, Any] = json.loads(client.stdout.readline())
            if answer["errors"]:
                raise SystemExit("\n".join(answer["errors"]))
            return answer

        harvest(f"{SUFFIXES[0]}?page_size=20", PROFILES[0])  # for the client to load what it is made of
        for suffix in SUFFIXES:
            for profile in PROFILES:
                yield suffix, profile, harvest(suffix, profile)


def main(words: list[str] | None = None) -> None:
    """Run the command line."""
    given = arguments(__doc__).parse_args(words)
    if not CKAN.is_file():
        raise SystemExit("CKAN's harvester is not installed: python tests/harvest/install.py")
    with register_store(given) as store:
        opened = open_store(store)
        opened.store.close()
        print(HEAD)
        with deployed(store) as server:
            for suffix, profile, answer in harvests(opened.base.replace("https:", "http:"), server.port):
                pages, seconds, waited = answer["pages"], answer["seconds"], answer["waited"]
                size = sum(page["bytes"] for page in pages) / 1000
                made = "made" if profile == PROFILES[0] else "kept"
                print(
                    f"| {suffix} | {made} | {profile} | {len(answer['datasets']):,} | {len(pages)} | {size:,.0f} "
                    f"| {seconds:.2f} | {waited:.3f} | {100 * waited / seconds:.1f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
