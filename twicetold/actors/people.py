"""Descriptions of people: 'the Chinese leader', 'the head of the Kremlin', 'a German government official', 'the researcher'."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from twicetold.actors.knowledge import roles, word_list
from twicetold.actors.names import content_words, fold
from twicetold.actors.phrases import Phrase, description
from twicetold.actors.scene import Scene, Who, joined, named_key, place_of, span_of, tidy
from twicetold.actors.terms import Term

CLOSE = 4  # sentences back in which 'the official' finds its person; the next mention further off is usually a new one


def code_of(scene: Scene, key: str) -> str | None:
    """iso3 of the state behind a key: the state itself, or the country of its organ."""
    return key.removeprefix("state:") if key.startswith("state:") else scene.whos[key].country if key in scene.whos else None


def gone(scene: Scene, one: Phrase) -> bool:
    """Whether a word says that the office is not held now: 'former', 'then', 'next'."""
    words = {scene.parsed.tokens[k].text.lower() for k in range(one.first, one.head + 1)} - set(one.lemma.split())
    after = scene.parsed.tokens[one.head + 1].text.lower() if one.head + 1 < len(scene.parsed.tokens) else ""
    return bool(words & set(roles()["gone"]["words"])) or "ex" in words or after in ("-elect", "elect")


def office(scene: Scene, one: Phrase, term: Term, owners: list[str]) -> str | None:
    """The holder of an office: as the document says, then by date."""
    offices = roles()["office"].get(term.text, [])
    if one.plural and len(owners) > 1:
        return several(scene, owners, offices)
    if one.plural or gone(scene, one) or one.indefinite:
        return None
    for owner in owners:
        said = next((scene.declared[(owner, o)] for o in [term.text, *offices] if (owner, o) in scene.declared), None)
        if said is not None:
            return said
        code = code_of(scene, owner) if owner.startswith("state:") or owner in word_list("seats_of_power") else None
        held = by_date(scene, code or owner, offices)
        if held is not None:
            return held
    alone = not owners and not [k for k in one.modifiers if not term.first <= k <= term.last] and (one.definite or is_capital(scene, one))
    return holder_met(scene, one, term, offices) if alone else None


def several(scene: Scene, owners: list[str], offices: list[str]) -> str | None:
    """'the presidents of Ukraine and Russia': all of them by date, or nobody."""
    states = [o for o in owners if o.startswith("state:")]
    held = [by_date(scene, o.removeprefix("state:"), offices) for o in states]
    known = [h for h in held if h]
    return joined(scene, known) if len(known) == len(states) > 1 else None


def is_capital(scene: Scene, one: Phrase) -> bool:
    return scene.parsed.tokens[one.head].text[0].isupper()


def by_date(scene: Scene, owner: str, offices: list[str]) -> str | None:
    if offices[:1] == ["leader"] and owner in word_list("parliamentary"):
        offices = ["leader", "chancellor", "prime minister", "premier", *offices]  # the president there represents and does not lead
    key = scene.alone(scene.base.holders(owner, offices, scene.day))
    if key is None:
        return None
    person = scene.base.people[key]
    if not person.full:  # the table knows a surname: somebody of that name may have been met in full
        last = content_words(person.name)[-1]
        met = scene.alone(k for k, w in scene.whos.items() if w.human and content_words(w.name)[-1:] == [last])
        if met is not None:
            return met
    return scene.known(key).key


def holder_met(scene: Scene, one: Phrase, term: Term, offices: list[str]) -> str | None:
    """'the president' without a country: who was met with that office; the home side's where the outlet is an organ of state."""
    home = scene.base.actor(scene.outlet).country if scene.outlet and scene.base.actor(scene.outlet) else None  # type: ignore[union-attr]
    if home and is_capital(scene, one):
        said = scene.declared.get((f"state:{home}", term.text)) or by_date(scene, home, offices)
        if said is not None:
            return said
    seat = place_of(scene, scene.parsed.tokens[one.head].sentence)
    if seat is not None and (there := scene.declared.get((f"state:{seat}", term.text)) or by_date(scene, seat, offices)) is not None:
        return there
    bearers = [k for k, w in scene.whos.items() if w.human and bears(scene, w, term.text, offices)]
    ever = [
        k
        for k, w in scene.whos.items()
        if w.human and k in scene.base.people and {t.office for t in scene.base.people[k].terms} & set(offices)
    ]
    bearers = bearers or (ever if len(ever) == 1 else [])
    if not bearers and one.definite:
        return of_the_state_named(scene, one, offices)
    near = scene.before(one.head, bearers)
    if len(near) > 1 and scene.sentence_gap(near[0], one.head) == scene.sentence_gap(near[1], one.head):
        return None
    return near[0] if near else scene.alone(bearers)


def of_the_state_named(scene: Scene, one: Phrase, offices: list[str]) -> str | None:
    """'Germany would pay, the chancellor said': the office of the one state that the sentence names, where it has one that day."""
    here = scene.parsed.tokens[one.head].sentence
    codes = {
        scene.whos[k].country for _, k in scene.around.get(here, ()) if scene.whos[k].kind in ("state", "person") and scene.whos[k].country
    }
    return by_date(scene, codes.pop() or "", offices) if len(codes) == 1 else None


def bears(scene: Scene, who: Who, term: str, offices: list[str]) -> bool:
    """Whether a person is known in one of these offices: called so in the document, or in office when it was written."""
    if term in who.roles and who.key not in scene.base.people:
        return True
    if term in {o for (_, o), k in scene.declared.items() if k == who.key}:
        return True
    terms = scene.base.people[who.key].terms if who.key in scene.base.people else ()
    return any(t.office in offices and scene.day is not None and t.covers(scene.day) for t in terms)


def head_of_body(scene: Scene, one: Phrase, term: Term, owners: list[str]) -> str | None:
    """'the head of the Kremlin', 'the IAEA chief', 'the NATO secretary general'."""
    if one.plural or one.indefinite or gone(scene, one) or deputy(scene, one):
        return None
    for owner in owners:
        if owner in word_list("seats_of_power") and term.text in roles()["head"]["words"]:
            code = code_of(scene, owner)
            held = by_date(scene, code, ["leader", "president", "prime minister", "chancellor"]) if code else None
        else:
            held = scene.alone(scene.base.holders(owner, roles()["sets"]["head_offices"], scene.day)) if owner.startswith("org:") else None
        if held is not None:
            return scene.known(held).key
    return None


def deputy(scene: Scene, one: Phrase) -> bool:
    return any(
        scene.parsed.tokens[k].text.lower() in ("deputy", "vice", "assistant", "acting", "policy") for k in range(one.first, one.head)
    )


Otherwise = Callable[[Scene, Phrase, str, list[str]], str | None]


def official(scene: Scene, one: Phrase, term: Term, owners: list[str], otherwise: Otherwise | None = None) -> str | None:
    """'the official', 'a Kremlin spokesman': one met before, else an actor named by the description."""
    if one.definite and not one.indefinite:
        met = [k for k, w in scene.whos.items() if w.human and fits(scene, one, w, term, owners)]
        near = scene.before(one.head, met)
        just = None if owners else just_named(scene, one)  # 'the Iranian minister' is not whoever was named last
        if just is not None and not any(by_name(scene.whos[k]) for k in near):
            return just
        near = near if len(near) == 1 else [k for k in near if owners or scene.sentence_gap(k, one.head) <= CLOSE]
        if near:
            return near[0]
        if otherwise is not None and (key := otherwise(scene, one, term.text, owners)) is not None:
            return key
    if not owners and not one.modifiers and one.definite and one.last == one.head:
        return None
    return described(scene, one, term, owners)


def just_named(scene: Scene, one: Phrase) -> str | None:
    """'Labour's Angela Reeve said … "…," the shadow transport secretary said.': who was named without a post right before is meant.

    Only for a source, and only where the sentence before has one such person as a source and nobody else.
    """
    tokens = scene.parsed.tokens
    if one.head not in scene.sources or scene.in_headline(one.head):
        return None
    here = tokens[one.head].sentence
    last = next(
        (b for b in (here, here - 1, here - 2) if any(scene.whos[k].human and p < one.first for p, k in scene.around.get(b, ()))), None
    )
    if last is None:
        return None
    said = {k for p, k in scene.around[last] if scene.whos[k].human and p < one.first and p in scene.sources}
    only = scene.alone(sorted(said))
    if only is None or not by_name(scene.whos[only]) or only in scene.base.people:
        return None
    return only if not scene.whos[only].roles and not appositive(scene, only) else None


def appositive(scene: Scene, key: str) -> bool:
    """Whether something is said of a person beside the name: 'Ted Olsen, 61, a farmer'."""
    tokens = scene.parsed.tokens
    heads = (scene.parsed.head_of(span_of(scene, m, m)) for m in scene.whos[key].seen)
    return any(tokens[c].deprel in ("appos", "nmod:desc") for h in heads if h is not None for c in scene.parsed.children[h])


def own_modifiers(scene: Scene, one: Phrase) -> set[str]:
    """Words before the noun that are no names: 'environment' in 'the Indian environment minister'."""
    return {fold(scene.parsed.tokens[k].text) for k in one.modifiers if k not in scene.at_head and k not in scene.taken}


def fits(scene: Scene, one: Phrase, who: Who, term: Term, owners: list[str]) -> bool:
    """Whether somebody met may be meant: called so before, and of the same body or state where one is given."""
    called = {term.text} if term.text in roles()["office"] else {term.text, term.text.split()[-1]}  # a vice president is no president
    if not who.roles & (called | alike(term.text)):
        return False
    said = {w for text in (who.name, *who.aliases, *who.roles) for w in fold(text).split()}
    if who.key.startswith(("role:", "name:")) and not own_modifiers(scene, one) <= said | {"same"}:
        return False
    return not owners or bool(who.owners & set(owners)) or any(who.country and who.country == code_of(scene, o) for o in owners)


def alike(term: str) -> frozenset[str]:
    """Words for the same kind of post."""
    return next((frozenset(s) for s in roles()["alike"].values() if term.split()[-1] in s), frozenset())


def described(scene: Scene, one: Phrase, term: Term, owners: list[str]) -> str | None:
    """An actor of its own, named by the description: 'Kremlin spokesman'; whose it is stands in its key, and in its name where the words
    leave it to the context ('the ministry's director of policy planning')."""
    if future(scene, one) or (one.plural and counted(scene, one)):
        return None
    owner = next(
        (o for sort in ("organ:", "org:", "name:", "state:") for o in owners if o.startswith(sort) and not scene.whos[o].human), None
    )
    own, whole = own_words(scene, one, owner)
    key = f"role:{owner}:{fold(own)}" if owner else named_key(whole)
    country = code_of(scene, owner) if owner else None
    who = scene.meet(key, whole, "group" if one.plural else "person", country=country, plural=one.plural)
    who.roles.update({term.text, term.text.split()[-1]})
    who.owners.update(owners)
    if owner and owner.startswith(("organ:", "org:")):
        body = scene.base.organisations.get(owner)
        for name in (scene.whos[owner].name, *(body.others if body else scene.whos[owner].aliases)):
            if " of " in name:
                scene.alias(key, f"{own} of {name}")
    gendered = roles()["gendered"]
    who.gender = who.gender or ("m" if term.text.split()[-1] in gendered["m"] else "f" if term.text.split()[-1] in gendered["f"] else "")
    return key


def future(scene: Scene, one: Phrase) -> bool:
    words = {scene.parsed.tokens[k].text.lower() for k in range(one.first, one.head)}
    return bool(words & {"next", "future", "another", "any", "no", "every", "would-be"})


def counted(scene: Scene, one: Phrase) -> bool:
    """'fewer than five hundred observers': a number of people, unless they are made to speak."""
    tokens = scene.parsed.tokens
    number = any(tokens[k].upos == "NUM" for k in range(one.first, one.head))
    return number and one.head not in scene.sources


def own_words(scene: Scene, one: Phrase, owner: str | None) -> tuple[str, str]:
    """The description without and with its owner: ('spokesman', 'spokesman for the Ukrainian presidential administration')."""
    whole = description(scene, one)
    if owner is None:
        return whole, whole
    places = (*one.owners, *one.modifiers, *(k for k in range(one.first, one.last + 1) if k != one.head))
    token = next((k for k in places if scene.at_head.get(k) == owner), None)
    name = scene.whos[owner].name
    if token is None:  # 'its ambassador'
        state = scene.base.states.get(owner.removeprefix("state:"))
        return whole, whole if fold(name) in fold(whole) or owner.startswith(
            "name:"
        ) else f"{state.adjectives[0] if state and state.adjectives else name} {whole}"
    inside = scene.parsed.subtree(token)
    if token > one.head:
        own = description(scene, replace(one, last=max(one.head, min(inside) - 1)))
        return own, whole
    rest = [k for k in range(one.first, max(one.last, one.head) + 1) if k not in inside]
    own = tidy(
        " ".join(
            scene.parsed.tokens[k].text for k in rest if scene.parsed.tokens[k].text.lower() not in ("the", "a", "an", "this")
        ).replace(" - ", "-")
    )
    possessive = scene.parsed.tokens[token].deprel == "nmod:poss" and owner.startswith(("organ:", "name:", "org:"))
    return own, f"{own} of {name}" if possessive else whole


def analyst(scene: Scene, one: Phrase, term: Term, owners: list[str], institutes: list[str]) -> str | None:
    """'the researcher', 'ISW analysts', 'the authors', 'experts': a person met, or the institute they speak for."""
    if not one.plural:
        if scene.in_headline(one.head) and not one.modifiers and len(institutes) == 1 and not one.definite:
            return institutes[0]
        people = [k for k, w in scene.whos.items() if w.human and k.startswith("name:") and not politician(scene, w) and by_name(w)]
        near = scene.before(one.head, people) if one.definite else []
        told = [k for k in near if scene.whos[k].roles & (alike(term.text) | {term.text})]
        return (
            told[0] if told else near[0] if len(near) == 1 else None if one.definite and not owners else official(scene, one, term, owners)
        )
    bodies = [o for o in owners if o in institutes]
    if bodies:
        return bodies[0]
    named = [i for i in institutes if any(w in content_words(scene.whos[i].name) for w in one.words(scene))]
    if len(named) == 1:
        return named[0]
    if one.definite and not one.modifiers and not owners:
        called = alike(term.text) | {term.text}
        met = scene.before(one.head, [k for k, w in scene.whos.items() if w.kind == "group" and w.plural and w.roles & called])
        if met and scene.sentence_gap(met[0], one.head) <= CLOSE:
            return met[0]
    if not one.modifiers and not one.indefinite and not owners and len(institutes) == 1:
        return institutes[0]
    if one.definite and not one.modifiers and not owners:
        return next((k for k in scene.before(one.head, institutes) if scene.sentence_gap(k, one.head) <= 1), None)
    return described(scene, one, term, owners)


def by_name(who: Who) -> bool:
    """A name, no description: 'Hedda Lindqvist', not 'City expert'."""
    return who.name[:1].isupper() and who.name.split()[-1][:1].isupper()


def politician(scene: Scene, who: Who) -> bool:
    return who.key in scene.base.people or bool(who.roles & (set(roles()["office"]) | {"minister", "ambassador", "senator"}))
