"""A brief read on another scale than the house's, beside it and never mixed with it (docs/certainty.md#other-scales)."""

from __future__ import annotations

from twicetold.brief import schema as s
from twicetold.claims.lexicon import table
from twicetold.claims.scales import HOUSE, ladder, read_as

ADMIRALTY = "admiralty"
SCALES = (HOUSE, "phia", "ipcc", "kent", ADMIRALTY)
_UNJUDGED = "F"  # the reliability of a source is for the analyst to say: F is 'cannot be judged', not a middle value
_CONFIRMED, _OPEN = "1", "6"
SEVERAL = 2  # independent sources from which the code speaks of confirmation


def title(scale: str) -> str:
    """The name of a scale for people. Raises KeyError."""
    return "NATO Admiralty code" if scale == ADMIRALTY else ladder(scale).title


def short(scale: str) -> str:
    """As it stands beside a phrase: 'PHIA', 'IPCC', 'Kent', 'Admiralty'."""
    return scale.upper() if len(scale) == 4 and scale != "kent" else scale.capitalize()


def with_scale(told: s.Brief, scale: str) -> s.Brief:
    """The same brief with what `scale` makes of every phrase; `certainty` stays ICD 203. Raises KeyError for an unknown scale.

    A phrase that the scale does not define is read as nothing, not as its neighbour. The Admiralty code speaks of claims, not of phrases: 1
    where independent sources confirm one another and nothing is turned round, else 6; the source is F until an analyst says otherwise.
    """
    if scale == HOUSE:
        return told
    if scale == ADMIRALTY:
        return told.model_copy(update={"scale": scale, "claims": [c.model_copy(update={"reading": _credibility(c)}) for c in told.claims]})
    claims = [c.model_copy(update={"mentions": [_mention(m, scale) for m in c.mentions]}) for c in told.claims]
    phrases = _phrases(told)
    forecasts = [f.model_copy(update={"reading": _reading(_phrase_of(f, phrases), scale)}) for f in told.forecasts]
    return told.model_copy(update={"scale": scale, "claims": claims, "forecasts": forecasts})


def _mention(mention: s.BriefClaimMention, scale: str) -> s.BriefClaimMention:
    return mention.model_copy(update={"reading": _reading(mention.cue_phrase, scale)})


def _reading(phrase: str | None, scale: str) -> s.BriefReading | None:
    if phrase is None:
        return None
    found = read_as(phrase, scale)
    return s.BriefReading(scale=scale, level=found.level if found else None, range=found.range if found else None)


def _phrases(told: s.Brief) -> dict[tuple[str, int, int], str]:
    return {(m.document, m.start, m.end): m.cue_phrase for c in told.claims for m in c.mentions if m.cue_phrase}


def _phrase_of(f: s.BriefForecast, phrases: dict[tuple[str, int, int], str]) -> str | None:
    """The phrase with which a forecast is made: that of the claim on the same words."""
    return next((p for m in f.mentions if (p := phrases.get((m.document, m.start, m.end)))), None)


def _credibility(claim: s.BriefClaim) -> s.BriefReading:
    turned = any(x.kind == "reversed" for x in claim.shifts)
    level = _CONFIRMED if claim.independent_sources >= SEVERAL and not turned else _OPEN
    return s.BriefReading(scale=ADMIRALTY, level=_UNJUDGED + level, range=None)


def told_as(reading: s.BriefReading) -> str:
    """'highly likely, 80–90 %', 'not defined', 'F6: reliability cannot be judged, truth cannot be judged'."""
    if reading.level is None:
        return "not defined"
    if reading.scale == ADMIRALTY:
        return f"{reading.level}: {_words('admiralty_reliability', reading.level[0])}, {_words('admiralty_credibility', reading.level[1:])}"
    band = f", {reading.range[0] * 100:.0f}–{reading.range[1] * 100:.0f} %" if reading.range else ""
    return reading.level.replace("_", " ") + band


def _words(scale: str, level: str) -> str:
    return str(next(b["phrases"][0] for b in table("scales.toml")[scale]["bands"] if b["level"] == level))
