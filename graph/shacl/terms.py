"""Terms as N-Triples writes them, in text: hashed and compared in C, and their kind seen in the first character.

One term has one text: only `\\`, `"`, tab, line feed and carriage return are escaped, xsd:string is left out, language
tags are in lower case (RDF 1.1 Concepts, section 3.3, has their value space in lower case).
"""

import re
from functools import lru_cache

import rdflib
from rdflib.term import Identifier

__all__ = [
    "LANG_STRING",
    "RDF_TYPE",
    "SUBCLASS_OF",
    "XSD",
    "XSD_STRING",
    "Term",
    "canonical",
    "identifier_of",
    "iri_text",
    "is_blank",
    "is_iri",
    "is_literal",
    "literal_parts",
    "string_of",
    "text_of",
]

Term = str
"""A term as N-Triples writes it."""

XSD = "http://www.w3.org/2001/XMLSchema#"
XSD_STRING = f"{XSD}string"
LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
RDF_TYPE: Term = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
SUBCLASS_OF: Term = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"

_ESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_OTHERWISE = re.compile(r"\\[^nrt\"\\]|XMLSchema#string>$|@[a-zA-Z0-9-]*[A-Z][a-zA-Z0-9-]*$")
"""What a writer may do otherwise than we do, or may seem to."""
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_SHORT = (
    (re.compile(r"[+-]?[0-9]+"), "integer"),
    (re.compile(r"[+-]?[0-9]*\.[0-9]+"), "decimal"),
    (re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[eE][+-]?[0-9]+"), "double"),
    (re.compile(r"true|false"), "boolean"),
)
"""What Turtle, and so the TSV of SPARQL, may write without quotes (Turtle, section 2.5)."""


def is_iri(term: Term) -> bool:
    """Tell an IRI."""
    return term[0] == "<"


def is_blank(term: Term) -> bool:
    """Tell a blank node."""
    return term[0] == "_"


def is_literal(term: Term) -> bool:
    """Tell a literal."""
    return term[0] == '"'


def iri_text(iri: str) -> Term:
    """Give an IRI as a term."""
    return f"<{iri}>"


def _literal_text(lexical: str, datatype: str, language: str) -> Term:
    quoted = f'"{lexical.translate(_ESCAPED)}"'
    if language:
        return f"{quoted}@{language.lower()}"
    return quoted if datatype == XSD_STRING else f"{quoted}^^<{datatype}>"


def text_of(term: Identifier) -> Term:
    """Give an rdflib term as text; raise TypeError for what is no RDF term."""
    match term:
        case rdflib.URIRef():
            return f"<{term}>"
        case rdflib.BNode():
            return f"_:{term}"
        case rdflib.Literal():
            return _literal_text(str(term), str(term.datatype or XSD_STRING), term.language or "")
    raise TypeError(f"no RDF term: {term!r}")


def identifier_of(term: Term) -> Identifier:
    """Give a term as rdflib's, its lexical form as it stands."""
    if is_iri(term):
        return rdflib.URIRef(term[1:-1])
    if is_blank(term):
        return rdflib.BNode(term[2:])
    lexical, datatype, language = literal_parts(term)
    if language:
        return rdflib.Literal(lexical, lang=language)
    return rdflib.Literal(
        lexical, datatype=None if datatype == XSD_STRING else rdflib.URIRef(datatype), normalize=False
    )


@lru_cache(maxsize=65536)
def literal_parts(term: Term) -> tuple[str, str, str]:
    """Give the lexical form, datatype IRI and language tag (or "") of a literal."""
    end = term.rindex('"')
    lexical = term[1:end]
    if "\\" in lexical:
        lexical = _ESCAPE.sub(_unescaped, lexical)
    rest = term[end + 1 :]
    if not rest:
        return lexical, XSD_STRING, ""
    return (lexical, LANG_STRING, rest[1:]) if rest[0] == "@" else (lexical, rest[3:-1], "")


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _LETTERS.get(found[3], found[3])


def string_of(term: Term) -> str | None:
    """Give what SPARQL's str() gives: an IRI's or a literal's characters, None for a blank node."""
    if is_iri(term):
        return term[1:-1]
    return None if is_blank(term) else literal_parts(term)[0]


def canonical(text: str) -> Term:
    """Give a term as Turtle or TSV may write it in our one way; raise ValueError where it is none."""
    if text[0] in "<_":
        return text
    if text[0] == '"':
        return _literal_text(*literal_parts(text)) if _OTHERWISE.search(text) else text
    for form, datatype in _SHORT:
        if form.fullmatch(text):
            return _literal_text(text, XSD + datatype, "")
    raise ValueError(f"no term: {text!r}")
