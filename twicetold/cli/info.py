"""`twicetold info` and `twicetold schema`: what a bug report and a program need."""

from __future__ import annotations

import json
import platform
import re
import sys
from importlib.metadata import PackageNotFoundError, requires, version

import click

from twicetold import __version__, language
from twicetold.brief.schema import Brief


@click.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of `brief --format json`."""
    click.echo(json.dumps(Brief.model_json_schema(by_alias=True, mode="serialization"), indent=2, ensure_ascii=False))


@click.command("info")
def info_command() -> None:
    """Print what a bug report needs: versions, the reader model, the machine's kind. Nothing about your documents."""
    click.echo(f"twicetold {__version__}")
    click.echo(f"python {platform.python_version()} ({sys.implementation.name}, {platform.system()} {platform.machine()})")
    click.echo(f"reader model {language.model_version()}")
    for name in sorted(_dependencies()):
        click.echo(f"{name} {_version(name)}")


def _dependencies() -> set[str]:
    """Names of the run-time dependencies, as the installed package states them."""
    return {_name(line) for line in requires("twicetold") or [] if "extra ==" not in line}


def _name(requirement: str) -> str:
    return re.split(r"[<>=!~\[; ]", requirement, maxsplit=1)[0]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "is missing"
