"""Ask the endpoint what nobody should: mutated queries, Accept headers and parameters, and Schemathesis on the OpenAPI.

`python tests/benchmarks/fuzz.py [--full] [--store DIR] [--seed 1]`: 2,000 requests, with --full 100,000, of the
examples' graph. None may be answered 500 or go unanswered, and no worker may be left at work. Schemathesis runs where
it is installed.
"""

import argparse
import asyncio
import contextlib
import random
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote_plus

from databases import program
from deployment import Deployment, deployed
from http_client import Connection
from stores import arguments, example_store

from releasegraph.api.questions import QUESTIONS

__all__ = ["EXPECTED", "Odd", "bombard", "odd_accept", "odd_query", "odd_request", "schemathesis"]

EXPECTED = frozenset({200, 303, 400, 404, 405, 406, 413, 414, 415, 429, 431, 503})
"""How an odd request may be answered."""
SMALL = (
    "ASK {}",
    "SELECT * { ?s ?p ?o } LIMIT 3",
    "DESCRIBE <http://localhost:8000/id/edition/2026-09>",
    "CONSTRUCT { ?s a [ ] } WHERE { ?s a ?c FILTER(isIRI(?c)) } LIMIT 4",
    "SELECT (GROUP_CONCAT(DISTINCT ?o; SEPARATOR='|') AS ?x) { ?s ?p ?o } GROUP BY ?s HAVING(COUNT(*) > 2) LIMIT 2",
    "SELECT * { VALUES (?a ?b) { (1 UNDEF) ('x'@en 2.5e3) } BIND(?a + ?b AS ?c) MINUS { ?s ?p ?a } }",
    "SELECT ?g { GRAPH ?g { ?s (<urn:a>|^<urn:b>)+/<urn:c>? ?o } }",
    "SELECT * { SERVICE SILENT <http://127.0.0.1/> { ?s ?p ?o } }",
    "INSERT DATA { <urn:a> <urn:b> 1 }",
    "SELECT (REPLACE(STR(?o), '(a|b)*c', '$1') AS ?r) { ?s ?p ?o FILTER REGEX(?o, '^.{3}[') } LIMIT 5",
)
SEEDS = (*SMALL, *(question.query for question in QUESTIONS))
_BITS = r"""
{ } ( ) < > ?x * + / ^ | ! a . ; , ' " \ \u0000 @en ^^ _:b [] 1e999 -0 0.1 NaN true UNION OPTIONAL FILTER EXISTS NOT
GRAPH SERVICE LIMIT OFFSET 99999999999999999999 -1 ORDER BASE <x:> PREFIX << >> COUNT(*) SUM(?x) CONCAT( SHA512( RAND()
NOW() IF( %00 #
"""
BITS = (*_BITS.split(), *"\x00\ufeff\U0001f512\u00e9\u202e\ud7ff\n\r")
_RANGES = """
*/* text/html text/turtle text/csv application/ld+json application/rdf+xml application/n-quads text/* image/png a/b * /
application/sparql-results+json application/sparql-results+xml application/trig text text/html;level=1 */html
text/html;charset=utf-16
"""
RANGES = (*_RANGES.split(), "", 'text/html;x="a,b"', "\xff/\xfe")
QUALITIES = ("", ";q=0", ";q=1", ";q=0.5", ";q=0.0001", ";q=2", ";q=-1", ";q=nan", ";q=", ";q", ";;q=0.3", "; q = 0.7")
NAMES = ("query", "default-graph-uri", "named-graph-uri", "format", "timeout", "update", "using-graph-uri", "x", "")
VALUES = (
    "",
    "json",
    "turtle",
    "0.2",
    "-1",
    "nan",
    "inf",
    "1e400",
    "urn:x",
    "not an iri",
    "<x>",
    "\x00",
    "é",
    "a" * 5000,
)


@dataclass(frozen=True, slots=True)
class Odd:
    """A request for the endpoint."""

    method: str
    path: str
    accept: str
    content_type: str | None = None
    body: bytes = b""


def odd_query(rng: random.Random) -> str:
    """Give a query somebody might have broken."""
    text = rng.choice(SEEDS)
    for _ in range(rng.choice((0, 1, 1, 2, 3, 8))):
        at = rng.randrange(len(text) + 1)
        to = min(len(text), at + rng.choice((0, 1, 3, 20)))
        other = rng.choice(SEEDS)
        begin = rng.randrange(len(other))
        put = rng.choice((rng.choice(BITS), f" {rng.choice(BITS)} ", "", text[at:to] * 2, other[begin : begin + 30]))
        text = text[:at] + put + text[to:]
    if rng.random() < 0.01:
        text = f"ASK {{ {'{' * 3000}{'}' * 3000} }}"
    return text


def odd_accept(rng: random.Random) -> str:
    """Give an Accept header, good or bad."""
    parts = (rng.choice(RANGES) + rng.choice(QUALITIES) for _ in range(rng.choice((0, 1, 1, 2, 3, 12))))
    return rng.choice((",", ", ", ",,")).join(parts)


def odd_request(rng: random.Random) -> Odd:
    """Give a request to the endpoint: any of its three ways, and ways it does not have."""
    pairs = [("query", odd_query(rng)), ("timeout", "1")]
    for _ in range(rng.choice((0, 0, 0, 1, 2))):
        pairs.insert(rng.randrange(len(pairs)), (rng.choice(NAMES), rng.choice(VALUES)))
    encoded = "&".join(f"{quote_plus(name)}={quote_plus(value, errors='replace')}" for name, value in pairs)
    if rng.random() < 0.05:
        encoded = encoded.replace("%", rng.choice(("%%", "%zz", "%ff", "")), 3)
    accept = odd_accept(rng)
    match rng.randrange(6):
        case 0 | 1 | 2:
            return Odd(rng.choice(("GET", "GET", "GET", "HEAD")), f"/sparql?{encoded}"[:60_000], accept)
        case 3 | 4:
            return Odd("POST", "/sparql", accept, "application/x-www-form-urlencoded", encoded.encode())
        case _:
            body = odd_query(rng).encode("utf-8", "replace")
            kind = rng.choice(
                ("application/sparql-query", "application/sparql-query; charset=latin-1", "text/plain", "x", "")
            )
            return Odd(rng.choice(("POST", "POST", "PUT", "DELETE")), "/sparql?timeout=1", accept, kind, body)


async def bombard(server: Deployment, requests: int, seed: int, *, clients: int = 8) -> tuple[Counter[int], list[str]]:
    """Send that many odd requests; give how they were answered (0: broken off), and the ones answered wrongly."""
    rng = random.Random(seed)
    answered: Counter[int] = Counter()
    wrong: list[str] = []
    left = requests

    async def client() -> None:
        nonlocal left
        connection = Connection(server.port)
        while left > 0:
            left -= 1
            odd = odd_request(rng)
            status = 0
            headers = {"Accept": odd.accept} | ({} if odd.content_type is None else {"Content_Type": odd.content_type})
            try:
                async with asyncio.timeout(60):
                    answer = await connection.ask(odd.path, method=odd.method, body=odd.body, keep=False, **headers)
                    status = answer.status
            except TimeoutError:
                wrong.append(f"unanswered: {odd}")
            except (ConnectionError, asyncio.IncompleteReadError):
                pass  # an answer under way whose time is over is broken off
            answered[status] += 1
            if status and status not in EXPECTED:
                wrong.append(f"{status}: {odd}")
        connection.leave()

    await asyncio.gather(*(client() for _ in range(clients)))
    return answered, wrong


def at_rest(server: Deployment, seconds: float = 5.0) -> bool:
    """Tell whether no worker is at work any more."""
    end = time.monotonic() + seconds
    while server.busy() and time.monotonic() < end:
        time.sleep(0.05)
    return not server.busy()


def schemathesis(server: Deployment, examples: int, seed: int, phases: str = "coverage,fuzzing") -> int | None:
    """Run Schemathesis on the OpenAPI; give its exit code, None where it is not installed."""
    tool = program("schemathesis")
    if tool is None:
        print("Schemathesis: not installed (pip install schemathesis), so left out")
        return None
    words = ["run", f"http://127.0.0.1:{server.port}/openapi.json", "--checks", "not_a_server_error"]
    words += ["--max-examples", str(examples), "--seed", str(seed), "--phases", phases]
    return subprocess.run([tool, *words], check=False).returncode


def main(words: list[str] | None = None) -> None:
    """Run the command line; exit code 1 where anything is wrong."""
    parser: argparse.ArgumentParser = arguments(__doc__)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(words)
    place: Callable[[], contextlib.AbstractContextManager[Path]] = example_store
    with contextlib.nullcontext(given.store) if given.store else place() as store, deployed(store) as server:
        requests = 100_000 if given.full else 2_000
        began = time.perf_counter()
        answered, wrong = asyncio.run(bombard(server, requests, given.seed))
        seconds = time.perf_counter() - began
        print(f"{requests:,} odd requests in {seconds:.0f} s: {dict(sorted(answered.items()))}; {len(wrong)} wrong")
        print(*wrong[:20], sep="\n")
        rest = at_rest(server)
        print("no worker is at work" if rest else f"workers still at work: {sorted(server.busy())}")
        code = schemathesis(server, 200 if given.full else 20, given.seed)
    raise SystemExit(1 if wrong or not rest or code else 0)


if __name__ == "__main__":
    main()
