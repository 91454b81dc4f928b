"""The forecasts of a brief as a list of their own, and their outcomes put back into it."""

from __future__ import annotations

from collections.abc import Mapping

from twicetold.assessment.forecasting import Outcome, forecast_id
from twicetold.assessment.resolutions import Expected
from twicetold.brief.schema import Brief, BriefForecast


def listed(told: Brief) -> list[Expected]:
    """Every forecast of a brief, in its order. Where ids are missing they are worked out, of the reports' texts where those are at hand."""
    names = {a.id: a.name for a in told.actors}
    outlets = {d.id: d.outlet for d in told.documents}
    stories = {d.id: d.story for d in told.documents}
    titles = {s.id: s.title for s in told.stories}
    return [_expected(f, names, outlets, stories, titles, told.texts) for f in told.forecasts]


def _expected(
    f: BriefForecast,
    names: Mapping[str, str],
    outlets: Mapping[str, str | None],
    stories: Mapping[str, str],
    titles: Mapping[str, str],
    texts: Mapping[str, str],
) -> Expected:
    documents = tuple(dict.fromkeys(m.document for m in f.mentions))
    first = documents[0] if documents else ""
    holder = names.get(f.holder or "") or (outlets.get(first) if f.holder is None else None)
    story = titles.get(stories.get(first, ""), "")
    identifier = f.id or forecast_id(holder, f.event, texts.get(first, first))
    return Expected(
        id=identifier, holder=holder, event=f.event, certainty=f.certainty, range=f.range,
        horizon=f.horizon.text if f.horizon else None, since=f.horizon.since if f.horizon else None,
        until=f.horizon.until if f.horizon else None, story=story, documents=documents,
    )  # fmt: skip


def with_ids(told: Brief) -> Brief:
    """The same brief, every forecast with its id."""
    return told.model_copy(
        update={"forecasts": [f.model_copy(update={"id": e.id}) for f, e in zip(told.forecasts, listed(told), strict=True)]}
    )


def with_outcomes(told: Brief, outcomes: Mapping[str, Outcome]) -> Brief:
    """The same brief with what became of its forecasts, as far as it is known."""
    known = [outcomes.get(e.id) for e in listed(told)]
    told_again = [f if o is None else f.model_copy(update={"outcome": o}) for f, o in zip(told.forecasts, known, strict=True)]
    return told.model_copy(update={"forecasts": told_again})
