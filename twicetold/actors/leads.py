"""Who a description stands for that comes before the name: 'The council's leader has denied it. Harriet Pryce, leader since 2017, …'

News tells the post first and the name in the next sentence (inverted pyramid). Read when everybody has been met: the description's actor
becomes the one named where post and body agree, or where the named one opens the next sentences and nothing speaks against it.
"""

from __future__ import annotations

from bisect import bisect_left

from twicetold.actors.knowledge import word_list
from twicetold.actors.people import alike, by_name
from twicetold.actors.pronouns import FEMININE, MASCULINE, gender_fits
from twicetold.actors.scene import Found, Scene, Who

SOON = 2  # sentences behind the lead in which whom it speaks of is named
LATER = 12  # sentences behind a description in which somebody of that post and body is named
_WITHHELD = ("anonym", "not to be named", "not be named", "not to be identified", "not be identified", "declined to give", "unnamed")


def named_later(scene: Scene) -> None:
    """Unites descriptions with the people who are named for them behind. Changes the scene."""
    people = {k: f for k, f in _introductions(scene).items() if by_name(scene.whos[k])}
    for key in [k for k, w in scene.whos.items() if _described(w)]:
        where = _first(scene, scene.whos[key])
        if where is None or any(key in w.members for w in scene.whos.values()) or _withheld(scene, where):
            continue
        found = _of_that_post(scene, key, where, people) or _of_the_lead(scene, key, where, people)
        if found is not None:
            _unite(scene, key, found)


def _described(who: Who) -> bool:
    return who.human and not who.plural and who.key.startswith(("role:", "name:")) and not by_name(who)


def _introductions(scene: Scene) -> dict[str, Found]:
    """Of every person the first mention below the headline."""
    out: dict[str, Found] = {}
    for f in sorted(scene.found, key=lambda f: f.first):
        if f.key is not None and scene.whos[f.key].human and not scene.in_headline(f.first):
            out.setdefault(f.key, f)
    return out


def _first(scene: Scene, who: Who) -> int | None:
    """First token of the first mention below the headline."""
    return next((m for m in who.seen if not scene.in_headline(m)), None)


def _withheld(scene: Scene, token: int) -> bool:
    """Whether the sentence says that the name is kept back."""
    text = scene.parsed.text(scene.parsed.sentences[scene.parsed.tokens[token].sentence].span).lower()
    return any(w in text for w in _WITHHELD)


def _behind(scene: Scene, where: int, found: Found, reach: int) -> bool:
    """Whether somebody is first mentioned in one of the `reach` sentences behind that of a token."""
    gap = scene.parsed.tokens[found.first].sentence - scene.parsed.tokens[where].sentence
    return 0 < gap <= reach


def _of_that_post(scene: Scene, key: str, where: int, people: dict[str, Found]) -> str | None:
    """The only one of the same post and body who is named behind: 'The union's president refused. … Piotr Wilk, its president'."""
    who = scene.whos[key]
    if not who.owners or scene.parsed.tokens[where].text.lower() in ("a", "an", "one", "another"):
        return None
    if all(scene.whos[o].human for o in who.owners if o in scene.whos) and len(who.name.split()) > 1:
        return None  # 'his wife' may be named behind; 'his favourite television doctor' need not be the doctor who is
    others = (scene.whos[k] for k in people)
    bearers = [w.key for w in others if w.roles & _called(who) and w.owners & who.owners and _may_be(who, w)]
    alone = scene.alone(bearers)
    return alone if alone is not None and _behind(scene, where, people[alone], LATER) else None


def _of_the_lead(scene: Scene, key: str, where: int, people: dict[str, Found]) -> str | None:
    """The first who is named behind the lead, as a subject or source, where nothing else is said of him."""
    who = scene.whos[key]
    if not _leads(scene, where) or not (where in who.subject or _speaks(scene, where)):
        return None
    for _, name in sorted((f.first, k) for k, f in people.items() if _behind(scene, where, f, SOON)):
        if _opens(scene, who, where, people[name], scene.whos[name]):
            return name
    return None


def _opens(scene: Scene, who: Who, where: int, found: Found, other: Who) -> bool:
    """Whether somebody is named as the subject or a source, and nothing that is said of him is against it."""
    tokens = scene.parsed.tokens
    here = tokens[found.first].sentence
    again = any(tokens[m].sentence == here and m < found.first and tokens[m].upos != "PRON" for m in who.seen)
    acts = found.first in other.subject or _speaks(scene, found.head)
    if again or not acts or who.key in other.owners or not _may_be(who, other):
        return False
    same, posts = bool(other.roles & _called(who)), other.roles - word_list("honorifics") - word_list("attributes") - {""}
    if tokens[where].text.lower() in ("a", "an"):
        return same and _presented(scene, found)
    return same or (not posts and not _elsewhere(who, other))


def _leads(scene: Scene, token: int) -> bool:
    """Whether a token stands in the first sentence or two below the headline."""
    title = scene.parsed.document.title_span
    body = [n for n, s in enumerate(scene.parsed.sentences[:4]) if title is None or not title.covers(s.span)]
    return scene.parsed.tokens[token].sentence in body[:2]


def _speaks(scene: Scene, token: int) -> bool:
    return token in scene.sources


def _presented(scene: Scene, found: Found) -> bool:
    """'Peter Otieno, 43, …', 'Peter Otieno, who …': as somebody new to the reader is."""
    return scene.parsed.tokens[min(found.last + 1, len(scene.parsed.tokens) - 1)].text == ","


def _called(who: Who) -> set[str]:
    return {w for role in who.roles for w in (role, *alike(role))}


def _may_be(who: Who, other: Who) -> bool:
    """No contradiction in gender or country."""
    return not {who.gender, other.gender} >= {"m", "f"} and (who.country is None or other.country in (None, who.country))


def _elsewhere(who: Who, other: Who) -> bool:
    """Whether both belong to somebody, and not to the same."""
    return bool(who.owners) and bool(other.owners) and not who.owners & other.owners


def pronouns_first(scene: Scene) -> None:
    """'"…," he said. Jane Doe, a farmer, …': a pronoun in the lead for whom nobody stands before means the first who is named behind."""
    people = {k: f for k, f in _introductions(scene).items() if by_name(scene.whos[k])}
    for f in [f for f in scene.found if f.key is None and f.kind == "pronoun" and _leads(scene, f.first) and _speaks(scene, f.first)]:
        word = scene.parsed.tokens[f.first].text.lower()
        soon = sorted((p.first, k) for k, p in people.items() if _behind(scene, f.first, p, SOON))
        fits = [k for _, k in soon if gender_fits(scene.whos[k], word) and people[k].first in scene.whos[k].subject]
        if word in MASCULINE | FEMININE and fits:
            f.key = fits[0]
            scene.at_head[f.head] = fits[0]


def _unite(scene: Scene, key: str, found: str) -> None:
    """Everything that was noted of `key` is noted of `found`."""
    gone, who = scene.whos.pop(key), scene.whos[found]
    for f in scene.found:
        f.key = found if f.key == key else f.key
    scene.at_head.update({k: found for k, other in scene.at_head.items() if other == key})
    scene.declared.update({k: found for k, other in scene.declared.items() if other == key})
    for other in scene.whos.values():
        if key in other.owners:
            other.owners = (other.owners - {key}) | {found}
    for m in gone.seen:
        place = bisect_left(who.seen, m)
        if place == len(who.seen) or who.seen[place] != m:
            who.seen.insert(place, m)
    who.subject |= gone.subject
    who.roles |= gone.roles
    who.owners |= gone.owners - {found}
    who.gender, who.country = who.gender or gone.gender, who.country or gone.country
    who.aliases += [a for a in gone.aliases if a not in who.aliases]


__all__ = ["named_later", "pronouns_first"]
