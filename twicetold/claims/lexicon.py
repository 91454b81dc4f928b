"""The data files of this room, read once. Files are CSV or TOML in `twicetold/claims/data/`; every entry names its reference."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

DATA = files("twicetold.claims") / "data"


@cache
def rows(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of a CSV file, by column name."""
    return tuple(csv.DictReader((DATA / name).read_text(encoding="utf-8").splitlines()))


@cache
def table(name: str) -> Mapping[str, Any]:
    """A TOML file."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


@cache
def words(name: str, key: str) -> frozenset[str]:
    """The list `key` of the TOML file `name`, as a set of lower-case words. Raises KeyError when it is not there."""
    return frozenset(str(w).lower() for w in table(name)[key]["words"])


def reference(key: str) -> str:
    """The title behind a reference key. Raises KeyError for a key that data/references.toml does not have."""
    return str(table("references.toml")[key]["title"])
