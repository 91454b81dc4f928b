"""`twicetold`: the group of commands, and what all of them share."""

from __future__ import annotations

import os
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from threadpoolctl import threadpool_limits

from twicetold import __version__

CONFIG = "twicetold.toml"
COMMANDS = {  # name -> where it is told; loaded when it is called
    "brief": "twicetold.cli.brief:brief_command",
    "demo": "twicetold.cli.brief:demo_command",
    "check": "twicetold.cli.check:check_command",
    "forecasts": "twicetold.cli.forecasts:forecasts_command",
    "explain": "twicetold.cli.explain:explain_command",
    "compare": "twicetold.cli.compare:compare_command",
    "passages": "twicetold.cli.passages:passages_command",
    "stemma": "twicetold.cli.stemma:stemma_command",
    "add": "twicetold.cli.archive:add_command",
    "stories": "twicetold.cli.archive:stories_command",
    "search": "twicetold.cli.archive:search_command",
    "show": "twicetold.cli.archive:show_command",
    "remove": "twicetold.cli.archive:remove_command",
    "export": "twicetold.cli.archive:export_command",
    "watch": "twicetold.cli.watch:watch_command",
    "serve": "twicetold.cli.serve:serve_command",
    "schema": "twicetold.cli.info:schema_command",
    "info": "twicetold.cli.info:info_command",
    "mcp": "twicetold.cli.mcp:mcp_command",
}
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
    """Load a command only when it is called; exit quietly when the reader of a pipe has gone; say an out-of-space error in one sentence."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

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
    threadpool_limits(1, "blas")  # our products are small: more threads cost more than they bring
    context.default_map = read_config(Path(CONFIG))
