"""When each entity was first published, last changed, or withdrawn: kept from one generation of a store to the next.

Times are those of publication, in UTC and whole seconds: when the build ran that first had it so. A build whose sources
say the same changes nothing here, to the byte; a build into a new folder, or under another base, begins a new history.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from pathlib import Path

import orjson

from releasegraph.graph.digests import Digest, kind_of
from releasegraph.graph.errors import StoreError
from releasegraph.graph.generations import Generation

__all__ = ["Entity", "History", "Times", "history_of", "write_history"]

_FILE = "history.json"
_AGREEMENT = "id/agreement/"
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Times:
    """When an entity was first published, when that last changed, and when it left the current state."""

    issued: datetime
    modified: datetime
    """The time of withdrawal, for what is withdrawn."""
    deleted: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity, one of `digests.KINDS`, that is published or was."""

    iri: str
    kind: str
    times: Times
    digest: Digest
    """What was last said of it."""


@dataclass(frozen=True)
class History:
    """The entities of a store and their times."""

    started: datetime
    """When its first build ran."""
    published: datetime
    """When a build last changed any entity."""
    base: str
    found: Mapping[str, Entity]
    """By IRI, in its order."""

    def times(self, iri: str) -> Times | None:
        """Give the times of an entity, or of the agreement that a version, listing or provision is part of."""
        entity = self.found.get(iri)
        if entity is None and iri.startswith(start := f"{self.base}{_AGREEMENT}"):
            entity = self.found.get(start + iri.removeprefix(start).partition("/")[0])
        return entity.times if entity else None

    def entities(self, kind: str | None = None, *, withdrawn: bool = False) -> Iterator[Entity]:
        """Give the entities, of one kind or all, by IRI; with `withdrawn` those too that are there no more."""
        for one in self.found.values():
            if kind in (None, one.kind) and (withdrawn or one.times.deleted is None):
                yield one

    def changed_since(self, moment: datetime, kind: str | None = None) -> Iterator[Entity]:
        """Give what was published, changed or withdrawn at a moment or later, the earliest first."""
        return (one for one in self._by_time if one.times.modified >= moment and kind in (None, one.kind))

    @cached_property
    def _by_time(self) -> tuple[Entity, ...]:
        return tuple(sorted(self.found.values(), key=lambda one: (one.times.modified, one.iri)))

    def followed_by(self, digests: Mapping[str, Digest], now: datetime) -> "History":
        """Give the history after a build at `now` that says this of its entities.

        What is said decides, not where it is recorded. Times never go back, whatever the clock does.
        """
        moment = max(_whole(now), self.published + timedelta(seconds=1))
        found: dict[str, Entity] = {}
        changed = False
        for iri in sorted({*self.found, *digests}):
            before, digest = self.found.get(iri), digests.get(iri)
            after = _after(before, iri, digest, moment, self.base)
            changed = changed or before is None or before.times != after.times
            found[iri] = after
        return History(self.started, moment if changed else self.published, self.base, found)


def _after(before: Entity | None, iri: str, digest: Digest | None, moment: datetime, base: str) -> Entity:
    if before is None:
        assert digest is not None, iri
        return Entity(iri, kind_of(iri, base) or "", Times(moment, moment), digest)
    times = before.times
    if digest is None:
        gone = times if times.deleted else Times(times.issued, moment, moment)
        return Entity(iri, before.kind, gone, before.digest)
    same = times.deleted is None and digest.said == before.digest.said
    return Entity(iri, before.kind, times if same else Times(times.issued, moment), digest)


def write_history(
    digests: Mapping[str, Digest], now: datetime, base: str, before: Generation | None, folder: Path
) -> History:
    """Write the history of a build into its folder, and give it; `before` is the generation it takes over from.

    Raises StoreError where the one before cannot be read, or this one not be written.
    """
    earlier = None if before is None or before.base != base else _read(before.folder)
    if earlier is None:
        moment = _whole(now)
        begun = {iri: _after(None, iri, digest, moment, base) for iri, digest in sorted(digests.items())}
        history = History(moment, moment, base, begun)
    else:
        history = earlier.followed_by(digests, now)
    try:
        (folder / _FILE).write_bytes(_printed(history))
    except OSError as error:
        raise StoreError(f"{folder}: the history cannot be written: {error.strerror}") from None
    return history


def history_of(generation: Generation) -> History:
    """Read the history of a generation: empty where it was built without, StoreError where it cannot be read."""
    history = _read(generation.folder)
    return History(_NEVER, _NEVER, generation.base, {}) if history is None else history


def _printed(history: History) -> bytes:
    lines: list[object] = [{"base": history.base, "started": history.started, "published": history.published}]
    for one in history.found.values():
        times, digest = one.times, one.digest
        lines.append([one.iri, one.kind, times.issued, times.modified, times.deleted, digest.said, digest.recorded])
    return b"".join(orjson.dumps(line, option=orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE) for line in lines)


def _read(folder: Path) -> History | None:
    file = folder / _FILE
    try:
        # a store that is deleted and built again has other files under the same names
        return _read_file(file, file.stat().st_mtime_ns)
    except FileNotFoundError:
        if folder.is_dir():
            return None
        # not a store without one: a server may still ask for a generation that two builds have replaced
        raise StoreError(f"{folder}: a newer build has taken its place") from None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise StoreError(f"{folder}: the history cannot be read: {error}") from None


@lru_cache(maxsize=4)
def _read_file(file: Path, _written: int) -> History:
    head, *lines = map(orjson.loads, file.read_bytes().splitlines())
    found = {line[0]: _read_entity(*line) for line in lines}
    started, published = map(datetime.fromisoformat, (head["started"], head["published"]))
    return History(started, published, head["base"], found)


def _read_entity(
    iri: str, kind: str, issued: str, modified: str, deleted: str | None, said: str, recorded: str
) -> Entity:
    gone = datetime.fromisoformat(deleted) if deleted else None
    times = Times(datetime.fromisoformat(issued), datetime.fromisoformat(modified), gone)
    return Entity(iri, kind, times, Digest(said, recorded))


def _whole(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
