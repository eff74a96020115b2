"""Pages as a server gives them, their links made those of a static site."""

import html
import re
from collections.abc import Callable

from releasegraph.api.publishing.addresses import Fate

__all__ = ["rewritten"]

Lead = Callable[[str], str | Fate]
"""Gives where a link leads on the static site."""

_FORM = re.compile(r'<form\b[^>]*?action="([^"]*)"[^>]*>.*?</form>\n?', re.DOTALL)
_LINK = re.compile(
    r'<(?P<item>li><)?a\b(?P<before>[^>]*?)\shref="(?P<href>[^"]*)"(?P<after>[^>]*)>(?P<words>.*?)</a>(?P<end></li>\n?)?'
    r'|<(?P<tag>link|form|script|img)\b(?P<start>[^>]*?)\s(?P<key>href|src|action)="(?P<target>[^"]*)"(?P<rest>[^>]*)>',
    re.DOTALL,
)
"""Begins with one sign that must be there: that alone is looked for in long texts."""


def rewritten(page: str, lead: Lead) -> str:
    """Give a page with the links of a static site; of those that lead nowhere the words stay, or nothing.

    Forms that ask a server go; a search's stays, where its address does.
    """
    kept = _FORM.sub(lambda found: found[0] if "search" in str(lead(html.unescape(found[1]))) else "", page)
    return _LINK.sub(lambda found: _link(found, lead) if found["href"] is not None else _tag(found, lead), kept)


def _link(found: re.Match[str], lead: Lead) -> str:
    """Rewrite a link; `<li>` and `</li>` stand right around it where it makes an item of a list."""
    href, words = found["href"], found["words"]
    target = lead(html.unescape(href))
    start, end = "<li>" if found["item"] else "", found["end"] or ""
    if target is Fate.LEFT_OUT:
        return "" if start and end else start + end
    if isinstance(target, Fate):
        return f"{start}{words}{end}"
    return f'{start}<a{found["before"]} href="{html.escape(target)}"{found["after"]}>{words}</a>{end}'


def _tag(found: re.Match[str], lead: Lead) -> str:
    target = lead(html.unescape(found["target"]))
    if isinstance(target, Fate):
        return ""
    return f'<{found["tag"]}{found["start"]} {found["key"]}="{html.escape(target)}"{found["rest"]}>'
