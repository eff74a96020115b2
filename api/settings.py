"""What an operator may set, by environment variables that start with RELEASEGRAPH_."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

__all__ = ["Settings"]


class Settings(BaseSettings):
    """The limits of the HTTP interface, each also an environment variable: `RELEASEGRAPH_QUERY_THREADS=4`."""

    model_config = SettingsConfigDict(env_prefix="RELEASEGRAPH_", frozen=True)

    store: Path | None = None
    """The store's folder, for servers started without our command line."""
    query_threads: int = Field(default=8, ge=1)
    """Queries and dumps that run at one time; more wait."""
    largest_request: int = Field(default=1_000_000, ge=1)
    """Bytes of a POSTed query."""
    incoming_limit: int = Field(default=200, ge=1)
    """Statements that point to a thing, given on its page per property."""
    page_solutions: int = Field(default=500, ge=1)
    """Solutions shown by the query page; the result formats have no limit."""
    contact: str | None = None
    """Address (`https:` or `mailto:`) where people report errors in what is served."""
    page_results: int = Field(default=50, ge=1)
    """Things found by the search box, at most."""
