"""Scores of forecasts told: in a terminal, as one HTML file, as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from markupsafe import Markup, escape
from rich.console import Console
from rich.table import Table
from rich.text import Text

from twicetold.assessment.forecasting import ENOUGH, ENOUGH_TO_SPLIT, HolderScore, Mean, Scores
from twicetold.brief import phrases
from twicetold.brief.charts.reliability import describe, reliability, text_row
from twicetold.brief.charts.svg import element

FLAT = "worded without a probability (‘will’, ‘may’): counted, not scored"
HOW = "Brier: 0 best, 1 worst, .25 for always saying 50 %. Logarithmic: nats, 0 best, .69 for always saying 50 %."
SEVERAL = "Forecasts on one story stand and fall together: intervals by holder are drawn by story."
STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
table{border-collapse:collapse;margin:1rem 0}th,td{text-align:left;padding:.25rem .9rem .25rem 0}
th,td{border-bottom:1px solid #ddd;vertical-align:top}
.by{color:#555}.reliability{max-width:100%;height:auto;font:12px system-ui,sans-serif}.frame{fill:none;stroke:#999}.tick{fill:#555}
.diagonal{stroke:#999;stroke-dasharray:4 4;fill:none}.interval{fill:#2f5f98;fill-opacity:.25;stroke:#2f5f98}.share{fill:#2f5f98}
@media(prefers-color-scheme:dark){body{color:#e6e6e6;background:#161616}th,td{border-color:#444}.by,.tick{color:#aaa;fill:#aaa}text{fill:#ccc}}
"""


def lines(scores: Scores, *, void: int, unresolved: int | None) -> Iterator[str]:
    """The figures as sentences, the same in every format."""
    open_ones = "" if unresolved is None else f", {unresolved} not resolved"
    yield f"{scores.n} scored, {scores.unscored} {FLAT}, {void} void{open_ones}."
    if scores.brier is None or scores.log is None:
        yield "Nothing to score yet."
        return
    few = f" Fewer than {ENOUGH}: too few to say anything about anybody." if scores.n < ENOUGH else ""
    yield f"Brier score {_mean(scores.brier)}; logarithmic score {_mean(scores.log)}.{few}"
    if scores.base_rate is not None:
        blind = scores.base_rate * (1 - scores.base_rate)
        yield f"{phrases.percent(scores.base_rate)} % came true; saying that number each time would have scored {blind:.3f}."
    if scores.murphy is not None:
        m = scores.murphy
        yield f"Brier = reliability {m.reliability:.3f} − resolution {m.resolution:.3f} + uncertainty {m.uncertainty:.3f} (Murphy 1973)."
    else:
        yield f"Murphy’s parts are told from {ENOUGH_TO_SPLIT} scored forecasts on two levels up."


def _mean(mean: Mean) -> str:
    return f"{mean.value:.3f} (middles of the bands; {mean.low:.3f} to {mean.high:.3f} over the bands)"


def holder_row(holder: HolderScore) -> tuple[str, ...]:
    """Name, number, Brier, drawn towards all, interval or why there is none."""
    if holder.brier is None or holder.shrunk is None:
        return (holder.holder or "own voice", "0", "", "", f"{holder.unscored} not scored")
    rest = f"; {holder.unscored} not scored" if holder.unscored else ""
    interval = "too few to say" if holder.low is None or holder.high is None else f"{holder.low:.3f} to {holder.high:.3f}"
    return (holder.holder or "own voice", str(holder.n), f"{holder.brier:.3f}", f"{holder.shrunk:.3f}", interval + rest)


COLUMNS = ("Holder", "Scored", "Brier", "Drawn to all", "90 % interval")


def render(scores: Scores, console: Console, *, void: int = 0, unresolved: int | None = None) -> None:
    """The scores for a terminal."""
    for line in lines(scores, void=void, unresolved=unresolved):
        console.print(Text(line))
    if scores.bins:
        console.print(Text("\n0 %" + " " * 33 + "100 %   ░ promised  ─ 90 % interval  ● came true", style="dim"))
    for b in scores.bins:
        console.print(Text(text_row(b) + "  " + describe(b)), soft_wrap=True)
    if scores.holders:
        table = Table(*COLUMNS, box=None, pad_edge=False)
        for h in scores.holders:
            table.add_row(*(Text(phrases.shorten(cell, 60)) for cell in holder_row(h)))
        console.print(Text(""), table, Text(HOW + " " + SEVERAL, style="dim"), sep="\n")


def page(scores: Scores, *, void: int = 0, unresolved: int | None = None) -> str:
    """The scores as one HTML file that needs nothing else."""
    head = Markup("<tr>{}</tr>").format(Markup("").join(element("th", c, scope="col") for c in COLUMNS))
    rows = Markup("").join(Markup("<tr>{}</tr>").format(Markup("").join(_cell(c) for c in holder_row(h))) for h in scores.holders)
    told = Markup("").join(element("p", line) for line in lines(scores, void=void, unresolved=unresolved))
    bins = Markup("<ul>{}</ul>").format(Markup("").join(element("li", describe(b)) for b in scores.bins)) if scores.bins else Markup()
    return (
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
        f"<title>Forecasts scored</title><style>{STYLE}</style></head>\n<body><h1>Forecasts scored</h1>\n{told}\n"
        f"<h2>Promised and come true</h2>\n{reliability(scores.bins)}\n{bins}\n"
        f"<h2>By holder</h2>\n<table><thead>{head}</thead><tbody>{rows}</tbody></table>\n"
        f"<p class=\"by\">{escape(HOW)} {escape(SEVERAL)}</p></body></html>\n"
    )  # fmt: skip


def _cell(text: str) -> Markup:
    return element("td", text) if text else Markup("<td></td>")


def data(scores: Scores, *, void: int = 0, unresolved: int | None = None) -> dict[str, Any]:
    """The scores as plain data for JSON, figures to six decimals; `enough` says what may be told."""
    told = asdict(scores)
    told["bins"] = [{**b, "verdict": x.verdict} for b, x in zip(told["bins"], scores.bins, strict=True)]
    told["holders"] = [{**h, "enough": x.enough} for h, x in zip(told["holders"], scores.holders, strict=True)]
    rounded: dict[str, Any] = _rounded({"schema": "twicetold.scores/1", **told, "void": void, "unresolved": unresolved})
    return rounded


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, dict):
        return {k: _rounded(v) for k, v in value.items()}
    return [_rounded(v) for v in value] if isinstance(value, list | tuple) else value
