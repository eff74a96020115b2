"""What an operator may set, by environment variables that start with RELEASEGRAPH_."""

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

__all__ = ["Settings"]


class Settings(BaseSettings):
    """The limits of the HTTP interface, each also an environment variable: `RELEASEGRAPH_QUERY_THREADS=4`."""

    model_config = SettingsConfigDict(env_prefix="RELEASEGRAPH_", frozen=True)

    store: Path | None = None
    """The store's folder, for servers started without our command line."""
    time_limit: float = Field(default=30.0, gt=0)
    """Seconds a query may take to its last byte; a request's `timeout` may ask for fewer."""
    dump_limit: float = Field(default=600.0, gt=0)
    """Seconds that writing a whole graph may take."""
    memory_limit: int = Field(default=512, ge=64)
    """Mebibytes a query may take beside the graph itself."""
    copied_limit: int = Field(default=2048, ge=0)
    """Mebibytes of the graph in memory that an idle worker may have copied for itself, as it does of what it reads."""
    queries: int = Field(default=48, ge=1)
    """Queries that run at one time; more are answered 503."""
    visits: int = Field(default=8, ge=1)
    """Pages and documents made at one time; more wait."""
    queries_per_client: int = Field(default=8, ge=1)
    """Queries one client may have running; more are answered 429."""
    requests_per_minute: int = Field(default=600, ge=0)
    """Requests to the endpoint and the search that one client may make in a minute, in all; 0 for any number."""
    in_memory: bool = True
    """Whether queries run on a copy of the graph in memory, once it is loaded, or on the store's files."""
    runtime: Path | None = None
    """Folder for the sockets of worker processes, which this user alone can enter; one is made where none is set."""
    service_hosts: frozenset[str] = frozenset()
    """Hosts (`query.wikidata.org`) that a query may ask by SERVICE; none unless set."""
    largest_request: int = Field(default=1_000_000, ge=1)
    """Bytes of a request's body."""
    kept_bytes: int = Field(default=64 * 1024 * 1024, ge=0)
    """Bytes of answers kept to be given again; the graph does not change until the next build."""
    largest_kept: int = Field(default=1024 * 1024, ge=0)
    """Bytes of the largest answer kept."""
    log_format: Literal["text", "json"] = "text"
    """How the server writes its log: lines for people, or one JSON object each."""
    incoming_limit: int = Field(default=200, ge=1)
    """Statements that point to a thing, given in its RDF and CSV per property."""
    page_incoming: int = Field(default=25, ge=1)
    """Statements that point to a thing, shown on its page per property."""
    page_solutions: int = Field(default=500, ge=1)
    """Solutions shown by the query page; the result formats have no limit."""
    page_rows: int = Field(default=100, ge=1)
    """Rows of one table on a page; more are on the next one."""
    contact: str | None = None
    """Address (`https:` or `mailto:`) where people report errors in what is served."""
    page_results: int = Field(default=25, ge=1)
    """Things found by the search, on one page."""
