"""What we know of a published site: which files are of what, from which state of the graph, and what links to what."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import orjson

from releasegraph.api.publishing.files import PRIVATE
from releasegraph.graph.errors import StoreError

__all__ = ["Made", "SiteRecord", "digest_of_lines", "keep_record", "read_record"]

_FILE = "site.json"
_FORMAT = 1


def digest_of_lines(lines: Iterable[str]) -> str:
    """Give what tells one state of something from another: 32 hexadecimal digits of SHA-256."""
    return sha256("\n".join(lines).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of one unit: its files with the digests of their contents, and the units its pages link to."""

    files: Mapping[str, str]
    links: frozenset[str] = frozenset()
    state: str = ""
    """Digest of what the graph says of it."""
    shown: str = ""
    """Digest of what pages of other things show of it."""


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """A published site: `key` tells what all of its pages depend on."""

    key: str = ""
    units: Mapping[str, Made] = field(default_factory=dict)

    def files(self) -> set[str]:
        """Give every file of the site."""
        return {file for made in self.units.values() for file in made.files}

    def without(self, files: Collection[str]) -> "SiteRecord":
        """Give the record with nothing believed of these files, nor of the units that have them."""
        if not files:
            return self
        doubtful = {name for name, made in self.units.items() if not made.files.keys().isdisjoint(files)}
        forgotten = {name: Made(dict.fromkeys(self.units[name].files, ""), self.units[name].links) for name in doubtful}
        return SiteRecord(self.key, {**self.units, **forgotten})


def read_record(root: Path) -> SiteRecord | None:
    """Read what is known of a site's folder: None where we never finished one there; StoreError where unreadable."""
    place = root / PRIVATE / _FILE
    try:
        printed = orjson.loads(place.read_bytes())
        if printed["format"] != _FORMAT:
            return None
        names = printed["units"]
        units = {
            name: Made(files, frozenset(names[link] for link in links), state, shown)
            for name, (files, links, state, shown) in zip(names, printed["made"], strict=False)
        }
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise StoreError(f"{place}: what is known of this site cannot be read: {error}") from None
    return SiteRecord(printed["key"], units)


def keep_record(root: Path, record: SiteRecord) -> None:
    """Keep what is known of a site; a kill at any moment leaves what was known before."""
    linked = {link for made in record.units.values() for link in made.links}
    names = [*record.units, *sorted(linked - record.units.keys())]
    number = {name: place for place, name in enumerate(names)}
    printed = {
        "format": _FORMAT,
        "key": record.key,
        "units": names,
        "made": [[made.files, _numbers(made.links, number), made.state, made.shown] for made in record.units.values()],
    }
    fresh = root / PRIVATE / f".{_FILE}.new"
    fresh.write_bytes(orjson.dumps(printed))
    fresh.replace(root / PRIVATE / _FILE)


def _numbers(links: Iterable[str], number: Mapping[str, int]) -> list[int]:
    return sorted(number[link] for link in links)
