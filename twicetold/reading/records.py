"""Records (JSON objects, CSV rows) -> `Raw`: which key holds what, by the names people use."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from math import isfinite
from typing import Any, Final
from urllib.parse import urlsplit

from twicetold.reading.raw import Raw

SURROGATE: Final = re.compile("[\ud800-\udfff]")


class Unusable(Exception):
    """A record that holds no document; the message says why, as the end of a sentence."""


@cache
def _keys() -> dict[str, tuple[str, ...]]:
    data = tomllib.loads((files("twicetold.reading") / "data" / "keys.toml").read_text(encoding="utf-8"))
    return {field: tuple(names) for field, names in data["keys"].items()}


def key_names(field: str) -> tuple[str, ...]:
    """The names under which `field` is looked for, best first."""
    return _keys()[field]


def plain(key: str) -> str:
    """A key without case, blanks and punctuation: 'Published At' and 'published_at' are one."""
    return re.sub(r"[\s_.:/-]+", "", key.casefold())


def raw_of(record: Mapping[str, Any], source: str) -> Raw:
    """The document that a record holds. Raises Unusable when it holds no text."""
    by_name = {plain(str(key)): value for key, value in reversed(list(record.items()))}
    warnings: list[str] = []
    name, text = _text(by_name)
    mended = SURROGATE.sub("\ufffd", text)
    if mended != text:
        warnings.append("Half characters (lone surrogates) in its text were replaced by '\ufffd'.")
    url = _string(by_name, "url")
    outlet = _string(by_name, "outlet")
    if outlet and re.match(r"https?://", outlet):
        url, outlet = url or outlet, urlsplit(outlet).hostname
    return Raw(
        source=source,
        text=mended,
        html=name != "text" and MARKUP.match(mended) is not None,  # what is called 'text' is left as it is: spans point into it
        id=_string(by_name, "id"),
        title=_string(by_name, "title"),
        outlet=outlet,
        author=_string(by_name, "author"),
        published=_string(by_name, "published"),
        url=url,
        canonical=_string(by_name, "canonical"),
        language=_string(by_name, "language"),
        warnings=warnings,
    )


MARKUP: Final = re.compile(r"\s*<(?:!doctype|html|body|p|div|article|section|h[1-6]|figure|span|blockquote)\b", re.I)


def _text(record: Mapping[str, Any]) -> tuple[str, str]:
    """The name of the key that holds the text, and the text."""
    wrong = None
    for name in key_names("text"):
        value = record.get(name)
        if isinstance(value, str) and value.strip():
            return name, value
        if isinstance(value, list) and value and all(isinstance(v, str) for v in value):
            return name, "\n\n".join(value)
        if value not in (None, "", []):
            wrong = wrong or (name, type(value).__name__)
    if wrong:
        raise Unusable(f"its '{wrong[0]}' is {TYPES.get(wrong[1], wrong[1])} where text is wanted")
    if any(name in record for name in key_names("text")):
        raise Unusable("its text is empty")
    raise Unusable(f"it has no text: none of the keys {', '.join(key_names('text')[:5])} is there")


TYPES: Final = {
    "int": "a number", "float": "a number", "dict": "an object", "list": "a list of other things",
    "bool": "a truth value", "str": "a blank string"
}  # fmt: skip


def _string(record: Mapping[str, Any], field: str) -> str | None:
    """The first usable value of `field` as a string: names are taken out of objects, lists are joined."""
    for name in key_names(field):
        if value := _flat(record.get(name)):
            return SURROGATE.sub("\ufffd", value)
    return None


def _flat(value: object, depth: int = 0) -> str:
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, bool) or value is None or depth > 3:
        return ""
    if isinstance(value, int | float):
        return str(value) if isfinite(value) else ""
    if isinstance(value, dict):
        return next((s for key in ("name", "title", "@id", "url", "id", "$oid", "$date") if (s := _flat(value.get(key), depth + 1))), "")
    if isinstance(value, list):
        return ", ".join(s for v in value[:20] if (s := _flat(v, depth + 1)))
    return ""
