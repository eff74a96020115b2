"""Group graph patterns of queries as records: triples, filters, optional parts and filters of existence, in order.

Only what is plain is read (SPARQL 1.1, section 18.2.2): no union, no query within, no blank node but `[]`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

__all__ = ["Body", "Existence", "Group", "Kept", "Optionally", "Pattern", "read_body"]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern, or with a property path a path pattern, in the words of the query."""

    subject: str
    verb: str
    object_: str

    @property
    def variables(self) -> frozenset[str]:
        """Name its variables."""
        return frozenset(one[1:] for one in (self.subject, self.verb, self.object_) if one[0] in "?$")


@dataclass(frozen=True, slots=True)
class Kept:
    """A FILTER of an expression, or a BIND, as it stands."""

    text: str
    variables: frozenset[str]


@dataclass(frozen=True, slots=True)
class Optionally:
    """An OPTIONAL."""

    group: "Group"


@dataclass(frozen=True, slots=True)
class Existence:
    """A FILTER EXISTS, or NOT EXISTS."""

    group: "Group"
    wanted: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A group and what stands in it."""

    parts: tuple["Pattern | Kept | Optionally | Existence", ...]

    @property
    def certain(self) -> frozenset[str]:
        """Name the variables that every solution binds by its triples."""
        return frozenset(chain.from_iterable(part.variables for part in self.parts if isinstance(part, Pattern)))

    @property
    def variables(self) -> frozenset[str]:
        """Name all variables."""
        return frozenset(chain.from_iterable(map(_variables, self.parts)))


def _variables(part: Pattern | Kept | Optionally | Existence) -> frozenset[str]:
    return part.group.variables if isinstance(part, Optionally | Existence) else part.variables


@dataclass(frozen=True, slots=True)
class Body:
    """A query around its outermost group."""

    before: str
    group: Group
    after: str


class _NotPlainError(ValueError):
    """Say that a group holds what is not read."""


_STRING = "|".join(
    (
        r'"{3}(?:"{0,2}(?:[^"\\]|\\.))*"{3}',
        r"'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}",
        r'"(?:[^"\\\n]|\\.)*"',
        r"'(?:[^'\\\n]|\\.)*'",
    )
)
_IRI = r"<[^<>\"{}|^`\\\x00-\x20]*>"
_NAME = r"[\w-]*:(?:[\w%-]|\.(?=[\w%-]))*"
_TOKEN = re.compile(
    rf"\s+|\#[^\n]*|(?P<variable>[?$]\w+)|(?P<literal>(?:{_STRING})(?:@[\w-]+|\^\^(?:{_IRI}|{_NAME}))?"
    rf"|[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|\[\s*\])|(?P<iri>{_IRI}|{_NAME})|(?P<word>\w+)|(?P<sign>.)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        return self.text.upper() if self.kind == "word" else ""

    @property
    def is_term(self) -> bool:
        named = self.kind == "iri" and not self.text.startswith("_:")
        return named or self.kind in ("variable", "literal") or self.word in ("TRUE", "FALSE")


def read_body(text: str) -> Body | None:
    """Read a SELECT query that is known to parse; None where its group is not plain."""
    tokens = [
        _Token(found.lastgroup, found[0], found.start(), found.end())
        for found in _TOKEN.finditer(text)
        if found.lastgroup is not None
    ]
    opening = next((place for place, token in enumerate(tokens) if token.text == "{"), len(tokens))
    reader = _Reader(text, tokens, opening)
    try:
        group = reader.group()
    except _NotPlainError:
        return None
    return Body(text[: tokens[opening].start], group, text[reader.last.end :])


class _Reader:
    """Reads tokens from one on."""

    def __init__(self, text: str, tokens: Sequence[_Token], place: int) -> None:
        self._text = text
        self._tokens = tokens
        self._place = place

    @property
    def last(self) -> _Token:
        """Give the token before."""
        return self._tokens[self._place - 1]

    @property
    def _next(self) -> _Token:
        if self._place == len(self._tokens):
            raise _NotPlainError
        return self._tokens[self._place]

    def _take(self) -> _Token:
        token = self._next
        self._place += 1
        return token

    def _takes(self, *texts: str) -> bool:
        """Take the next token if it is one of these."""
        if (self._next.word or self._next.text) not in texts:
            return False
        self._place += 1
        return True

    def group(self) -> Group:
        """Read a group from its opening brace to its closing one."""
        if not self._takes("{"):
            raise _NotPlainError
        parts: list[Pattern | Kept | Optionally | Existence] = []
        while not self._takes("}"):
            if self._takes("."):
                continue
            if self._takes("OPTIONAL"):
                parts.append(Optionally(self.group()))
            elif self._takes("FILTER"):
                parts.append(self._filter())
            elif self._takes("BIND"):
                parts.append(self._kept(self.last.start))
            else:
                parts += self._patterns()
        return Group(tuple(parts))

    def _filter(self) -> Kept | Existence:
        start = self.last.start
        negated = self._takes("NOT")
        if self._takes("EXISTS"):
            return Existence(self.group(), not negated)
        if self._next.text != "(":
            self._take()
        return self._kept(start)

    def _kept(self, start: int) -> Kept:
        """Read what stands in brackets; give it from a place before on."""
        first, depth = self._place, 0
        while True:
            depth += {"(": 1, ")": -1}.get(self._take().text, 0)
            if depth == 0:
                break
        taken = self._tokens[first : self._place]
        if any(token.word == "EXISTS" for token in taken):
            raise _NotPlainError
        variables = frozenset(token.text[1:] for token in taken if token.kind == "variable")
        return Kept(self._text[start : self.last.end], variables)

    def _patterns(self) -> Iterator[Pattern]:
        """Read triples of one subject."""
        subject = self._term()
        verb = self._verb()
        yield Pattern(subject, verb, self._term())
        while self._next.text in (",", ";"):
            if self._take().text == ";":
                if not (self._next.is_term or self._next.text in ("a", "^", "(", "!")):
                    continue
                verb = self._verb()
            yield Pattern(subject, verb, self._term())

    def _term(self) -> str:
        token = self._take()
        if not token.is_term:
            raise _NotPlainError
        return token.text

    def _verb(self) -> str:
        start, depth = self._next.start, 0
        while True:
            while self._next.text in ("^", "!", "("):
                depth += self._take().text == "("
            if self._next.kind not in ("iri", "variable") and self._next.text != "a":
                raise _NotPlainError
            self._take()
            while self._next.text in ("*", "+", "?") or (depth and self._next.text == ")"):
                depth -= self._take().text == ")"
            if not self._takes("/", "|"):
                return self._text[start : self.last.end]
