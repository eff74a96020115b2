"""Entities as JSON-LD from runs of N-Triples, by moulds: a pattern of an entity's lines, and the JSON it becomes.

A graph's things come in few moulds: the same properties, with values of the same kinds. The first things of a mould are
written by `entity_json`, the others by one match and one substitution each: measured, twice as fast.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from releasegraph.graph.json_ld.context import Term, terms
from releasegraph.graph.json_ld.entities import entity_json, split_literal
from releasegraph.graph.json_ld.values import is_native, shortened
from releasegraph.graph.vocabulary import RDF, RDFS, XSD

__all__ = ["Moulds"]

_ENOUGH = 3
"""Things of a mould that are written one by one before it is made: most moulds do not come so often."""
_TRIED = 16
"""Moulds tried for a thing, the last that fitted first."""
_LONGEST = 40
"""Lines of a mould: things with more differ from each other."""
_TYPE, _LABEL = f"<{RDF.type}>", f"<{RDFS.label}>"
_TYPED = f" {_TYPE} "
_NATIVE = {XSD.integer: "(0|-?[1-9][0-9]{0,14})", XSD.boolean: "(true|false)"}


class _Mould(NamedTuple):
    pattern: re.Pattern[str]
    order: tuple[int, ...]
    """Of the groups, in the JSON."""
    written: str


class _Kind(NamedTuple):
    """What a line is like, but for what differs among the things of a mould."""

    predicate: str
    pattern: str
    """Of the object."""
    written: str
    """Its JSON, `%s` where the pattern's group goes."""


class Moulds:
    """The moulds a process has met, by which it writes on."""

    def __init__(self) -> None:
        self._recent: defaultdict[str, list[_Mould]] = defaultdict(list)
        """By the first line, less its subject: of most things it says their class."""
        self._made: dict[tuple[_Kind, ...], _Mould] = {}
        self._seen: Counter[tuple[_Kind, ...]] = Counter()

    def entities_json(self, lines: str) -> Iterator[str]:
        """Give each entity as `entity_json` does: lines of one graph's N-Triples, sorted, none twice, all of each."""
        at, end = 0, len(lines)
        while at < end:
            named = lines.index(" ", at)
            first = lines[named : lines.index("\n", named)]
            recent = self._recent[first if first.startswith(_TYPED) else ""]
            for mould in recent:
                found = mould.pattern.match(lines, at)
                if found is not None:
                    yield mould.written % found.group(*mould.order)
                    at = found.end()
                    if mould is not recent[0]:
                        recent.remove(mould)
                        recent.insert(0, mould)
                    break
            else:
                start, subject = at, lines[at : named + 1]
                while lines.startswith(subject, at):
                    at = lines.index("\n", at) + 1
                yield self._one(subject, lines[start:at], recent)

    def _one(self, subject: str, lines: str, recent: list[_Mould]) -> str:
        """Write an entity by itself; where its kind has come often enough, make a mould and have it tried next."""
        tails = [line[len(subject) : -2].split(" ", 1) for line in lines.rstrip("\n").split("\n")]
        statements = [(predicate, object_) for predicate, object_ in tails]
        kinds = _kinds(statements) if len(statements) <= _LONGEST and subject.startswith("<http") else None
        if kinds is not None:
            self._seen[kinds] += 1
            if self._seen[kinds] >= _ENOUGH:
                mould = self._made.get(kinds)
                if mould is None:
                    mould = self._made[kinds] = _mould(kinds)
                recent.insert(0, mould)
                del recent[_TRIED:]
        return entity_json(subject[:-1], statements)


def _kinds(statements: Iterable[tuple[str, str]]) -> tuple[_Kind, ...] | None:
    found = []
    for predicate, object_ in statements:
        kind = _kind(predicate, object_)
        if kind is None:
            return None
        found.append(kind)
    return tuple(found)


def _kind(predicate: str, object_: str) -> _Kind | None:
    """Give what a line is like; None where it is too odd for a mould."""
    if not predicate.startswith("<http"):
        return None
    if object_.startswith("<http"):
        if predicate == _TYPE:
            return _Kind(predicate, re.escape(object_), _literally(f'"{shortened(object_[1:-1])}"'))
        coerced = _term(predicate).coerced == "@id"
        return _Kind(predicate, "<(http.*)>", '"%s"' if coerced else '{"id":"%s"}')
    if object_[0] != '"' or predicate == _TYPE:
        return None
    text, tag, datatype = split_literal(object_)
    return _literal(predicate, text[1:-1], tag, datatype)


def _literal(predicate: str, text: str, tag: str, datatype: str) -> _Kind | None:
    term = _term(predicate)
    if tag:
        bare = tag == term.language
        return _Kind(predicate, f'(".*")@{tag}', "%s" if bare else f'{{"@value":%s,"@language":"{tag}"}}')
    if not datatype:
        bare = term.coerced is None and term.language is None
        return _Kind(predicate, '(".*")', "%s" if bare else '{"@value":%s}')
    if not datatype.startswith("http"):
        return None
    ending = re.escape(f"^^<{datatype}>")
    if datatype in _NATIVE:
        native = is_native(text, datatype) and term.coerced in (None, datatype)
        return _Kind(predicate, f'"{_NATIVE[datatype]}"{ending}', "%s") if native else None
    bare = datatype == term.coerced
    more = _literally(f',"@type":"{shortened(datatype)}"')
    return _Kind(predicate, f'(".*"){ending}', "%s" if bare else f'{{"@value":%s{more}}}')


def _term(predicate: str) -> Term:
    iri = predicate[1:-1]
    return terms().get(iri) or Term(shortened(iri))


def _literally(text: str) -> str:
    return text.replace("%", "%%")


def _mould(kinds: Sequence[_Kind]) -> _Mould:
    """Make the pattern of an entity's lines, from its subject to where no more of them follow, and its JSON."""
    again = ""
    patterns: list[str] = []
    members: dict[str, list[tuple[int | None, str]]] = {}
    group = 1
    for kind in kinds:
        patterns.append(f"{again or '<(http[^>]*)>'} {re.escape(kind.predicate)} {kind.pattern} \\.\n")
        again = "<\\1>"
        grouped = kind.predicate != _TYPE
        group += grouped
        members.setdefault(kind.predicate, []).append((group if grouped else None, kind.written))
    leading = {_TYPE: 0, _LABEL: 1}
    ordered = sorted(members.items(), key=lambda one: leading.get(one[0], 2))
    written = ['{"id":"%s"']
    for predicate, values in ordered:
        name = "type" if predicate == _TYPE else _term(predicate).name
        texts = ",".join(text for _, text in values)
        written.append(f',"{_literally(name)}":' + (f"[{texts}]" if len(values) > 1 else texts))
    order = [1, *(number for _, values in ordered for number, _ in values if number is not None)]
    return _Mould(re.compile("".join(patterns) + "(?!<\\1> )"), tuple(order), "".join(written) + "}")
