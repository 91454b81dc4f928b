"""The room's word lists and learned numbers, as they stand in its data files."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any


@lru_cache(maxsize=1)
def lists() -> dict[str, Any]:
    """Tables of words.toml."""
    return tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def function_words() -> frozenset[str]:
    return frozenset(lists()["function_words"]["words"].split())


@lru_cache(maxsize=1)
def negations() -> frozenset[str]:
    return frozenset(lists()["negations"]["words"].split())
