"""Harvest catalogues with ckanext-dcat's own harvester, without a CKAN server; run in an environment that has CKAN.

Reads jobs as lines of JSON and answers each with a line of JSON. `DCATRDFHarvester.gather_stage` runs as it is: it
fetches by HTTP, parses with the profile, follows the pages, names and saves what it found, and marks what has gone.
Only its database is not PostgreSQL but SQLite in memory, which lasts as long as this program.

Job: `{"url", "profile", "import": false, "pace": false}`. `import` marks what was found as present in the portal, which
the import stage of a CKAN server does. With `pace`, `{"page": url}` is written before each page is fetched, and one
line is awaited. Answer: `{"datasets", "errors", "deleted", "pages", "seconds", "waited"}`; `waited` is the time that
passed in HTTP, of `seconds` in all.
"""

import json
import logging
import sys
import time
from typing import Any

import ckan.model as model
import ckanext.harvest.model as harvest
from ckan.common import config
from ckanext.dcat.harvesters import DCATRDFHarvester
from sqlalchemy import JSON, create_engine
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.pool import StaticPool

TABLES = (
    model.Package,
    harvest.HarvestSource,
    harvest.HarvestJob,
    harvest.HarvestObject,
    harvest.HarvestObjectExtra,
    harvest.HarvestGatherError,
)


@compiles(JSONB, "sqlite")
def json_column(_: JSONB, compiler: Any, **options: Any) -> str:
    """Declare a column of PostgreSQL's JSON as SQLite's."""
    return str(compiler.visit_JSON(JSON(), **options))


def open_database() -> None:
    """Bind CKAN's session to an empty database with the tables of a harvest."""
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    for table in (mapped.__table__ for mapped in TABLES):
        table.indexes.clear()  # some are of PostgreSQL's functions, as are checks
        for column in table.columns:
            column.constraints.clear()
        table.create(engine)
    model.Session.remove()
    model.Session.configure(bind=engine)


class Watched(DCATRDFHarvester):
    """The harvester, which also tells what it fetches and how long that took."""

    def __init__(self, pace: bool) -> None:
        self.pace, self.pages, self.waited = pace, [], 0.0

    def _get_content_and_type(self, url: str, *arguments: Any, **options: Any) -> Any:
        if self.pace:
            say({"page": url})
            sys.stdin.readline()
        began = time.perf_counter()
        try:
            content, media_type = super()._get_content_and_type(url, *arguments, **options)
        finally:
            self.waited += time.perf_counter() - began
        self.pages.append({"url": url, "type": media_type, "bytes": len((content or "").encode())})
        return content, media_type


def source_of(url: str) -> harvest.HarvestSource:
    """Give the source at an address: a new one, or the one that was harvested before."""
    known = model.Session.query(harvest.HarvestSource).filter_by(url=url).first()
    if known is not None:
        return known
    source = harvest.HarvestSource(url=url, type="dcat_rdf", config="{}")
    source.save()
    model.Package(id=source.id, name=f"source-{source.id}", title="Source", type="harvest").save()
    return source


def run(job: dict[str, Any]) -> dict[str, Any]:
    """Harvest a source as one job does."""
    config["ckanext.dcat.rdf.profiles"] = job["profile"]
    work = harvest.HarvestJob(source=source_of(job["url"]))
    work.save()
    harvester = Watched(bool(job.get("pace")))
    began = time.perf_counter()
    found = [harvest.HarvestObject.get(name) for name in harvester.gather_stage(work)]
    seconds = time.perf_counter() - began
    gone = [item for item in found if any(extra.value == "delete" for extra in item.extras)]
    datasets = [item for item in found if item not in gone]
    if job.get("import"):
        for item in datasets:
            item.current, item.state = True, "COMPLETE"
        model.Session.commit()
    return {
        "datasets": [{"guid": item.guid, **json.loads(item.content)} for item in datasets],
        "deleted": [item.guid for item in gone],
        "errors": [error.message for error in work.gather_errors],
        "pages": harvester.pages,
        "seconds": seconds,
        "waited": harvester.waited,
    }


def say(answer: dict[str, Any]) -> None:
    """Write one line."""
    print(json.dumps(answer), flush=True)


def main() -> None:
    """Answer jobs until there are no more."""
    logging.disable(logging.CRITICAL)
    open_database()
    config["ckan.locale_default"] = "en"
    for line in iter(sys.stdin.readline, ""):
        say(run(json.loads(line)))


if __name__ == "__main__":
    main()
