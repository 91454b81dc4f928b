"""`twicetold`: the group of commands, and what all of them share."""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path
from typing import Any

import click

from twicetold import __version__
from twicetold.cli.brief import brief_command, demo_command
from twicetold.cli.info import info_command, schema_command

CONFIG = "twicetold.toml"
ANY_FAILED, USAGE, NOTHING_USABLE = 1, 2, 3


def read_config(path: Path) -> dict[str, Any]:
    """Defaults by command from `twicetold.toml`: a table a command, keys as the long options without dashes in front."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise click.UsageError(f"{path} cannot be read as TOML ({error}); mend it or move it away.") from error
    return {command: {k.replace("-", "_"): v for k, v in table.items()} for command, table in tables.items() if isinstance(table, dict)}


class Group(click.Group):
    """Exit quietly when the reader of a pipe has gone, and say an out-of-space or unexpected error in one sentence."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().main(*args, **kwargs)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        except OSError as error:
            name = f" {error.filename}:" if error.filename else ""
            click.echo(f"twicetold:{name} {error.strerror or error}", err=True)
            sys.exit(ANY_FAILED)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "TWICETOLD"})
@click.version_option(__version__, prog_name="twicetold")
@click.pass_context
def main(context: click.Context) -> None:
    """Who said what and how surely, who retells whom, what each side committed to.

    Options come from the command line, then TWICETOLD_<COMMAND>_<OPTION>, then twicetold.toml in the working folder.
    """
    context.default_map = read_config(Path(CONFIG))


for command in (brief_command, demo_command, schema_command, info_command):
    main.add_command(command)
