"""What the server counts about itself, for Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/).

Each process counts for itself: with several server processes on one port, a scrape tells of the one that answered it,
which `process_start_time_seconds` tells apart. Give each a port of its own to have all.
"""

from collections.abc import Callable
from typing import Final, Literal, NamedTuple, cast

from fastapi import Request
from fastapi.responses import Response
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, ProcessCollector
from prometheus_client.exposition import choose_encoder

from releasegraph.api.routing import Router

__all__ = ["OUTCOMES", "Metrics", "Outcome", "router"]

Outcome = Literal["done", "failed", "time", "memory", "left"]
OUTCOMES: Final[tuple[Outcome, ...]] = ("done", "failed", "time", "memory", "left")
"""How a query ends: answered; refused or broken off by an error; killed at its time limit, for its memory, or because
its client left."""

_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
_KEPT = ("hit", "miss", "not modified")
_HTTP_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30)
_QUERY_BUCKETS = (0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30)

router = Router()


class _Series(NamedTuple):
    """The counters of answers of one kind, looked up once."""

    answered: Callable[[], None]
    took: Callable[[float], None]
    sent: Callable[[float], None]


class Metrics:
    """The counters of one application, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._answers = Counter(
            "releasegraph_http_responses",
            "Answers given, by route, method and class of status (499: the client left before it).",
            ("route", "method", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "releasegraph_http_response_seconds",
            "Seconds from a request's arrival to the last byte of its answer.",
            ("route",),
            buckets=_HTTP_BUCKETS,
            registry=self.registry,
        )
        self._bytes = Counter(
            "releasegraph_http_sent_bytes", "Bytes of bodies sent, as coded.", ("route",), registry=self.registry
        )
        kept = Counter(
            "releasegraph_kept_answers",
            "Answers that may be kept: given again (hit), worked for (miss), or held by the client (not modified).",
            ("outcome",),
            registry=self.registry,
        )
        self._kept = {outcome: kept.labels(outcome).inc for outcome in _KEPT}
        self._running = Gauge("releasegraph_queries_running", "Queries that run now.", registry=self.registry)
        ended = Counter("releasegraph_queries", "Queries that ended, by how.", ("outcome",), registry=self.registry)
        self._ended = {outcome: ended.labels(outcome).inc for outcome in OUTCOMES}
        self._query_seconds = Histogram(
            "releasegraph_query_seconds",
            "Seconds that queries ran.",
            buckets=_QUERY_BUCKETS,
            registry=self.registry,
        )
        self._worker_starts = Counter("releasegraph_worker_starts", "Worker processes started.", registry=self.registry)
        self._triples = Gauge("releasegraph_triples", "Triples of the graph that is served.", registry=self.registry)
        self._build = Info("releasegraph_build", "What is served, by what.", registry=self.registry)
        self._series: dict[tuple[str, str, int], _Series] = {}

    def answered(self, route: str, method: str, status: int, seconds: float, sent: int, kept: str | None) -> None:
        """Count an answer of so many seconds and bytes; `route` is a template, never an address."""
        kind = (route, method, status // 100)
        series = self._series.get(kind)
        if series is None:
            series = self._series[kind] = self._add_series(*kind)
        series.answered()
        series.took(seconds)
        series.sent(sent)
        if kept is not None:
            self._kept[kept]()

    def _add_series(self, route: str, method: str, hundreds: int) -> _Series:
        labels = (route, method, f"{hundreds}xx")
        return _Series(
            self._answers.labels(*labels).inc, self._seconds.labels(route).observe, self._bytes.labels(route).inc
        )

    def query_started(self) -> None:
        """Count a query that begins."""
        self._running.inc()

    def query_ended(self, outcome: Outcome, seconds: float) -> None:
        """Count a query that ran so long and ended so."""
        self._running.dec()
        self._ended[outcome]()
        self._query_seconds.observe(seconds)

    def worker_started(self) -> None:
        """Count a worker process."""
        self._worker_starts.inc()

    def serving(self, version: str, generation: str, revision: str, triples: int) -> None:
        """Say what is served from now on."""
        self._build.info({"version": version, "generation": generation, "revision": revision})
        self._triples.set(triples)


def method_label(method: str) -> str:
    """Give a method, or `other` for one that nobody here answers: a client may make up any."""
    return method if method in _METHODS else "other"


@router.reads("/metrics")
def metrics(request: Request) -> Response:
    """Give the counters in the text format the client wants."""
    counted = cast(Metrics, request.app.state.metrics)
    encode, content_type = choose_encoder(request.headers.get("accept", ""))
    return Response(encode(counted.registry), headers={"Content-Type": content_type, "Cache-Control": "no-store"})
