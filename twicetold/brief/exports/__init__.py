"""A brief in the formats of other programs; one small module a format, and others' through the entry point `twicetold.exporters`.

An exporter is a module (or an object) with

- `ABOUT`     a line for people
- `export`    Brief -> text, bytes, or, for a format of several files, their names and contents

Same brief, same bytes. What needs the texts (selectors with words, say) leaves that out where the brief came from JSON without them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import entry_points
from typing import Final, Protocol

from twicetold.brief.schema import Brief

Exported = str | bytes | Mapping[str, str | bytes]

FORMATS: Final = ("csv", "parquet", "annotations", "prov", "stix", "misp", "plover", "graphml", "note", "pdf")
GROUP: Final = "twicetold.exporters"


class Exporter(Protocol):
    """What a module of a format gives."""

    ABOUT: str

    def export(self, brief: Brief, /) -> Exported: ...


class Unknown(Exception):
    """No exporter has that name; the message says which there are."""


def names() -> tuple[str, ...]:
    """All formats: our own, then those that other packages bring, by name."""
    return (*FORMATS, *sorted(e.name for e in entry_points(group=GROUP) if e.name not in FORMATS))


def exporter(name: str) -> Exporter:
    """The exporter of a format. Raises Unknown."""
    if name in FORMATS:
        found: Exporter = import_module(f"twicetold.brief.exports.{name}")
        return found
    for entry in entry_points(group=GROUP, name=name):
        loaded: Exporter = entry.load()
        return loaded
    raise Unknown(f"There is no export format '{name}'; there are {', '.join(names())}.")


def as_bytes(exported: Exported) -> bytes:
    """One file of what was exported: several become a ZIP archive, the same for the same files."""
    if isinstance(exported, str):
        return exported.encode("utf-8", "replace")
    if isinstance(exported, bytes):
        return exported
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in exported.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), as_bytes(content), zipfile.ZIP_DEFLATED)
    return out.getvalue()
