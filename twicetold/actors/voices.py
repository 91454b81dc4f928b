"""Sources that no list knows: 'merchants at the terminal said', 'a tribal elder', 'the union', 'said one of them', 'another said'.

Who is made to speak is somebody, whatever he is called. He gets an actor under his description; 'the elder' afterwards is the same one.
Writings and things ('the figures show') are nobody, and so are those who are left in the dark ('sources said').
"""

from __future__ import annotations

from dataclasses import replace

from twicetold.actors.knowledge import roles, word_list
from twicetold.actors.names import fold
from twicetold.actors.people import code_of
from twicetold.actors.phrases import Phrase, description, phrase, plural_noun
from twicetold.actors.pronouns import best
from twicetold.actors.scene import Scene, Who, named_key
from twicetold.actors.terms import Term, singular
from twicetold.actors.variation import varied

RECALL = 40  # sentences back in which 'the elder' is the elder that was made to speak
_NOBODY_YET = frozenset({"no", "any", "every", "each", "next", "future", "other", "another"})
CLOSE_AGE = 4  # sentences back in which 'the 61-year-old' finds somebody whose age nobody gave
LONGEST = 9  # words of a description; longer ones run into the next clause


def voice(scene: Scene, k: int, term: Term | None = None) -> str | None:
    """The actor of a source that nothing else tells; None when the word is no source's head or names nobody."""
    if not heads_source(scene, k) or not somebody(scene, k, term):
        return None
    word = singular(scene.parsed.tokens[k].text, scene.parsed.tokens[k].lemma)
    one = phrase(scene, k, word)
    met = spoken_before(scene, one, word)
    if met is not None:
        scene.note(one.first, one.head, k, "definite", met)
        return met
    same = None if is_bodily(term, word) else varied(scene, one, word, [])
    if same is not None:
        scene.note(one.first, one.head, k, "definite", same)
        return same
    one = replace(one, last=max(one.last, source_end(scene, k)))
    if one.last - one.first >= LONGEST:
        one = replace(one, last=one.head, owners=())
    return described(scene, one, term, word)


def heads_source(scene: Scene, k: int) -> bool:
    """Whether a word is the one that a source hangs on."""
    return any(scene.parsed.head_of(s) == k for r in scene.telling.get(k, ()) if not r.turn for s in r.source)


def somebody(scene: Scene, k: int, term: Term | None) -> bool:
    """People and bodies, by the noun or by what they do: only they say, believe and warn."""
    token = scene.parsed.tokens[k]
    word = singular(token.text, token.lemma)
    if token.upos != "NOUN" or word in word_list("nobody") or word in roles()["document"]["words"] or (term and term.has("document")):
        return False
    if word in word_list("somehow") and scene.parsed.tokens[min(k + 1, len(scene.parsed.tokens) - 1)].upos not in ("ADJ", "VERB", "PRON"):
        return False  # 'a person close to the governor', not 'a person'
    many = plural_noun(token.text, token.lemma)
    if term is not None and ((term.has("joint") and many) or (term.has("office", "official", "head") and after_the(scene, k))):
        return False  # 'the two governments', 'the minister': some met before, or nobody can tell
    if not (term or many or word.endswith(word_tuple("person_endings")) or word in word_list("bodily") | word_list("personal")):
        return False
    if term is not None and term.has("official", "analyst", "body", "research", "organ"):
        return True
    told = scene.telling[k]
    cues = {t.lemma.lower() for r in told for s in r.cue for t in (scene.parsed.tokens[c] for c in scene.parsed.tokens_in(s))}
    return bool(cues & word_list("minds")) or any(r.kind != "indirect" for r in told)


def undertaker(scene: Scene, k: int, term: Term | None = None) -> str | None:
    """'The owners agreed', 'insurers ruled out': who binds himself is somebody, whatever he is called; 'to the owners' afterwards is he."""
    token = scene.parsed.tokens[k]
    word = singular(token.text, token.lemma)
    if not (token.upos == "NOUN" or token.text.islower()) or not collective(scene, k, term, word):
        return None
    one = phrase(scene, k, word)
    before = scene.parsed.tokens[one.first : one.head]
    event = one.last > one.head and scene.parsed.tokens[one.head + 1].text.lower() == "of" and not one.plural and term is None
    if event or one.last - one.first >= LONGEST or any(t.upos == "NUM" or t.text.lower() in _NOBODY_YET for t in before):
        return None  # 'the exchange of the soldier', 'some 800 persons', 'any buyer'
    met = scene.whos.get(named_key(description(scene, one)))
    if met is not None and one.definite and scene.last_before(met.key, k) >= 0 and not scene.in_headline(k):
        scene.note(one.first, max(one.last, k), k, "group" if one.plural else "definite", met.key)
        return met.key
    passive = any(scene.parsed.tokens[c].deprel == "aux:pass" for c in scene.parsed.children[token.head])
    acts = (
        token.deprel.startswith("nsubj")
        and not passive
        and (one.definite or one.plural or one.indefinite)
        and binds(scene, token.head, one.definite)
    )
    acts = acts and k < token.head and (k not in scene.telling or heads_source(scene, k))
    return described(scene, one, term, word) if acts else None


def collective(scene: Scene, k: int, term: Term | None, word: str) -> bool:
    """Several people or one body, by the noun: no writing, no sum and no single person."""
    token = scene.parsed.tokens[k]
    if word in word_list("nobody") or word in roles()["document"]["words"] or (term and term.has("document", "joint", "organ", "analyst")):
        return False
    if plural_noun(token.text, token.lemma):
        listed = term is not None and term.has("official", "body", "group")
        return listed or word.endswith(word_tuple("person_endings")) or word in word_list("bodily") | word_list("personal")
    bodily = term is not None and term.has("body") and not term.has("official", "office", "head")
    return bodily or (term is not None and term.text in roles()["group"]["collective"]) or word in word_list("bodily")


def binds(scene: Scene, verb: int, definite: bool) -> bool:
    """'agreed', 'vowed', 'suspended': verbs of those who decide (list `deciding`); 'the company will', not 'buyers will'."""
    tokens = scene.parsed.tokens
    given = tokens[verb].lemma.lower() in ("give", "make") and any(
        tokens[c].lemma.lower() in word_list("given_word") for c in scene.parsed.children[verb] if tokens[c].deprel == "obj"
    )
    if given or tokens[verb].lemma.lower() in word_list("deciding"):
        return True
    helpers = {tokens[c].text.lower() for c in scene.parsed.children[verb] if tokens[c].deprel == "aux" and c < verb}
    settled = "to" in {tokens[c].text.lower() for c in scene.parsed.children[verb] if tokens[c].deprel == "mark"} and bool(
        helpers & {"is", "are"}
    )
    return definite and tokens[verb].upos == "VERB" and (settled or bool(helpers & {"will", "shall", "'ll", "’ll", "wo"}))


def after_the(scene: Scene, k: int) -> bool:
    return k > 0 and scene.parsed.tokens[k - 1].text.lower() == "the"


def word_tuple(name: str) -> tuple[str, ...]:
    """A word list as endings for `str.endswith`."""
    return tuple(sorted(word_list(name)))


def spoken_before(scene: Scene, one: Phrase, word: str) -> str | None:
    """'the elder': the one who was called so when last made to speak."""
    if not one.definite or one.last != one.head or one.plural:
        return None
    called = [k for k, w in scene.whos.items() if word in w.roles and k.startswith("name:") and not w.plural]
    near = [k for k in scene.before(one.head, called) if scene.sentence_gap(k, one.head) <= RECALL]
    return near[0] if near and not one.modifiers else None


def source_end(scene: Scene, k: int) -> int:
    """Last word of the source before a comma: 'merchants at the terminal', wherever the tree hangs the terminal."""
    inside = [t for r in scene.telling[k] for s in r.source if scene.parsed.head_of(s) == k for t in scene.parsed.tokens_in(s) if t >= k]
    stop = next((t for t in sorted(inside) if scene.parsed.tokens[t].upos == "PUNCT" and scene.parsed.tokens[t].text != "-"), None)
    return max((t for t in inside if stop is None or t < stop), default=k)


def people_in_view(scene: Scene, k: int) -> bool:
    """'The dockers I meet shake their heads': several who do something, of whom one may speak next."""
    token = scene.parsed.tokens[k]
    word = singular(token.text, token.lemma)
    known = word.endswith(word_tuple("person_endings")) or word in word_list("personal")
    return token.upos == "NOUN" and token.deprel == "nsubj" and plural_noun(token.text, token.lemma) and known


def described(scene: Scene, one: Phrase, term: Term | None, word: str) -> str | None:
    """An actor named by the description; of the state or body that the words give."""
    name = description(scene, one)
    inside = [scene.at_head[k] for k in range(one.first, max(one.last, one.head) + 1) if k in scene.at_head]
    country = next((c for o in inside if (c := code_of(scene, o))), None)
    kind = "group" if one.plural else "organisation" if is_bodily(term, word) else "person"
    if not name:
        return None
    who = scene.meet(named_key(name), name, kind, country=country, plural=one.plural)  # type: ignore[arg-type]  # one of three kinds
    who.roles.add(word)
    who.owners.update(inside)
    gendered = roles()["gendered"]
    who.gender = who.gender or ("m" if word in gendered["m"] else "f" if word in gendered["f"] else "")
    scene.note(one.first, max(one.last, one.head), one.head, "group" if one.plural else "definite", who.key)
    return who.key


def is_bodily(term: Term | None, word: str) -> bool:
    """Whether a noun is one for a body, not for a person: 'airline', 'inquiry', 'side'."""
    if term is None:
        return word in word_list("bodily")
    if term.text in set(roles()["joint"]["states"]) - {"ally", "neighbor", "neighbour", "partner", "people", "rival"}:
        return True
    return term.has("body", "research", "organ", "media") and not term.has("official", "analyst")


def another(scene: Scene, k: int) -> str | None:
    """'Another said': somebody else of the kind that spoke last."""
    token = scene.parsed.tokens[k]
    saying = token.deprel == "nsubj" and scene.parsed.tokens[token.head].lemma.lower() in word_list("minds")
    if not saying and not heads_source(scene, k):
        return None
    here = scene.parsed.tokens[k].sentence
    spoken = [
        w
        for key in scene.near(here, 3)
        if (w := scene.whos[key]).kind in ("person", "group") and w.name[:1].islower() and scene.last_before(key, k) >= 0
    ]
    last = max(spoken, key=lambda w: (scene.last_before(w.key, k), w.key), default=None)
    if last is None:
        return None
    name = "another " + (single(last) if last.plural else last.name.removeprefix("another "))
    who = scene.meet(named_key(name) + f" #{k}", name, "person", country=last.country, roles=set(last.roles))
    scene.note(k, k, k, "group", who.key)
    return who.key


def single(who: Who) -> str:
    """The singular of a group's name: 'merchants at the terminal' -> 'merchant at the terminal'."""
    words = who.name.split(" ")
    place = next((n for n, w in enumerate(words) if w in ("of", "at", "in", "from", "with", "for", "on", "to")), len(words)) - 1
    one = next((r for r in sorted(who.roles, key=len) if fold(words[place]).startswith(fold(r)[:4])), words[place])
    return " ".join([*words[:place], one, *words[place + 1 :]])


def compatriot(scene: Scene, k: int) -> str | None:
    """'the Frenchman': the person of that country who was mentioned last, or one whose country nobody gave."""
    first = k - 1 if scene.parsed.tokens[k - 1].text[:1].isupper() and scene.parsed.tokens[k - 1].text.lower() != "the" else k
    entry = scene.base.named(scene.text(first, k))
    if entry is None or not after_the(scene, first) or not entry.key.startswith("state:") or entry.sense == "metonym":
        return None
    code, gender = entry.key.removeprefix("state:"), "f" if scene.parsed.tokens[k].text.endswith("woman") else "m"
    people = [key for key, w in scene.whos.items() if w.human and w.country in (code, None) and w.gender in ("", gender)]
    near = [key for key in scene.before(k, people) if scene.sentence_gap(key, k) <= 3]
    own = [key for key in near if scene.whos[key].country == code]
    found = (own or near)[:1]
    scene.note(first - 1, k, k, "definite" if found else "demonym", found[0] if found else scene.known(entry.key).key)
    return scene.at_head[k]


def aged(scene: Scene, k: int) -> str | None:
    """'the 61-year-old', 'the 34-year-old mother': the person of that age, else the one spoken of whose age nobody gave."""
    years = _years(scene, k)
    if years is None:
        return None
    first, old = years
    last = max(k, old)
    ages = stated_ages(scene)
    age = scene.parsed.tokens[first + 1].text
    people = [w for key, w in scene.whos.items() if w.human and not w.plural and w.name[:1].isupper() and scene.last_before(key, k) >= 0]
    same = scene.before(k, [w.key for w in people if ages.get(w.key) == age])
    near = set(scene.near(scene.parsed.tokens[k].sentence, CLOSE_AGE))
    found = same[0] if same else best(scene, k, [w for w in people if w.key not in ages and w.key in near])
    if found is not None:
        scene.note(first, last, k, "definite", found)
        scene.at_head[old] = found
    return found


def _years(scene: Scene, k: int) -> tuple[int, int] | None:
    """First token and 'old' of 'the 61-year-old', where `k` is its 'year', or a noun behind it that it describes."""
    words = [t.text.lower() for t in scene.parsed.tokens[max(0, k - 6) : k + 3]]
    here = k - max(0, k - 6)
    behind = words[here + 1 : here + 3] == ["-", "old"]
    old = k + 2 if behind else k - 1
    end = here + 2 if behind else here - 1
    if end < 5 or words[end - 3 : end + 1] != ["-", "year", "-", "old"] or words[end - 5] != "the" or not words[end - 4].isdigit():
        return None
    follows = scene.parsed.tokens[old + 1] if behind and old + 1 < len(scene.parsed.tokens) else None
    return None if follows is not None and follows.upos in ("NOUN", "PROPN", "ADJ") else (old - 5, old)


def stated_ages(scene: Scene) -> dict[str, str]:
    """Age of everybody of whom it is told behind the name: 'Malcolm Threlfall, 61, …', 'Jane Doe (34)', 'Kim, aged 20'."""
    tokens, out = scene.parsed.tokens, dict[str, str]()
    for f in scene.found:
        if f.key is None or f.kind not in ("name", "title") or not scene.whos[f.key].human:
            continue
        behind = [t.text for t in tokens[f.last + 1 : f.last + 5]] + [""] * 4
        place = 2 if behind[:2] == [",", "aged"] else 1
        if behind[0] in (",", "(") and behind[place].isdigit() and len(behind[place]) < 4 and behind[place + 1] in (",", ")", ".", ";"):
            out.setdefault(f.key, behind[place])
    return out


__all__ = ["aged", "another", "compatriot", "undertaker", "voice"]
