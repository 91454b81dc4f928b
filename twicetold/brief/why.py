"""The reasons behind the readings of a page, each told once: a click on a reading leads to the words, the rule and the reference."""

from __future__ import annotations

from dataclasses import dataclass, field

from twicetold.brief import phrases
from twicetold.brief.explain import RULES, Explainer, Reason
from twicetold.brief.items import Certainty
from twicetold.brief.schema import Brief
from twicetold.claims.lexicon import reference, table

_HEADS = {
    "certainty": "How surely",
    "polarity": "Denials",
    "shifts": "Changes on the way",
    "levels": "How binding",
    "statuses": "Given or not",
}
_NAMES = {"shifts": phrases.SHIFTS, "statuses": phrases.STATUSES}


@dataclass(frozen=True, slots=True)
class Entry:
    anchor: str
    name: str
    reason: Reason


@dataclass(slots=True)
class Why:
    """Collects what is asked for while a page is written; `sections` then tells it, so they come last."""

    brief: Brief
    _explainer: Explainer = field(init=False)
    _entries: dict[tuple[str, str], Entry] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._explainer = Explainer(self.brief, self.brief.scale)

    def certainty(self, sure: Certainty) -> str | None:
        """Where a reading of a phrase is explained; None for a bare statement, which rests on no words."""
        if sure.cue is None:
            return None
        key = ("certainty", f"{sure.cue.casefold()}\n{sure.level}")
        if key not in self._entries:
            low, high = (sure.low, sure.high) if not sure.denied else (_other(sure.high), _other(sure.low))
            limits = None if low is None or high is None else (low, high)
            reason = self._explainer.certainty(sure.level, limits, sure.cue)
            self._entries[key] = Entry(f"why-{len(self._entries) + 1}", f"‘{sure.cue}’", reason)
        return self._entries[key].anchor

    def rule(self, group: str, name: str | int) -> str:
        """Where a kind of change, a level, a status or a denial is explained. Raises KeyError for what there is no rule for."""
        key = (group, str(name))
        if key not in self._entries:
            rules = table(RULES)[group]
            told = _NAMES.get(group, {}).get(name, f"level {name}" if group == "levels" else str(name))  # type: ignore[attr-defined]
            reason = Reason(group, told, None, rules[str(name)], reference(rules["reference"]))
            self._entries[key] = Entry(f"why-{group}-{name}", phrases.capital(told), reason)
        return self._entries[key].anchor

    def sections(self) -> list[tuple[str, list[Entry]]]:
        """Heading and entries, in a fixed order; phrases by the alphabet."""
        out = []
        for group, head in _HEADS.items():
            entries = [e for (of, _), e in self._entries.items() if of == group]
            if entries:
                out.append((head, sorted(entries, key=lambda e: (e.name.casefold(), e.anchor))))
        return out


def _other(share: float | None) -> float | None:
    return None if share is None else round(1 - share, 6)
