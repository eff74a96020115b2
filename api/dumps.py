"""Dumps: the files a build has made, sent as they are, and other formats, written while they are read."""

from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from releasegraph.api.edge.codings import takes_coding
from releasegraph.api.edge.limits import client_of
from releasegraph.api.files import send_file, send_unpacked
from releasegraph.api.front import front
from releasegraph.api.routing import Router
from releasegraph.api.signposting import WebLink, link_header
from releasegraph.api.state import Served
from releasegraph.api.workers.jobs import Head, Opening
from releasegraph.graph.catalogue.distributions import DUMPS, Dump
from releasegraph.graph.dumps import DumpFile
from releasegraph.graph.export import export_graph, opened
from releasegraph.graph.generations import Manifest

__all__ = ["DumpJob", "dump_names", "dumps_on_offer", "router"]

router = Router()

_PACKED = {"gzip": "application/gzip", "zip": "application/zip"}


@router.reads("/dump/{file}")
async def dump(request: Request, file: str) -> Response:
    """Give the whole graph as a file: one the build made, or any range of it, or what is packed in it."""
    served = front(request).described
    for made in served.manifest.dumps:
        headers = _headers(served.base, file)
        path = served.generation.dumps / made.file
        if file == made.file:
            return await send_file(request, path, _PACKED[made.compression], f'"{made.sha256}"', headers)
        if made.compression == "gzip" and file == made.file.removesuffix(".gz"):
            headers["Vary"] = "Accept-Encoding"
            if takes_coding(request.headers.get("accept-encoding"), "gzip"):
                headers["Content-Encoding"] = "gzip"
                return await send_file(request, path, made.media_type, f'"{made.sha256}-gzip"', headers)
            return await send_unpacked(request, path, made.media_type, f'"{made.sha256}-plain"', headers)
    written = next((one for one in DUMPS if one.file == file), None)
    if written is None:
        raise HTTPException(404, f"No such dump; there are {', '.join(dump_names(served.manifest))}.")
    return front(request).query(DumpJob(written), client_of(request.scope), front(request).settings.dump_limit)


def _headers(base: str, file: str) -> dict[str, str]:
    """Name the file, and lead from it back to the catalogue that describes it."""
    link = link_header((WebLink("collection", f"{base}catalog"),))
    return {"Content-Disposition": f'attachment; filename="{file}"', "Link": link}


def dump_names(manifest: Manifest) -> list[str]:
    """Give the names of the dumps on offer: those made by the build first."""
    made = [one.file for one in manifest.dumps]
    packed = [file.removesuffix(".gz") for file in made if file.endswith(".gz")]
    return list(dict.fromkeys([*made, *packed, *(one.file for one in DUMPS)]))


def dumps_on_offer(manifest: Manifest) -> list[DumpFile]:
    """Give the dumps as pages list them: those made by the build, then the formats written while they are read.

    Of these no one knows the size before: they have no checksum either.
    """
    made = {one.format for one in manifest.dumps}
    return [*manifest.dumps, *(one.as_file() for one in DUMPS if one.form.name not in made)]


@dataclass(frozen=True, slots=True)
class DumpJob:
    """Writes a dump."""

    dump: Dump

    def __call__(self, here: Served, opening: Opening) -> None:
        """Write in a worker."""
        head = Head.of(self.dump.media_type, _headers(here.base, self.dump.file))
        with opened(None, opening(head), compressed=self.dump.gzipped) as out:
            export_graph(here.store, here.base, self.dump.form, out)
