"""Read documents with extruct, PyLD and rdflib over HTTP; run in an environment that has them.

Reads jobs as lines of JSON and answers each with a line of JSON. Job: `{"url", "by", "accept"}`, where `by` is

- `rdflib`: the document is parsed by its media type;
- `pyld`: the JSON-LD is expanded to N-Quads, remote contexts are fetched;
- `extruct`: what a page's `<script type="application/ld+json">` elements say, as objects.

Answer: `{"type", "triples": [N-Triples lines]}` or `{"objects"}`, or `{"error"}`.
"""

import json
import sys
from collections.abc import Callable
from typing import Any

import extruct
import rdflib
import requests
from pyld import jsonld

SESSION = requests.Session()


def load(url: str, _: dict[str, Any]) -> dict[str, Any]:
    """Fetch a remote context, as a document loader of JSON-LD 1.1 does."""
    answer = SESSION.get(url, headers={"Accept": "application/ld+json, application/json;q=0.9"}, timeout=30)
    answer.raise_for_status()
    media_type = answer.headers["content-type"].partition(";")[0]
    return {"contextUrl": None, "documentUrl": answer.url, "document": answer.json(), "contentType": media_type}


def lines(text: str) -> list[str]:
    """Give the statements of N-Triples."""
    return sorted(line for line in text.splitlines() if line)


def read_rdf(answer: requests.Response) -> dict[str, Any]:
    """Parse what was sent as its media type says."""
    graph = rdflib.Graph().parse(data=answer.content, format=media_type(answer), publicID=answer.url)
    return {"triples": lines(graph.serialize(format="nt"))}


def read_json_ld(answer: requests.Response) -> dict[str, Any]:
    """Expand JSON-LD and give its triples, written by rdflib so that they compare."""
    options = {"base": answer.url, "documentLoader": load, "format": "application/n-quads"}
    graph = rdflib.Graph().parse(data=jsonld.to_rdf(answer.json(), options), format="nt")
    return {"triples": lines(graph.serialize(format="nt"))}


def read_page(answer: requests.Response) -> dict[str, Any]:
    """Give what search engines find in a page."""
    return {
        "objects": extruct.extract(answer.text, base_url=answer.url, syntaxes=["json-ld"], errors="strict")["json-ld"]
    }


READERS: dict[str, Callable[[requests.Response], dict[str, Any]]] = {
    "rdflib": read_rdf,
    "pyld": read_json_ld,
    "extruct": read_page,
}


def media_type(answer: requests.Response) -> str:
    """Give the media type without parameters."""
    return answer.headers["content-type"].partition(";")[0]


def run(job: dict[str, Any]) -> dict[str, Any]:
    """Fetch one document and read it."""
    answer = SESSION.get(job["url"], headers={"Accept": job.get("accept", "*/*")}, timeout=60)
    try:
        answer.raise_for_status()
        return {"type": media_type(answer), **READERS[job["by"]](answer)}
    except (requests.HTTPError, ValueError, SyntaxError, jsonld.JsonLdError) as problem:
        return {"error": f"{type(problem).__name__}: {problem}"}


if __name__ == "__main__":
    for line in iter(sys.stdin.readline, ""):
        print(json.dumps(run(json.loads(line))), flush=True)
