"""'The former striker', 'the mum-of-two', 'the barrister': who has just spoken, called by something else (elegant variation, Fowler 1926).

A newsroom avoids the same name twice and says what else is known of the person. Read for those who are made to speak only. What the words
say must be possible: a post that is not his own, another country or gender rules a person out.
"""

from __future__ import annotations

from twicetold.actors.knowledge import roles, word_list
from twicetold.actors.people import alike, by_name, code_of
from twicetold.actors.phrases import Phrase
from twicetold.actors.pronouns import best, recent_places
from twicetold.actors.scene import Scene, Who

REACH = 3  # sentences back


def varied(scene: Scene, one: Phrase, word: str, owners: list[str]) -> str | None:
    """The person met whom a definite description calls by something else, None where nobody or more than one may be meant."""
    opener = scene.parsed.tokens[one.first].text.lower()
    if one.plural or opener != "the" or one.head not in scene.sources or scene.in_headline(one.head):
        return None
    near = [scene.whos[k] for k in scene.near(scene.parsed.tokens[one.head].sentence, REACH)]
    fits = [w for w in near if w.human and not w.plural and by_name(w) and scene.last_before(w.key, one.head) >= 0]
    fits = [w for w in fits if _agrees(scene, one, word, w, owners)]
    called = {word, word.split()[-1]} | alike(word)
    same = [w for w in fits if w.roles & called]
    leading = word.split()[-1] in word_list("executives") | word_list("general_posts")
    others = [w for w in fits if _may_be(scene, one, word, w) and (leading or _acted(scene, one.head, w))]
    return best(scene, one.head, same or others)


def _acted(scene: Scene, k: int, who: Who) -> bool:
    """Whether somebody did or said something just before: only he goes on under another description."""
    tokens = scene.parsed.tokens
    near = (m for m in recent_places(scene, who, k) if m not in scene.spoken)
    return any(m in who.subject or m in scene.sources or tokens[m].deprel == "obl:agent" for m in near)


def _agrees(scene: Scene, one: Phrase, word: str, who: Who, owners: list[str]) -> bool:
    """No contradiction in gender, country or body."""
    gendered, last = roles()["gendered"], word.split()[-1]
    gender = "m" if last in gendered["m"] else "f" if last in gendered["f"] else ""
    codes = {code for o in owners if (code := code_of(scene, o))}
    bodies = {o for o in owners if o in scene.whos and not o.startswith("state:") and not scene.whos[o].human}
    of_them = who.country in codes or bool(bodies & who.owners)
    if one.owners and (codes or bodies):  # 'the representative of Estonia' says who it is
        return of_them
    elsewhere = bool(codes) and who.country is not None and who.country not in codes
    return not (gender and who.gender and gender != who.gender) and not elsewhere and (not bodies or of_them or _past(scene, one))


def _past(scene: Scene, one: Phrase) -> bool:
    return "former" in {scene.parsed.tokens[k].text.lower() for k in range(one.first, one.head)}


def _may_be(scene: Scene, one: Phrase, word: str, who: Who) -> bool:
    """Whether nothing speaks against it: an attribute fits everybody, a general word whoever has a post, another whoever has none."""
    lexicon, last = roles(), word.split()[-1]
    posts = who.roles - word_list("attributes") - word_list("honorifics") - {""}
    unique = word in lexicon["office"] or last in lexicon["office"]
    office = unique or last in lexicon["head"]["words"]
    past = _past(scene, one)
    if last in word_list("attributes") or (past and not unique):
        return True
    if last in word_list("executives"):
        return bool(posts & (set(lexicon["head"]["words"]) | {"minister", "mayor", "premier", "secretary"}))
    if last in word_list("general_posts"):
        return bool(posts & (set(lexicon["office"]) | set(lexicon["official"]["words"]) | set(lexicon["head"]["words"])))
    return not posts and not office


__all__ = ["varied"]
