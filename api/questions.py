"""Questions the query page offers to start from."""

from dataclasses import dataclass

__all__ = ["QUESTIONS", "Question"]


@dataclass(frozen=True, slots=True)
class Question:
    """A question in plain words and the query that answers it."""

    title: str
    query: str


_PREFIXES = """PREFIX rg: <https://w3id.org/releasegraph#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""

QUESTIONS = (
    Question(
        "Which bodies control data under the most agreement versions?",
        _PREFIXES
        + """
SELECT ?body ?name (COUNT(DISTINCT ?version) AS ?versions) WHERE {
  ?version rg:dataController ?body .
  ?body rdfs:label ?name .
}
GROUP BY ?body ?name
ORDER BY DESC(?versions) ?name
LIMIT 25
""",
    ),
    Question(
        "Which datasets are named by the most agreements?",
        _PREFIXES
        + """
SELECT ?dataset ?name (COUNT(DISTINCT ?agreement) AS ?agreements) WHERE {
  ?version rg:dataset ?dataset ;
           rg:versionOf ?agreement .
  ?dataset rdfs:label ?name .
}
GROUP BY ?dataset ?name
ORDER BY DESC(?agreements) ?name
LIMIT 25
""",
    ),
    Question(
        "Which statutory provisions do agreements rely on?",
        _PREFIXES
        + """
SELECT ?provision ?name (COUNT(DISTINCT ?version) AS ?versions) WHERE {
  ?version rg:reliesOn ?provision .
  ?provision rdfs:label ?name .
}
GROUP BY ?provision ?name
ORDER BY DESC(?versions) ?name
LIMIT 25
""",
    ),
    Question(
        "Which files were released after the term of their agreement version had ended?",
        _PREFIXES
        + """
SELECT ?release ?file ?first ?ended WHERE {
  ?release rg:underVersion ?version ;
           rg:fileReference ?file ;
           rg:releaseMonthStart ?first .
  ?version rg:endDate ?ended .
  FILTER(?first > ?ended)
}
ORDER BY ?ended ?file
LIMIT 100
""",
    ),
    Question(
        "What in the sources could not be used, or looked wrong?",
        _PREFIXES
        + """
SELECT ?issue ?kind ?printed ?expected ?record WHERE {
  ?issue a rg:Issue ;
         rg:issueKind ?kind ;
         rg:expected ?expected .
  OPTIONAL { ?issue rg:printedValue ?printed }
  OPTIONAL { ?issue rg:inRecord ?record }
}
ORDER BY ?kind ?issue
LIMIT 100
""",
    ),
)
