"""Pages as a server gives them, their links made those of a static site."""

import html
import re
from collections.abc import Callable
from functools import cache

from releasegraph.api.publishing.addresses import Fate

__all__ = ["rewritten"]

Lead = Callable[[str], str | Fate]
"""Gives where a link leads on the static site."""

_FORM = re.compile(r'<form\b[^>]*?action="([^"]*)"[^>]*>.*?</form>\n?', re.DOTALL)
_ADDRESS = re.compile(r'="(?:(?<=\shref=")|(?<=\ssrc=")|(?<=\saction="))(?<!rel="cite-as" href=")([^"<>]*)"')
"""Begins with signs that must be there: they alone are looked for in long texts. The IRI to cite a thing by stays."""
_ASTRAY: dict[Fate, str] = {Fate.UNLINKED: "\0words", Fate.LEFT_OUT: "\0nothing"}
"""What stands for an address that leads nowhere until its element goes: no page has that sign (HTML, 13.2.3.5)."""
_LINK = re.compile(
    r'<(?P<item>li><)?a\b[^>\0]*+\0(?P<fate>\w+)"[^>]*>(?P<words>.*?)</a>(?P<end></li>\n?)?'
    r'|<(?:link|script|img|form)\b[^>\0]*+\0\w+"[^>]*>',
    re.DOTALL,
)


def rewritten(page: str, lead: Lead) -> str:
    """Give a page with the links of a static site; of those that lead nowhere the words stay, or nothing.

    Forms that ask a server go; a search's stays, where its address does. The IRI to cite a thing by is no link.
    """

    @cache
    def address(printed: str) -> str:
        target = lead(html.unescape(printed))
        return f'="{_ASTRAY[target] if isinstance(target, Fate) else html.escape(target)}"'

    kept = _FORM.sub(lambda found: found[0] if "search" in str(lead(html.unescape(found[1]))) else "", page)
    led = _ADDRESS.sub(lambda found: address(found[1]), kept)
    return _LINK.sub(_unlinked, led) if "\0" in led else led


def _unlinked(found: re.Match[str]) -> str:
    """Give what stays of a link that leads nowhere; `<li>` and `</li>` stand around it where it makes an item."""
    item, fate, words, end = found.groups(default="")
    start = "<li>" if item else ""
    if f"\0{fate}" == _ASTRAY[Fate.UNLINKED]:
        return start + words + end
    return "" if start and end else start + end
