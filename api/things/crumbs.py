"""Where a page stands: what its thing is part of, the outermost first, the thing itself left out."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from releasegraph.api.things.concept import ConceptView
from releasegraph.api.things.law import LawView
from releasegraph.api.things.provision import ProvisionView
from releasegraph.api.things.record import RecordView
from releasegraph.api.things.release import ReleaseView
from releasegraph.api.things.version import ListingView, VersionView
from releasegraph.api.view import Value

__all__ = ["Crumb", "crumbs_of"]

Crumb = tuple[str, str | None]
"""A text and the address it leads to."""


def crumbs_of(view: object) -> tuple[Crumb, ...]:
    """Give what the thing of a page's view is part of; nothing where it is part of nothing shown."""
    trail = _TRAILS.get(type(view))
    return () if trail is None else trail(view)


def _of_agreement(agreement: Value | None) -> tuple[Crumb, ...]:
    return () if agreement is None else ((f"Agreement {agreement.text}", agreement.href),)


def _of_provision(view: ProvisionView) -> tuple[Crumb, ...]:
    version = view.version
    last = () if version is None else ((f"Version {version.name}", version.href),)
    return (*_of_agreement(view.agreement), *last)


def _of_release(view: ReleaseView) -> tuple[Crumb, ...]:
    return _of_values(view.agreement, view.version) if view.version else ()


def _of_values(*values: Value | None) -> tuple[Crumb, ...]:
    return tuple((one.text, one.href) for one in values if one is not None)


_TRAILS: Mapping[type, Callable[[Any], tuple[Crumb, ...]]] = MappingProxyType(
    {
        VersionView: lambda view: _of_agreement(view.agreement),
        ListingView: lambda view: _of_agreement(view.agreement),
        ProvisionView: _of_provision,
        ReleaseView: _of_release,
        RecordView: lambda view: _of_values(view.edition),
        ConceptView: lambda view: _of_values(view.scheme),
        LawView: lambda view: view.above,
    }
)
"""Class of a view to its crumbs."""
