"""The contexts that a JSON-LD document refers to, put in their places: files beside it, and never the web.

A parser would fetch them (JSON-LD 1.1 API, section 6.1), and so tell others what is read here.
"""

import json
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from releasegraph.graph.errors import SourceError

__all__ = ["with_contexts"]

_CONTEXT, _IMPORT = "@context", "@import"


def with_contexts(content: bytes, file: Path) -> bytes:
    """Give a document with each context in the place of its address; one that refers to none, or is no JSON, as it is.

    Raises SourceError for a context on the web, or a file that holds none.
    """
    try:
        document = json.loads(content)
        inlined = _inlined(document, (file.resolve(),))
    except ValueError:
        return content  # the parser says what is wrong
    except RecursionError:
        raise SourceError(str(file), "", "nested too deeply to look for the contexts it refers to") from None
    return content if inlined == document else json.dumps(inlined).encode()


def _inlined(node: object, files: tuple[Path, ...]) -> object:
    """Put contexts in their places in a node and all below it; `files` are those read on the way to it."""
    match node:
        case list():
            return [_inlined(one, files) for one in node]
        case dict():
            return {
                key: _of(value, files) if key == _CONTEXT else _inlined(value, files) for key, value in node.items()
            }
    return node


def _of(said: object, files: tuple[Path, ...]) -> object:
    """Give what a document says as its context without addresses."""
    match said:
        case str():
            return _read(said, files)
        case list():
            return [_of(one, files) for one in said]
        case {"@import": str(address)}:
            imported, own = _read(address, files), _inlined(said, files)
            if isinstance(imported, dict) and isinstance(own, dict):
                # JSON-LD 1.1, section 4.1.10: what is stated here stands over what is imported
                return {**imported, **{key: value for key, value in own.items() if key != _IMPORT}}
            raise _refused(address, files, "an imported context is one object")
    return _inlined(said, files)


def _read(address: str, files: tuple[Path, ...]) -> object:
    url = urlsplit(urljoin(files[-1].as_uri(), address))
    if url.scheme != "file" or url.netloc:
        raise _refused(address, files, "nothing is fetched from the web while validating")
    path = Path(unquote(url.path))
    if path in files:
        raise _refused(address, files, "it refers to itself")
    try:
        document = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise _refused(address, files, str(getattr(error, "strerror", None) or error)) from None
    if not isinstance(document, dict) or _CONTEXT not in document:
        raise _refused(address, files, "no context is in it")
    return _of(document[_CONTEXT], (*files, path))


def _refused(address: str, files: tuple[Path, ...], why: str) -> SourceError:
    expected = "the context itself in the place of its address, or the address of a file beside it"
    return SourceError(str(files[-1]), "", f"the context {address!r} is not read: {why}", expected)
