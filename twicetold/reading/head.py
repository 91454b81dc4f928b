"""A head of labelled lines ('Title: …', 'Date: …') above a text, or YAML front matter: what archives and exporters put there."""

from __future__ import annotations

import re
from typing import Final, TypedDict

from twicetold.reading.records import key_names

FIELD: Final = re.compile(r"[ \t]*([A-Za-z][\w -]{1,24}?)[ \t]*:[ \t]+(\S.{0,500})$")
LEAST: Final = 2
"""Known labels that must stand together: a single 'Source: …' may be a line of the page."""


class Fields(TypedDict, total=False):
    id: str
    title: str
    outlet: str
    author: str
    published: str
    url: str
    canonical: str
    language: str


def head_fields(text: str) -> Fields:
    """The fields that the head of `text` names; empty when there is no such head."""
    known = {name: field for field in Fields.__annotations__ for name in key_names(field)}
    found: dict[str, str] = {}
    for line in text[:4000].lstrip("\ufeff").splitlines()[:24]:
        if line.strip() in ("---", "+++"):
            if found:
                break
            continue
        if not line.strip() and not found:
            continue
        if not (match := FIELD.fullmatch(line.rstrip())):
            break
        field = known.get(re.sub(r"[\s_-]", "", match.group(1).casefold()))
        if field:
            found.setdefault(field, match.group(2).strip().strip("\"'"))
    return Fields(**found) if len(found) >= LEAST else {}  # type: ignore[typeddict-item]
