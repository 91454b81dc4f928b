"""Descriptions of organisations, organs of state and writings: 'the think tank', 'the ministry', 'the report', 'the two sides'."""

from __future__ import annotations

from twicetold.actors.encounters import named_side_by_side, sides, together
from twicetold.actors.knowledge import ministries, roles, word_list
from twicetold.actors.names import content_words, fold
from twicetold.actors.phrases import Phrase, description
from twicetold.actors.pronouns import best
from twicetold.actors.runs import body_nouns
from twicetold.actors.scene import Scene, Who, joined, named_key, place_of
from twicetold.actors.terms import Term

WRITING = frozenset(("author", "compile", "draft", "file", "issue", "post", "prepare", "produce", "publish", "release", "submit", "write"))
SPEAKING = WRITING | {"analyst", "estimate", "expert", "find", "forecast", "predict", "researcher", "warn"}
SOON = 2  # sentences ahead in which 'a research institute' is named


def institutes(scene: Scene) -> list[str]:
    """Keys of the organisations of the document that study and publish, the outlet among them where it is one."""
    return [k for k, w in scene.whos.items() if w.kind == "organisation" and w.seen and studies(w) and heard(scene, w)] + (
        [scene.outlet] if scene.outlet and not scene.whos[scene.outlet].seen and studies(scene.whos[scene.outlet]) else []
    )


def heard(scene: Scene, who: Who) -> bool:
    """Whether the document lets a body speak or publish: a bank that merely pays for speeches has written none of the reports."""
    tokens, speaking = scene.parsed.tokens, word_list("speaks_for_author") | SPEAKING
    heads = (f.head for f in scene.found if f.key == who.key)
    return any(h in scene.sources or tokens[tokens[h].head].lemma in speaking for h in heads)


def studies(who: Who) -> bool:
    words = set(content_words(who.name))
    return who.tier == "institute" or (who.tier == "" and bool(words & word_list("research_sure")) and who.kind == "organisation")


def organisation(scene: Scene, one: Phrase, term: Term, owners: list[str]) -> str | None:
    """'the institute', 'the observatory', 'this newspaper', 'the bloc': the organisation met that may be called so."""
    if one.plural:
        return None
    if term.has("media") and scene.parsed.tokens[one.first].text.lower() in ("this", "your", "our", "the") and is_outlet(scene, one, term):
        return scene.outlet
    own = None if term.has("media") and one.modifiers else scene.outlet  # 'the Bishkek-based newspaper' is another one
    bodies = [k for k, w in scene.whos.items() if w.kind == "organisation" and (w.seen or k == own) and not k.startswith("organ:")]
    word = term.text.split()[-1].replace("center", "centre")
    if term.sorts == {"media"} and word in roles()["media"]["names"] and not is_capital(scene, one):
        return None
    called = [k for k in bodies if word in {w.replace("center", "centre") for w in content_words(scene.whos[k].name)}]
    called = [k for k in called if plain(scene, one, scene.whos[k]) or not unlike(scene, one)]
    called = called or [k for k in bodies if alike_body(term, scene.whos[k]) and plain(scene, one, scene.whos[k])]
    called = [k for k in called if agrees(scene, one, scene.whos[k], owners)]
    if one.definite:
        near = scene.before(one.head, called)
        if term.text in word_list("vague_bodies") and near and len(called) > 1 and scene.sentence_gap(near[0], one.head) > 1:
            return None
        return near[0] if near else scene.alone(called) or business(scene, one, term, owners)
    return coming(scene, one, called) if one.indefinite or not one.modifiers else None


def business(scene: Scene, one: Phrase, term: Term, owners: list[str]) -> str | None:
    """'the company', 'the firm': the body met that says nothing else of itself, and acts; 'the group' only where there is one."""
    if term.text not in word_list("businesses") or owners or one.modifiers or one.head not in scene.sources or scene.in_headline(one.head):
        return None
    other = body_nouns() - word_list("commercial")
    found = [w for k, w in scene.whos.items() if w.kind == "organisation" and k.startswith("name:") and k != scene.outlet]
    found = [w for w in found if not w.tier and not studies(w) and not set(content_words(w.name)) & other]
    found = [w for w in found if w.name[:1].isupper() and w.subject and scene.last_before(w.key, one.head) >= 0]
    return scene.alone(w.key for w in found) or (best(scene, one.head, found) if term.text != "group" else None)


def plain(scene: Scene, one: Phrase, who: Who) -> bool:
    """Whether the words before the noun do not tell of another body: 'the contact group' is no research group."""
    words = {scene.parsed.tokens[k].text.lower() for k in one.modifiers if k not in scene.at_head}
    return words <= word_list("plain_modifiers") | set(content_words(who.name))


def unlike(scene: Scene, one: Phrase) -> bool:
    """'the mining union' in a text on the European Union: a common noun in front says that it is another one."""
    return any(scene.parsed.tokens[k].text.islower() and scene.parsed.tokens[k].deprel == "compound" for k in one.modifiers)


def is_outlet(scene: Scene, one: Phrase, term: Term) -> bool:
    if scene.outlet is None:
        return False
    if scene.parsed.tokens[one.first].text.lower() in ("this", "your", "our"):
        return True
    return term.text in content_words(scene.whos[scene.outlet].name) and is_capital(scene, one)


def is_capital(scene: Scene, one: Phrase) -> bool:
    return scene.parsed.tokens[one.head].text[0].isupper()


def alike_body(term: Term, who: Who) -> bool:
    """Whether an organisation may be called that although its name does not say so."""
    if who.tier in roles()["tiers"].get(term.text, ()):
        return True
    if term.has("media") and not term.has("document"):
        return bool(set(content_words(who.name)) & set(roles()["media"]["words"])) and who.tier != "institute"
    return term.has("research") and studies(who) and not (term.text in body_nouns() and term.text not in word_list("research_names"))


def agrees(scene: Scene, one: Phrase, who: Who, owners: list[str]) -> bool:
    """No contradiction: another country, or a modifier that its name replaces by another."""
    states = [o.removeprefix("state:") for o in owners if o.startswith("state:")]
    return not states or who.country is None or who.country in states


def coming(scene: Scene, one: Phrase, called: list[str]) -> str | None:
    """'a research institute has gone back …' is named in the next sentences, or is the only one there is."""
    tokens = scene.parsed.tokens
    soon = [k for k in called if any(s > one.head and tokens[s].sentence - tokens[one.head].sentence <= SOON for s in scene.whos[k].seen)]
    return scene.alone(soon) if len(called) == 1 else None


# ------------------------------------------------------------------------------------------------------ organs of state


def organ(scene: Scene, one: Phrase, term: Term, owners: list[str]) -> str | None:
    """'the Chinese foreign ministry', 'the government': of a given state, one met before, or that of the state it must be."""
    kind, used = ministries()[term.text]
    if word_list("organ_gone") & {scene.parsed.tokens[k].text.lower() for k in range(one.first, one.head)}:
        return None
    code = next((o.removeprefix("state:") for o in owners if o.startswith("state:")), None)
    code = (
        code or seat_inside(scene, one) or next((scene.whos[o].country for o in owners if o in scene.whos and scene.whos[o].country), None)
    )
    if code is None and any(k > term.last for k in one.owners):
        return None
    if code is None and not one.indefinite:
        met = [k for k in scene.whos if k.startswith("organ:") and k.endswith(f":{kind}")]
        near = scene.before(one.head, met)
        if near:
            return near[0]
        code = home_state(scene, one)
    if one.plural:
        return None
    return organ_of(scene, code, kind, used, term.text) if code else nameless_organ(scene, one, used)


def seat_inside(scene: Scene, one: Phrase) -> str | None:
    """'the Foreign Ministry in Peking', 'the U.S. Government': the state that a word of the phrase names, or whose capital it is."""
    tokens = scene.parsed.tokens
    for k in range(one.first, one.last + 1):
        entry = scene.base.named(tokens[k].text)
        if entry is not None and entry.sense in ("metonym", "name", "demonym") and entry.key.startswith("state:"):
            return scene.known(entry.key).country
    return None


def ministry(scene: Scene, one: Phrase, owners: list[str]) -> str | None:
    """'the ministry', 'his ministry', 'the ministry in Abu Dhabi': one met before, or that of the minister met."""
    if one.plural or one.indefinite:
        return None
    code = seat_inside(scene, one) or next((c for o in owners if (c := scene.whos[o].country)), None)
    met = [
        k
        for k in scene.whos
        if k.startswith(("organ:", "org:")) and "ministry" in fold(scene.whos[k].name) and code in (None, scene.whos[k].country)
    ]
    near = scene.before(one.head, met)
    if near:
        return near[0]
    ministers = [(w.country, r) for w in scene.whos.values() if w.human and w.country and code in (None, w.country) and w.seen
                 for r in sorted(w.roles) if r.endswith(" minister") and r.replace(" minister", " ministry") in ministries()]  # fmt: skip
    if len(set(ministers)) != 1:
        return None
    country, role = ministers[0]
    kind, used = ministries()[role.replace(" minister", " ministry")]
    return organ_of(scene, country, kind, used, used) if country else None


def home_state(scene: Scene, one: Phrase) -> str | None:
    """Whose organ it is when nobody says: the only state's in the sentence, the dateline's, the only one's at all."""
    tokens = scene.parsed.tokens
    here = tokens[one.head].sentence
    near = states_at(scene, here)
    if (seat := place_of(scene, here)) is not None:
        return seat
    if len(near) == 1:
        return near.pop()
    before = None if near else next((c for back in (1, 2) if (c := states_at(scene, here - back))), None)
    if before is not None and len(before) == 1:
        return before.pop()
    if scene.dateline and scene.dateline in scene.whos and scene.whos[scene.dateline].seen:
        return scene.dateline.removeprefix("state:")
    states = {w.country for w in scene.whos.values() if w.country and w.kind in ("person", "state") and told_of(scene, w, one.head)}
    return states.pop() if len(states) == 1 and not near else None


def told_of(scene: Scene, who: Who, k: int) -> bool:
    """Whether a state or its people are told of before word `k`, or after it in more than an adjective ('Chinese banks')."""
    tokens = scene.parsed.tokens
    plain = [m for m in who.seen if tokens[m].deprel not in ("amod", "compound")]
    return bool(plain) or any(m < k or scene.in_headline(m) for m in who.seen)


def states_at(scene: Scene, sentence: int) -> set[str]:
    """Codes of the states that a sentence names, by themselves or through their people."""
    keys = (key for _, key in scene.around.get(sentence, ()))
    return {c for k in keys if scene.whos[k].kind in ("person", "state") and (c := scene.whos[k].country)}


def organ_of(scene: Scene, code: str, kind: str, used: str, term: str) -> str:
    """The organ of that state: by its name in the knowledge base where it has one, else composed: 'Emirati foreign ministry'."""
    state = scene.base.states.get(code)
    adjective = state.adjectives[0] if state and state.adjectives else state.name if state else code
    adjectives = state.adjectives if state else ()
    for name in (f"{a} {t}" for a in adjectives for t in (used, used.title(), term, term.title())):
        entry = scene.base.named(name)
        if entry is not None and entry.key.startswith("org:"):
            return scene.known(entry.key).key
    who = scene.meet(f"organ:{code}:{kind}", f"{adjective} {used}", "organisation", country=code, roles=set(used.split()))
    who.owners.add(f"state:{code}")
    for name in (state.name, *printed_names(scene, state.key)) if state else ():
        scene.alias(who.key, f"{term} of {name}")
    return who.key


def printed_names(scene: Scene, key: str) -> list[str]:
    """The names, not adjectives, under which the document has met a state."""
    met = scene.whos[key].aliases if key in scene.whos else []
    return [a for a in met if (e := scene.base.named(a)) is not None and e.sense == "name"]


def nameless_organ(scene: Scene, one: Phrase, used: str) -> str | None:
    """An organ whose state nobody gives: an actor by its description, only where it is more than 'the government'."""
    if (
        one.last != one.head
        or one.modifiers
        or one.indefinite
        or (used not in word_list("organ_nameless") and not used.endswith("ministry"))
    ):
        return None
    name = description(scene, one)
    return scene.meet(named_key(name), name, "organisation", roles=set(used.split())).key


# ------------------------------------------------------------------------------------------------------------ writings


def writing(scene: Scene, one: Phrase, term: Term, owners: list[str], authors: dict[str, str]) -> str | None:
    """Who wrote it: 'a study by the X', 'ISW's analysis', 'says in an assessment', then 'the study', 'the document'."""
    writers = [o for o in (*owners, *written_by(scene, one)) if o in scene.whos and scene.whos[o].kind in ("organisation", "person")]
    if writers:
        remember(authors, term.text, writers[0])
        return writers[0]
    subject = subject_of(scene, one.head)
    if term.text in roles()["document"]["official"]:
        return official(scene, one, term, subject, authors)
    if one.indefinite or not one.definite:
        if subject is not None and scene.whos[subject].kind == "organisation":
            remember(authors, term.text, subject)
            return subject
        body = lone(scene) if one.indefinite and not one.plural and is_source(scene, one) else None
        return body if body and plain(scene, one, scene.whos[body]) else None
    if one.plural:
        return None
    if term.text in ("readout", "statement", "communique", "communiqué", "release", "press release", "summary", "transcript"):
        return authors.get(term.text) or speaker_before(scene, one)
    said = authors.get(term.text) or (authors.get("") if term.text in word_list("speaks_for_author") else None)
    return said or (lone(scene) if term.text in word_list("speaks_for_author") else None)


def written_by(scene: Scene, one: Phrase) -> list[str]:
    """Whom a participle behind the noun names: 'a document filed by the state attorney'."""
    tokens, children = scene.parsed.tokens, scene.parsed.children
    acts = [k for k in children[one.head] if tokens[k].deprel == "acl" and tokens[k].lemma in WRITING and k > one.head]
    agents = [k for act in acts for k in children[act] if tokens[k].deprel.startswith("obl") and k > act]
    return [scene.at_head[k] for k in agents if k in scene.at_head and any(tokens[c].lemma == "by" for c in children[k])]


def official(scene: Scene, one: Phrase, term: Term, subject: str | None, authors: dict[str, str]) -> str | None:
    """'The service said in a communiqué', then 'the communiqué'; one that nobody issued in these words may be of two sides."""
    if one.indefinite and subject is not None and scene.whos[subject].kind == "organisation":
        remember(authors, term.text, subject)
    return authors.get(term.text) if one.definite and not one.plural else None


def speaker_before(scene: Scene, one: Phrase) -> str | None:
    """The only organ or organisation that has been made to speak before: it issued 'the readout'."""
    tokens = scene.parsed.tokens
    heads = [k for r in scene.parsed.reported for s in r.source for k in scene.parsed.tokens_in(s) if k < one.head and k in scene.at_head]
    return scene.alone(
        scene.at_head[k] for k in sorted(heads) if scene.whos[scene.at_head[k]].kind == "organisation" and tokens[k].sentence
    )


def is_source(scene: Scene, one: Phrase) -> bool:
    return one.head in scene.sources


def lone(scene: Scene) -> str | None:
    return scene.alone(institutes(scene))


def remember(authors: dict[str, str], text: str, key: str) -> None:
    authors[text] = key
    authors[""] = key


def subject_of(scene: Scene, head: int) -> str | None:
    """The actor that is the subject of the verb a word depends on."""
    tokens, verb = scene.parsed.tokens, tokens_head(scene, head)
    subject = next((c for c in scene.parsed.children[verb] if tokens[c].deprel == "nsubj" and c != head), None)
    return scene.at_head.get(subject) if subject is not None else None


def tokens_head(scene: Scene, head: int) -> int:
    tokens = scene.parsed.tokens
    return next((k for k in scene.parsed.ancestors(head) if tokens[k].upos in ("VERB", "AUX")), tokens[head].head)


# -------------------------------------------------------------------------------------------------------------- joint


def joint(scene: Scene, one: Phrase, term: Term) -> str | None:
    """'the two leaders', 'both sides': the parties last spoken of, when there are just as many."""
    wanted = one.number or 2
    people = (term.text in roles()["joint"]["people"] and term.text not in ("pair", "duo")) or term.text == "pair"
    if (not one.plural and term.text not in ("pair", "duo")) or one.modifiers or not one.definite:
        return None
    met = together(scene, one.first, one.number, people) if people else sides(scene, one.first, one.number)
    if met is not None:
        return met
    keys = named_side_by_side(scene, one.head, wanted, people) or parties(scene, one, wanted, people)
    return joined(scene, keys) if keys else None


def parties(scene: Scene, one: Phrase, wanted: int, people: bool) -> list[str] | None:
    """The `wanted` parties that the document is plainly about so far, else those of the sentences right before; None when neither tells."""
    weight = {k: agency(scene, k, one.first, people) for k in candidates(scene, people)}
    ranked = sorted((k for k in weight if weight[k] > 0), key=lambda k: (-weight[k], k))
    if len(ranked) < wanted:
        return None
    if len(ranked) == wanted or weight[ranked[wanted - 1]] >= PLAINLY * weight[ranked[wanted]]:
        return sorted(ranked[:wanted])
    here = scene.parsed.tokens[one.head].sentence
    for back in range(2):
        window = [
            k
            for k in ranked
            if any(0 <= here - scene.parsed.tokens[s].sentence <= back and s < one.first for s in places(scene, k, people))
        ]
        if len(window) >= wanted:
            return sorted(window) if len(window) == wanted else None
    return None


PLAINLY = 1.5  # the last of the parties acts half as often again as the next candidate


def candidates(scene: Scene, people: bool) -> list[str]:
    if people:
        return [k for k, w in scene.whos.items() if w.human and leads(scene, w)]
    return [k for k, w in scene.whos.items() if w.kind == "state"]


def places(scene: Scene, key: str, people: bool) -> list[int]:
    """First tokens of the mentions of a party; of a state's leaders and organs too."""
    code = key.removeprefix("state:")
    more = [] if people else [s for w in scene.whos.values() if w.kind in ("person", "organisation") and w.country == code for s in w.seen]
    return [*scene.whos[key].seen, *more]


def agency(scene: Scene, key: str, until: int, people: bool) -> float:
    """How much a party acts before token `until`, the headline included: as a subject, an owner, beside one, or through its leaders."""
    tokens = scene.parsed.tokens
    total = 0.0
    for m in places(scene, key, people):
        if m >= until and not scene.in_headline(m):
            continue
        k, steps = m, 0
        while tokens[k].deprel in ("conj", "flat", "compound", "amod", "appos", "nmod:desc") and steps < 4 and tokens[k].head != k:
            k, steps = tokens[k].head, steps + 1
        total += 1.0 if tokens[k].deprel.startswith(("nsubj", "nmod:poss", "root")) or scene.in_headline(m) else 0.25
    return total


def leads(scene: Scene, who: Who) -> bool:
    return bool(who.country) and (who.key in scene.base.people or bool(who.roles & set(roles()["office"])))


__all__ = ["institutes", "joint", "organ", "organisation", "writing"]
