"""JSON: one document, a list of them, or an object with such a list ('documents', 'articles', …)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from twicetold.reading.decode import decode
from twicetold.reading.formats import html
from twicetold.reading.formats.common import Refused, whole
from twicetold.reading.inputs import Input
from twicetold.reading.limits import MAX_JSON
from twicetold.reading.raw import Raw
from twicetold.reading.records import Unusable, key_names, raw_of
from twicetold.types import Failure

LISTS: Final = ("documents", "articles", "items", "results", "data", "news", "stories", "entries", "records", "hits", "docs", "posts")


def load(text: str) -> Any:
    """The value of a JSON text. Raises ValueError, in words for people, also where it is nested too deeply."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, " if error.lineno > 1 else ""
        raise ValueError(f"{error.msg[:1].lower()}{error.msg[1:]} at {place}column {error.colno}") from None
    except RecursionError:
        raise ValueError("nested too deeply") from None
    except ValueError:
        raise ValueError("a number has too many digits") from None


def read(stream: BinaryIO, item: Input) -> Iterator[Raw | Failure]:
    """The documents of a JSON file; Failures for entries that hold none."""
    text, warnings = decode(whole(stream, item, MAX_JSON))
    try:
        value = load(text)
    except ValueError as error:
        raise Refused(f"is not valid JSON ({error}); mend it") from None
    values = documents(value)
    if values is None:
        yield record(value, item.source, item.source, item.stem, warnings)
        return
    if not values:
        raise Refused("holds an empty list; give a list of documents")
    for number, one in enumerate(values, 1):
        where = f"{item.source}#{number}"
        yield record(one, where, f"Entry {number} of {item.source}", f"{item.stem}#{number}", warnings)


def documents(value: Any) -> list[Any] | None:
    """The list of documents in a JSON value, None when the value is one document itself."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        if any(isinstance(value.get(name), str) for name in ("text", "body", "content", "articleBody")):
            return None
        return next((value[name] for name in LISTS if isinstance(value.get(name), list)), None)
    return None


def record(value: Any, where: str, name: str, fallback_id: str, warnings: list[str]) -> Raw | Failure:
    """The document of one JSON value, or why it holds none. `name` begins the sentence."""
    if not isinstance(value, dict):
        kind = (
            "a list"
            if isinstance(value, list)
            else "null"
            if value is None
            else f"a {type(value).__name__}".replace("a str", "a string").replace("a int", "a number")
        )
        return Failure(where, f"{name} is {kind}, not an object; give an object with the article under '{key_names('text')[0]}'.")
    try:
        raw = raw_of(value, where)
    except Unusable as error:
        return Failure(where, f"{name} holds no document: {error}; give the article under '{key_names('text')[0]}'.")
    raw.fallback_id = fallback_id
    raw.warnings[:0] = warnings
    return html.embedded(raw)
