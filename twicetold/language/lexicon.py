"""Word lists of this room, read once from the TOML files beside the code: tables with `words`, and a `reference` for their source."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


@cache
def table(name: str) -> dict[str, dict[str, object]]:
    """The tables of `lexicons/NAME.toml`."""
    path = resources.files("twicetold.language") / "lexicons" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def words(name: str, key: str) -> frozenset[str]:
    """The words listed under `key` of `lexicons/NAME.toml`."""
    listed = table(name)[key]["words"]
    assert isinstance(listed, list | str), (name, key)
    return frozenset(listed.split() if isinstance(listed, str) else listed)


@cache
def pairs(name: str, key: str) -> dict[str, str]:
    """Entries 'form=lemma' listed under `key` of `lexicons/NAME.toml`."""
    return dict(entry.split("=", 1) for entry in sorted(words(name, key)))
