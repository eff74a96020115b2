"""Have CKAN's harvester take the whole catalogue, and say which part of the time it takes is ours.

`python tests/benchmarks/portals.py [--full] [--store DIR]` serves a store and runs ckanext-dcat's own harvester on it
(`tests/harvest/install.py` installs it) with every profile and serialisation. Two shares are ours: the time for which
it waits for us, of its whole time; and the processor time of all our processes, of theirs and ours together. Where a
machine has other things to do, only the second means something. The rest goes to parsing with rdflib, to CKAN's
profile, and to its database, here SQLite in memory: with PostgreSQL, our part is smaller still.
"""

import contextlib
import json
import os
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from deployment import Deployment, deployed
from stores import arguments, register_store

from releasegraph.graph.generations import open_store

__all__ = ["main"]

HARVEST = Path(__file__).resolve().parents[1] / "harvest"
CKAN = HARVEST.parents[1] / ".venv/harvest/ckan/bin/python"
PROFILES = ("euro_dcat_ap_3", "euro_dcat_ap_2", "euro_health_dcat_ap", "dcat_us_3")
HEAD = (
    "| | pages | profile | datasets | pages | kB | s | waited for us, s | % | processor s | ours, s | % |\n"
    "|---|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
)
SUFFIXES = (".ttl", ".jsonld", ".rdf", ".nt")


@dataclass(frozen=True, slots=True)
class Harvest:
    """A harvest: the client's answer, and the processor time it took the client and us, in seconds."""

    suffix: str
    profile: str
    answer: dict[str, Any]
    theirs: float
    ours: float

    def __str__(self) -> str:
        """Lay out one line."""
        pages, seconds, waited = self.answer["pages"], self.answer["seconds"], self.answer["waited"]
        size = sum(page["bytes"] for page in pages) / 1000
        made = "made" if self.profile == PROFILES[0] else "kept"
        found, whole = len(self.answer["datasets"]), self.theirs + self.ours
        return (
            f"| {self.suffix} | {made} | {self.profile} | {found:,} | {len(pages)} | {size:,.0f} "
            f"| {seconds:.2f} | {waited:.3f} | {100 * waited / seconds:.1f} "
            f"| {whole:.2f} | {self.ours:.3f} | {100 * self.ours / whole:.1f} |"
        )


def spent(processes: Iterable[psutil.Process]) -> float:
    """Add up the processor time of processes, in seconds."""
    found = 0.0
    for process in processes:
        with contextlib.suppress(psutil.Error):
            times = process.cpu_times()
            found += times.user + times.system
    return found


def harvests(base: str, server: Deployment) -> Iterator[Harvest]:
    """Harvest in each serialisation with each profile: the first has the pages made, the others find them kept."""
    # the catalogue leads to addresses under its base: the client takes the server for a proxy that knows them
    environment = os.environ | {"http_proxy": f"http://127.0.0.1:{server.port}", "no_proxy": ""}
    command = (CKAN, "-W", "ignore", HARVEST / "ckan_client.py")
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as client:
        own = psutil.Process(client.pid)

        def harvest(suffix: str, profile: str) -> Harvest:
            before = spent([own]), spent(server.processes())
            assert client.stdin is not None
            assert client.stdout is not None
            client.stdin.write(json.dumps({"url": f"{base}catalog{suffix}", "profile": profile}) + "\n")
            client.stdin.flush()
            answer: dict[str, Any] = json.loads(client.stdout.readline())
            if answer["errors"]:
                raise SystemExit("\n".join(answer["errors"]))
            theirs, ours = spent([own]) - before[0], spent(server.processes()) - before[1]
            return Harvest(suffix, profile, answer, theirs, ours)

        harvest(f"{SUFFIXES[0]}?page_size=20", PROFILES[0])  # for the client to load what it is made of
        for suffix in SUFFIXES:
            for profile in PROFILES:
                yield harvest(suffix, profile)


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
            for one in harvests(opened.base.replace("https:", "http:"), server):
                print(one, flush=True)


if __name__ == "__main__":
    main()
