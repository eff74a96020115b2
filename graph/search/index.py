"""The index of the things to be found, and questions to it. The only module that imports tantivy."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import cast

import orjson
import tantivy
from tantivy import Occur, Query

from releasegraph.graph.errors import StoreError
from releasegraph.graph.search.marking import Marks
from releasegraph.graph.search.things import FACETS, Shown, Thing, day_blocks
from releasegraph.graph.search.words import COMMON, Chunk, key, read_chunks

__all__ = ["Asked", "Found", "SearchIndex", "write_index"]

_WEIGHTS = {"names": 8.0, "files": 8.0, "title": 4.0, "about": 1.5, "prose": 1.0}
"""The fields words are looked for in, and what a match in each is worth."""
_FORMED = ("names", "title", "about", "prose")
"""Fields where other forms of a word are found."""
_BEGUN = ("names", "title")
"""Fields where the last word may be the beginning of one. Files are apart: a beginning can be that of 100,000."""
_KEYS = ("key", "file_key")
"""The fields of names as they are compared whole."""
_SAME_STEM = 0.5
_BEGINNING = 0.2
_WHOLE_NAME = 1000.0
_NAME_BEGUN = 20.0
_SHORTEST_STEM = 4
"""Letters of the shortest word looked for in other forms (`cancers` for `cancer`)."""
_MOST_FORMS = 500
"""Words of one beginning that are looked at for the same stem."""
_LONGEST_WORD = 100
_MEMORY = 512 * 1024 * 1024
"""Bytes the writer may gather before it starts a second segment; it takes what it needs."""
_MANY = 100_000
_LABELS = "labels.json"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: what is typed, and the values asked for of each facet; of one facet any will do."""

    text: str = ""
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    active: date | None = None
    by_date: bool = False
    """Newest first, instead of best first."""

    def without(self, facet: str) -> "Asked":
        """Give the question without its values for one facet, or without its day (`active`)."""
        if facet == "active":
            return replace(self, active=None)
        return replace(self, facets={name: values for name, values in self.facets.items() if name != facet})


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the answer."""

    total: int
    shown: tuple[Shown, ...]
    marks: Marks


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in _KEYS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in _WEIGHTS:
        builder.add_text_field(name, tokenizer_name="words", index_option="position")
    for name in FACETS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("active", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("day", fast=True)
    builder.add_bytes_field("shown", stored=True)
    return builder.build()


def _words() -> tantivy.TextAnalyzer:
    """Take texts apart: at signs, in lower case, without marks on Latin letters."""
    filters = (
        tantivy.Filter.remove_long(_LONGEST_WORD),
        tantivy.Filter.lowercase(),
        tantivy.Filter.ascii_fold(),
    )
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for one in filters:
        builder = builder.filter(one)
    return builder.build()


def write_index(folder: Path, things: Iterable[Thing], labels: Callable[[], Mapping[str, Mapping[str, str]]]) -> None:
    """Write the index of some things, with the words for facets' values, into a new folder.

    Raises StoreError where the disk does not take it.

    One thread writes one segment in the order of the things, so that equal matches keep that order.
    """
    try:
        folder.mkdir()
        index = tantivy.Index(_schema(), str(folder), reuse=False)
        index.register_tokenizer("words", _words())
        writer = index.writer(_MEMORY, 1)
        for thing in things:
            writer.add_document(_document(thing))
        writer.commit()
        writer.wait_merging_threads()
        (folder / _LABELS).write_bytes(orjson.dumps(labels()))
    except (OSError, ValueError) as error:
        raise StoreError(f"the search index cannot be written: {error}; nothing was swapped") from None


def _document(thing: Thing) -> tantivy.Document:
    is_file = thing.shown.kind == "release"
    fields = {
        "file_key" if is_file else "key": thing.keys,
        "files" if is_file else "names": thing.names,
        "title": thing.title,
        "about": thing.about,
        "active": thing.active,
        **thing.facets,
    }
    document = tantivy.Document(**{name: list(values) for name, values in fields.items() if values})
    if thing.prose:
        document.add_text("prose", thing.prose)
    document.add_integer("day", thing.day)
    document.add_bytes("shown", thing.shown.to_json())
    return document


class SearchIndex:
    """An index open for questions; any number of threads and processes may ask one folder."""

    def __init__(self, index: tantivy.Index, labels: Mapping[str, Mapping[str, str]]) -> None:
        index.register_tokenizer("words", _words())
        # an index does not change once its generation is finished: no thread need watch its files
        index.config_reader("manual")
        self._searcher = index.searcher()
        self._schema = index.schema
        self._analyzer = _words()
        self._stemmer = (
            tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(tantivy.Filter.stemmer("english")).build()
        )
        self.labels = labels
        """Words for the values of each facet."""
        self._forms = lru_cache(maxsize=4096)(self._find_forms)
        # a page of results asks several questions of the same words
        self._words_query = lru_cache(maxsize=256)(self._read_words)

    @classmethod
    def open(cls, folder: Path) -> "SearchIndex":
        """Open a finished index; raise StoreError where the folder holds none."""
        try:
            labels = orjson.loads((folder / _LABELS).read_bytes())
            return cls(tantivy.Index.open(str(folder)), labels)
        except (OSError, ValueError) as error:
            raise StoreError("this store has no index to search; build it again with: releasegraph build") from error

    def __len__(self) -> int:
        """Count the things that can be found."""
        return self._searcher.num_docs

    def find(self, asked: Asked, limit: int, offset: int = 0) -> Found:
        """Find a page of things, best or newest first."""
        query = self._query(asked)
        return Found(
            self._total(query),
            tuple(self._page(query, asked, limit, offset)),
            self._marks(asked.text),
        )

    def every(self, asked: Asked) -> Iterator[Shown]:
        """Give all that is found, best or newest first."""
        yield from self._page(self._query(asked), asked, max(1, len(self)), 0)

    def count(self, asked: Asked) -> int:
        """Count what is found."""
        return self._total(self._query(asked))

    def _total(self, query: Query) -> int:
        return cast(int, self._searcher.search(query, 1).count)  # type: ignore[attr-defined]  # the stubs lack it

    def understands(self, text: str) -> bool:
        """Tell whether a text has anything to look for: a letter or a digit."""
        return bool(self._chunks(text))

    def facets(self, asked: Asked) -> Mapping[str, Mapping[str, int]]:
        """Count, for each value of each facet, what would be found with it in place of the facet's own values."""
        chosen = [name for name in FACETS if asked.facets.get(name)]
        counts = self._counted(asked, [name for name in FACETS if name not in chosen])
        for name in chosen:
            counts |= self._counted(asked.without(name), [name])
        return {name: counts[name] for name in FACETS}

    def _counted(self, asked: Asked, facets: Sequence[str]) -> dict[str, dict[str, int]]:
        if not facets:
            return {}
        wanted = {name: {"terms": {"field": name, "size": _MANY}} for name in facets}
        answer = self._searcher.aggregate(self._query(asked), wanted)
        return {name: {one["key"]: one["doc_count"] for one in answer[name]["buckets"]} for name in facets}

    def _page(self, query: Query, asked: Asked, limit: int, offset: int) -> Iterator[Shown]:
        order = "day" if asked.by_date else None
        found = self._searcher.search(query, limit, count=False, order_by_field=order, offset=offset)
        for _, address in found.hits:
            yield Shown.from_json(self._searcher.doc(address)["shown"][0])

    def _query(self, asked: Asked) -> Query:
        parts = [(Occur.Must, self._words_query(asked.text) if asked.text.strip() else Query.all_query())]
        for name, values in asked.facets.items():
            if values:
                parts.append((Occur.Must, self._filter(name, values)))
        if asked.active:
            parts.append((Occur.Must, self._filter("active", list(day_blocks(asked.active)))))
        return Query.boolean_query(parts)

    def _filter(self, field_name: str, values: Sequence[str]) -> Query:
        terms = [(Occur.Should, Query.term_query(self._schema, field_name, value)) for value in values]
        return Query.const_score_query(Query.boolean_query(terms), 0.0)

    def _read_words(self, text: str) -> Query:
        """Look for all words, each in any field; a name typed whole comes before all else, then one begun."""
        each = [(Occur.Must, self._chunk_query(chunk, words)) for chunk, words in self._chunks(text)]
        if not each:
            return Query.empty_query()
        named = key(text)
        whole = [Query.const_score_query(Query.term_query(self._schema, one, named), _WHOLE_NAME) for one in _KEYS]
        ways = [Query.boolean_query(each), *whole, self._begun("key", named, _NAME_BEGUN)]
        return Query.boolean_query([(Occur.Should, way) for way in ways])

    def _begun(self, name: str, beginning: str, score: float) -> Query:
        """Look for terms of a field that go on after a beginning, of letters, digits and hyphens only."""
        return Query.const_score_query(Query.regex_query(self._schema, name, f"{beginning}.+"), score)

    def _chunks(self, text: str) -> list[tuple[Chunk, list[str]]]:
        """Give each chunk with its words; common words only in quotes, or where there are no others."""
        found = [(chunk, self._analyzer.analyze(chunk.text)) for chunk in read_chunks(text)]
        found = [(chunk, words) for chunk, words in found if words]
        rare = [(chunk, words) for chunk, words in found if chunk.quoted or not set(words) <= COMMON]
        return rare or found

    def _chunk_query(self, chunk: Chunk, words: list[str]) -> Query:
        parts = []
        for name, weight in _WEIGHTS.items():
            begun = chunk.unfinished and name in _BEGUN
            for query, worth in self._matches(name, words, begun=begun, forms=name in _FORMED and not chunk.quoted):
                parts.append((Occur.Should, Query.boost_query(query, weight * worth)))
        return Query.boolean_query(parts)

    def _matches(self, name: str, words: list[str], *, begun: bool, forms: bool) -> Iterator[tuple[Query, float]]:
        """Give the ways a field may match one word, or words that follow each other, and what each is worth."""
        if len(words) > 1:
            yield Query.phrase_query(self._schema, name, list(words)), 1.0
            if begun:
                yield Query.phrase_prefix_query(self._schema, name, list(words)), _BEGINNING
            return
        (word,) = words
        yield Query.term_query(self._schema, name, word), 1.0
        if forms:
            for form in self._forms(name, word):
                yield Query.term_query(self._schema, name, form), _SAME_STEM
        if begun:
            yield self._begun(name, word, 1.0), _BEGINNING

    def _find_forms(self, name: str, word: str) -> tuple[str, ...]:
        """Give the other words of a field that have a word's stem."""
        if len(word) < _SHORTEST_STEM:
            return ()
        (stem,) = self._stemmer.analyze(word)
        shared = next(length for length in range(len(word), -1, -1) if stem.startswith(word[:length]))
        start = word[:shared].rstrip("iy")
        listed = self._searcher.terms_with_prefix(name, start, limit=_MOST_FORMS)
        return tuple(sorted(term for term, _ in listed if term != word and self._stemmer.analyze(term) == [stem]))

    def _marks(self, text: str) -> Marks:
        spellings: dict[str, str] = {}
        beginnings = []
        for chunk, words in self._chunks(text):
            for word in words:
                spellings[word] = word
                if len(words) == 1 and not chunk.quoted:
                    spellings |= {form: word for name in _FORMED for form in self._forms(name, word)}
            if chunk.unfinished:
                beginnings.append(words[-1])
        return Marks(spellings, tuple(beginnings))
