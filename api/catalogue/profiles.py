"""Which profile of the catalogue a request wants, and how an answer says which it has.

Content Negotiation by Profile (https://www.w3.org/TR/dx-prof-conneg/), section 7.1 for headers, 7.2 for a parameter of
the address; unlike there, a client that accepts no profile of ours is told so rather than given another.
"""

import re
from collections.abc import Iterable, Iterator

from releasegraph.api.problems import Problem, ProblemError
from releasegraph.graph.catalogue.profiles import PROFILES, Profile

__all__ = ["negotiate_profile", "token_links"]

_WANTED = re.compile(r"(?:<([^<>]*)>|([^\s,;<>]+))\s*((?:;[^,]*)?)")
_QUALITY = re.compile(r";\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*(?=;|$)", re.IGNORECASE)
_PROFILE_CLASS = "http://www.w3.org/ns/dx/prof/Profile"


def negotiate_profile(named: str | None, accepted: str | None) -> Profile:
    """Choose by the parameter's tokens or IRIs, the first that we have; else by Accept-Profile; else ours.

    Raises ProblemError (406) where we have none that is wanted.
    """
    if named:
        wanted: Iterable[tuple[str, float]] = [(one.strip(), 1.0) for one in named.split(",")]
    elif accepted:
        wanted = list(_read(accepted))
    else:
        return PROFILES[0]
    # of equal quality the first named; `sorted` keeps their order
    for name, quality in sorted(wanted, key=lambda one: -one[1]):
        profile = PROFILES[0] if name == "*" else _profile(name)
        if profile is not None and quality > 0:
            return profile
    offered = ", ".join(f"{one.token} ({one.iri})" for one in PROFILES)
    raise ProblemError(Problem(406, f"Profiles offered here: {offered}.", {"offered": [one.iri for one in PROFILES]}))


def _read(header: str) -> Iterator[tuple[str, float]]:
    for found in _WANTED.finditer(header):
        quality = _QUALITY.search(found[3])
        yield found[1] or found[2], float(quality[1]) if quality else 1.0


def _profile(name: str) -> Profile | None:
    return next((one for one in PROFILES if name in (one.token, one.iri) or name in one.others), None)


def token_links() -> Iterator[str]:
    """Give the elements of a Link header that say which token stands for which profile (section 7.1.4)."""
    for one in PROFILES:
        yield f'<{_PROFILE_CLASS}>; rel="type"; token="{one.token}"; anchor="{one.iri}"'
