"""The NHS datasets that the register names, as datasets of the catalogue: described here, not offered here.

Access rights are told by what the register prints. Each dataset it names was supplied under an agreement: that is
`restricted`, available under conditions. Where a provision of it is printed as sensitive there is a reason of privacy
as well: that is `non-public`, which is also what HealthDCAT-AP has for data on persons.
"""

import re
from collections.abc import Iterable, Sequence

from rdflib import Literal, URIRef

from releasegraph.graph.authorship import PUBLISHER
from releasegraph.graph.catalogue.agents import register_publisher_iri
from releasegraph.graph.catalogue.authorities import authority
from releasegraph.graph.catalogue.facts import KEYWORDS
from releasegraph.graph.catalogue.months import month_in_words
from releasegraph.graph.catalogue.named_datasets import NamedDataset
from releasegraph.graph.catalogue.terms import ENGLISH, TYPE, Triple, catalogue_node, page_iri, term
from releasegraph.graph.identifiers import has_slug
from releasegraph.graph.vocabulary import DCT, RG, XSD

__all__ = ["dataset_triples", "titled"]

_ABBREVIATION = re.compile(r"[(\[]([A-Z][A-Za-z0-9 ]{1,14})[)\]]")
"""A bracket of a name that holds what the dataset is called for short: `(HES APC)`."""
_PROVENANCE = (
    f"Described from {PUBLISHER}'s register of data sharing agreements: the name, the law it was released under, the "
    "types of data and the counts come from the rows that name the dataset. The register does not hold the data."
)


def titled(datasets: Iterable[NamedDataset]) -> tuple[NamedDataset, ...]:
    """Give the datasets whose name has a letter or a digit: others have nothing to be listed under."""
    return tuple(one for one in datasets if has_slug(one.name))


def dataset_triples(base: str, datasets: Sequence[NamedDataset], month: str | None) -> Iterable[Triple]:
    """Describe each dataset; `month` is the one the graph speaks of."""
    for one in datasets:
        yield from _dataset(base, one, month)
    if datasets:
        statement = catalogue_node(base, "provenance/register")
        yield statement, TYPE, term("dct", "ProvenanceStatement")
        yield statement, term("rdfs", "label"), Literal(_PROVENANCE, ENGLISH)


def _dataset(base: str, one: NamedDataset, month: str | None) -> Iterable[Triple]:
    node, page = URIRef(one.iri), page_iri(base, one.iri)
    for cls in ("Resource", "Dataset"):
        yield node, TYPE, term("dcat", cls)
    yield node, URIRef(DCT.title), Literal(one.name, ENGLISH)
    yield node, URIRef(DCT.description), Literal(_description(one, month), ENGLISH)
    yield node, URIRef(DCT.identifier), Literal(one.iri)
    yield node, URIRef(DCT.publisher), register_publisher_iri(base)
    yield node, term("dcat", "theme"), authority("data-theme/HEAL")
    yield (
        node,
        term("dct", "accessRights"),
        authority(f"access-right/{'NON_PUBLIC' if one.is_sensitive else 'RESTRICTED'}"),
    )
    yield node, term("dct", "provenance"), catalogue_node(base, "provenance/register")
    yield node, term("dcat", "landingPage"), page
    yield page, TYPE, term("foaf", "Document")
    for name in _alternatives(one):
        yield node, term("dct", "alternative"), Literal(name, ENGLISH)
    for word in _keywords(one):
        yield node, term("dcat", "keyword"), Literal(word, ENGLISH)
    for law in one.laws:
        yield node, URIRef(RG.releasedUnder), URIRef(law)
    for counted, number in ((RG.holderCount, one.holders), (RG.currentHolderCount, one.holders_now)):
        if number is not None:
            yield node, URIRef(counted), Literal(str(number), datatype=URIRef(XSD.integer))


def _alternatives(one: NamedDataset) -> Sequence[str]:
    """Give the other names that differ from the title, and from each other, by more than case."""
    found = {name.casefold(): name for name in reversed(one.other_names)}
    return sorted(name for folded, name in found.items() if folded != one.name.casefold())


def _keywords(one: NamedDataset) -> Sequence[str]:
    short = {found for name in (one.name, *one.other_names) for found in _ABBREVIATION.findall(name)}
    return sorted({*KEYWORDS, *short, *one.types})


def _description(one: NamedDataset, month: str | None) -> str:
    """Say in sentences what the register says of a dataset: who has it, as what, under how much law, since when."""
    said = [f"{one.name}, a dataset that {PUBLISHER} shares under data sharing agreements."]
    if one.holders is None:
        said.append("It is named only on pages of the reformatted register.")
    else:
        now = f", {one.holders_now:,} of them under an agreement in force in {month_in_words(month)}" if month else ""
        said.append(f"{_counted(one.holders, 'body applied', 'bodies applied')} for it{now}.")
    if one.types:
        said.append(f"It was provided as: {'; '.join(one.types)}.")
    if one.laws:
        said.append(f"{_counted(len(one.laws), 'legal basis is', 'legal bases are')} printed for releasing it.")
    if one.months:
        first, last = map(month_in_words, one.months)
        since = f"in {first}" if first == last else f"from {first} to {last}"
        said.append(f"{_counted(one.files, 'file of it was', 'files of it were')} released, {since}.")
    return " ".join(said)


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
