"""The room's data files as tables; every part of one names the `reference` it rests on."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any


@lru_cache(maxsize=8)
def table(name: str) -> dict[str, Any]:
    """The contents of `name`.toml, a file of this package. Raises FileNotFoundError where there is none."""
    return tomllib.loads(resources.files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=32)
def words(name: str, part: str) -> frozenset[str]:
    """The words of one part of a table."""
    return frozenset(table(name)[part]["words"].split())
