"""Names -> actors: which stretches name people and organisations, and which of them are one within the document.

Order of authority: the document's own definition ('Baltic Conflict Observatory (BCO)'), the full name as printed, the knowledge base, and
only then a surname or a short form, where it fits exactly one actor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from twicetold.actors.knowledge import roles, short_names, word_list
from twicetold.actors.names import abbreviates, content_words, fold, nearly_abbreviates, straight
from twicetold.actors.persons import gender_of, meet_person, surname_key
from twicetold.actors.runs import Run, body_nouns, is_date, listed_name, runs, set_like_headline
from twicetold.actors.scene import Scene, Who, named_key, tidy
from twicetold.actors.titles import Name, common_words, first_names, short_titles, split_title, titles


def entity_kind(scene: Scene, name: Name) -> str:
    """'person', 'organisation' or '' for a stretch that the knowledge base does not list."""
    words = fold(name.text).split()
    if any(b in body_nouns() for b, joint in pairwise(words) if joint in ("of", "for", "on")) and name.run.kind != "person":
        return "organisation"  # 'Institute for Trade Law'
    if (
        not content_words(name.text)  # 'Dr Le', cut off: particles alone name nobody
        or (len(words) == 1 and len(words[0]) == 1)
        or words[-1] in word_list("not_bodies")
        or words[0] in word_list("not_people")
        or name.run.kind == "place"
    ):
        return ""
    if any(w in body_nouns() for w in words[-1:]) or (len(words) > 2 and any(w in body_nouns() for w in words)):
        return "organisation"
    if name.title and name.title not in ("former", "chief"):
        return "person"
    if name.run.kind != "person" and after_outlet(scene, name):
        return "organisation"
    if name.run.kind in ("person", "organisation"):
        return name.run.kind
    return "person" if len(words) in (2, 3) and words[0] in first_names() else ""


def after_outlet(scene: Scene, name: Name) -> bool:
    """'the newspaper Ala-Too', 'the broadcaster BR': what follows a noun for an outlet is its name."""
    before = scene.parsed.tokens[name.run.first - 1] if name.run.first else None
    return before is not None and before.upos == "NOUN" and before.text in roles()["media"]["words"] and before.text != "post"


# ----------------------------------------------------------------------------------------------------- organisations


def meet_body(scene: Scene, text: str) -> Who:
    entry = scene.base.named(text) or scene.base.named(re.sub(r"^[Tt]he ", "", text))
    if entry is not None and (entry.key.startswith("org:") or entry.key in scene.base.extra):
        return scene.known(entry.key)
    clean = re.sub(r"^[Tt]he ", "", text)
    words = set(content_words(clean))
    met = scene.alone(k for k, w in scene.whos.items() if w.kind == "organisation" and words == set(content_words(w.name)))
    if met is not None:
        return scene.whos[met]
    return scene.meet(named_key(clean), clean, "organisation", roles=set(content_words(clean)))


def short_body(scene: Scene, text: str) -> str | None:
    """An organisation met under a longer name: 'the Ledger', 'Harbourline', 'Brookings'."""
    words = content_words(text)
    fits = [k for k, w in scene.whos.items() if w.kind == "organisation" and words and words == content_words(w.name)[: len(words)]]
    return scene.alone(fits)


def spelled_out(short: str, name: str) -> bool:
    return abbreviates(short, name) or nearly_abbreviates(short, name)


def defined_short_forms(scene: Scene, names: Iterable[Name]) -> None:
    """Abbreviations in brackets after a name: 'Institute for the Study of War (ISW)', where the letters bear it out."""
    tokens = scene.parsed.tokens
    for name in names:
        if name.last + 3 < len(tokens) and tokens[name.last + 1].text == "(" and tokens[name.last + 3].text == ")":
            short = tokens[name.last + 2].text
            key = scene.at_head.get(head_of(scene, name.first, name.last))
            if key and short.isupper() and scene.whos[key].kind == "organisation" and spelled_out(short, scene.text(name.first, name.last)):
                scene.alias(key, short)


# -------------------------------------------------------------------------------------------------------------- all


def head_of(scene: Scene, first: int, last: int) -> int:
    """The token of the stretch that hangs outside it."""
    tokens = scene.parsed.tokens
    return next((k for k in range(first, last + 1) if not first <= tokens[k].head <= last or tokens[k].head == k), last)


def write(scene: Scene, name: Name, key: str | None, kind: str = "name") -> None:
    scene.taken.update(range(name.run.first, name.last + 1))
    scene.note(name.first, name.last, head_of(scene, name.first, name.last), kind, key)  # type: ignore[arg-type]  # the two kinds used here
    if name.run.first < name.first and key is not None:
        scene.note(name.run.first, name.last, head_of(scene, name.run.first, name.last), "title", key)
        last = name.title.split(" ")[-1]
        posts = {short_titles().get(t, t) for t in name.title.split() if t in titles()} - word_list("honorifics")
        scene.whos[key].roles.update([short_titles().get(last, last), name.title, *posts])
        hint = next((titles()[t] for t in name.title.split() if titles().get(t)), "")
        scene.whos[key].gender = scene.whos[key].gender or hint


def place_or_power(scene: Scene, run: Run) -> bool:
    """Whether a capital stands for its government here: it acts, owns, or is dealt with; 'in Moscow' is a place."""
    tokens = scene.parsed.tokens
    head = head_of(scene, run.first, run.last)
    if run.last + 1 < len(tokens) and tokens[run.last + 1].upos == "NOUN" and tokens[head].deprel in ("compound", "obj", "amod"):
        return False
    seen = 0
    while tokens[head].deprel == "conj" and tokens[head].head != head and seen < 5:
        head, seen = tokens[head].head, seen + 1
    if tokens[head].deprel.startswith(("nsubj", "nmod:poss", "obj", "iobj")):
        return True
    cases = {tokens[c].text.lower() for c in scene.parsed.children[head] if tokens[c].deprel == "case"}
    return bool(cases & word_list("agent_cases")) or ("to" in cases and tokens[tokens[head].head].lemma in word_list("given_to"))


def meet_outlet(scene: Scene) -> None:
    """The outlet is there before the first word: 'this newspaper', 'the institute' on an institute's own page."""
    outlet = tidy(re.sub(r"\([^)]*\)|,.*", "", scene.parsed.document.outlet or ""))
    if outlet:
        scene.outlet = meet_body(scene, outlet).key


DATELINE = re.compile(
    r"^\s*(?:\(?[A-Z][\w ]+\)\s*)?([A-Z][A-Za-z.’' -]{2,30}?)(?:,[^\n—–:-]{0,40})?\s*(?:\([^)\n]{2,40}\)\s*)?(?:[—–:]|-{1,2}\s)"
)


def read_dateline(scene: Scene) -> int:
    """Where the text of the dateline ends (0: none); sets the state it is filed from."""
    document = scene.parsed.document
    for span in document.body:
        found = DATELINE.match(document.text[span.start : span.start + 120])
        if found:
            place = straight(found[1].split(",")[0])
            entry = scene.base.named(place) or scene.base.named(place.title()) or scene.base.named(place, shouting=True)
            if entry is not None and entry.key.startswith("state:"):
                scene.dateline = entry.key
                return span.start + found.end()
            if found[1].isupper():
                return span.start + found.end()
    return 0


def name_actors(scene: Scene) -> None:
    """Step 1 of `within`: every name in the document, longest forms first, then what is short for them."""
    dateline = read_dateline(scene)
    names, short, honoured = list[Name](), list[Name](), list[Name]()
    for run in runs(scene.parsed, scene.base):
        inside = scene.parsed.tokens[run.last].end <= dateline and not scene.in_headline(run.first)
        if run.entry is not None:
            listed(scene, run, inside)
        elif not inside:
            name = split_title(scene, run)
            if common_words(scene, name) or name.text.startswith(("of ", "for ")):  # 'Minister of Finance': a post
                inside_names(scene, run)
                if name.text.lower() in titles():
                    honoured.append(name)
                continue
            (short if len(content_words(name.text)) == 1 else names).append(name)
    for name in names:
        long_name(scene, name)
    defined_short_forms(scene, [*names] + [Name(f.first, f.last, "", "", Run(f.first, f.last, None, None)) for f in list(scene.found)])
    for name in short:
        short_name(scene, name)
    for name in honoured:  # 'Shah' is a surname where somebody of that name was met
        key = scene.alone(
            k for k, w in scene.whos.items() if w.human and content_words(w.name)[1:] and content_words(w.name)[-1] == fold(name.text)
        )
        if key is not None:
            write(scene, name, key)
    left_over(scene)


def inside_names(scene: Scene, run: Run) -> None:
    """Names inside a description in capitals: 'American' in 'the American President'."""
    sentence = scene.parsed.sentences[scene.parsed.tokens[run.first].sentence]
    k = run.first
    while k <= run.last:
        last, entry = listed_name(scene.parsed, scene.base, k, sentence)
        if entry is not None and last <= run.last:
            listed(scene, Run(k, last, entry, None), False)
        k = max(last, k) + 1


def left_over(scene: Scene) -> None:
    """Names met elsewhere that no stretch held: in headlines, where capitals tell nothing, and where the tagger took a name for a word."""
    known = short_forms(scene)
    for sentence in scene.parsed.sentences:
        headline = set_like_headline(scene.parsed, sentence)
        k = sentence.first
        while k < sentence.last:
            if k in scene.taken or not scene.parsed.tokens[k].text[0].isupper() or is_date(scene.parsed, k):
                k += 1
                continue
            ends = [e for e in range(min(k + 5, sentence.last) - 1, k - 1, -1) if scene.parsed.tokens[e].text[0].isalnum()]
            last = next((e for e in ends if fold(scene.text(k, e)) in known), None)
            token = scene.parsed.tokens[k]
            small = token.upos in ("ADP", "DET", "SCONJ", "CCONJ") and (token.text.isascii() and len(token.text) < 5)
            plain = (token.upos in ("AUX", "VERB") or small) and not headline
            if last is None or plain or k in scene.taken or not token.text[0].isupper():
                k += 1
                continue
            write(scene, Name(k, last, scene.text(k, last), "", Run(k, last, None, None)), known[fold(scene.text(k, last))])
            k = last + 1


def short_forms(scene: Scene) -> dict[str, str]:
    """Folded full names and surnames of the people met, full names of the bodies; only where one actor is meant."""
    forms: dict[str, set[str]] = {}
    for key, who in scene.whos.items():
        if who.kind not in ("person", "organisation") or not who.seen or not key.startswith(("name:", "person:")):
            continue
        words = content_words(who.name)
        single = words[-1:] if who.human and len(words) > 1 else []
        single += short_names(scene.base.people[key]) if key in scene.base.people else []
        single += [f for a in who.aliases if who.human and (f := fold(a)) in content_words(who.name) and a[:1].isupper()]
        for form in {fold(who.name), *single}:
            forms.setdefault(form, set()).add(key)
    return {f: min(keys) for f, keys in sorted(forms.items()) if len(keys) == 1 and len(f) > 2}


def listed(scene: Scene, run: Run, dateline: bool) -> None:
    """A name that the knowledge base has."""
    assert run.entry is not None
    key, sense = run.entry.key, run.entry.sense
    if elsewhere(scene, run) or one_of_a_people(scene, run):
        return
    scene.taken.update(range(run.first, run.last + 1))
    if dateline or (sense == "metonym" and not place_or_power(scene, run)) or too_short(scene, run):
        return
    scene.known(key)
    if sense == "people" or sense == "demonym":
        scene.note(run.first, run.last, head_of(scene, run.first, run.last), "demonym", key)
    else:
        scene.note(run.first, run.last, head_of(scene, run.first, run.last), "metonym" if sense == "metonym" else "name", key)


_OF_A_PEOPLE = ("chman", "shman", "tsman", "chwoman", "shwoman", "tswoman")
_ONE_OR_STATE = ("an", "i", "ard", "rk", "eek", "wede", "dane", "finn", "pole")  # not 'the French said', 'the Swiss said': those are many


def one_of_a_people(scene: Scene, run: Run) -> bool:
    """'The Frenchman said', 'the German added': a person, not the state."""
    tokens = scene.parsed.tokens
    if run.last - run.first > 1 or not run.first or tokens[run.first - 1].text.lower() != "the" or run.entry is None:
        return False
    word = tokens[run.last].text.lower()
    if word.endswith(_OF_A_PEOPLE):
        return True
    noun = run.last + 1 < len(tokens) and tokens[run.last + 1].upos in ("NOUN", "PROPN", "ADJ", "PART", "PUNCT")
    source = any(scene.parsed.head_of(s) in (run.first, run.last) for r in scene.telling.get(run.first, ()) for s in r.source)
    return source and not noun and run.entry.sense == "demonym" and word.endswith(_ONE_OR_STATE)


def elsewhere(scene: Scene, run: Run) -> bool:
    """'the Foreign Office in Berlin' is not the one in London: an organ of state beside the capital of another."""
    body = scene.base.organisations.get(run.entry.key if run.entry else "")
    tokens = scene.parsed.tokens
    if body is None or body.country is None or run.last + 2 >= len(tokens) or tokens[run.last + 1].text.lower() != "in":
        return False
    seat = scene.base.named(tokens[run.last + 2].text)
    return seat is not None and seat.sense == "metonym" and seat.key.startswith("state:") and seat.key != f"state:{body.country}"


def too_short(scene: Scene, run: Run) -> bool:
    """Two letters that are more often something else ('PA', 'IS'): a body only where the document has met it, or its state, otherwise."""
    text = scene.text(run.first, run.last)
    if run.entry is None or len(text) > 2 or not run.entry.key.startswith("org:") or text in word_list("sure_abbreviations"):
        return False
    body = scene.base.organisations[run.entry.key]
    return body.key not in scene.whos and (body.country is None or f"state:{body.country}" not in scene.whos)


def long_name(scene: Scene, name: Name) -> None:
    entry = scene.base.named(name.text)
    if entry is not None and name.title:
        scene.known(entry.key)
        write(scene, name, entry.key)
        return
    kind = entity_kind(scene, name)
    if kind == "person":
        write(scene, name, meet_person(scene, name).key)
    elif kind == "organisation":
        write(scene, name, meet_body(scene, name.text).key)


def short_name(scene: Scene, name: Name) -> None:
    """One word: an abbreviation the document defined, a surname, a short form, a name of its own; else nothing."""
    word = name.text
    defined = scene.alone(scene.by_alias.get(word, ()))
    if defined is not None:
        return write(scene, name, defined)
    entry = scene.base.named(word)
    if entry is not None and name.title:
        scene.known(entry.key)
        return write(scene, name, entry.key)
    key = surname_key(scene, name) or (None if name.run.kind == "place" else short_body(scene, word))
    if key is not None:
        scene.known(key) if key in scene.base.people else None
        return write(scene, name, key)
    kind = entity_kind(scene, name)
    sure = name.title or fold(word) in first_names() or speaks(scene, name) or surname_near(scene, name)
    if kind == "person" and len(word) > 1 and not word.isupper() and sure:
        key = scene.meet(named_key(word), word, "person", gender=gender_of(word, name.title)).key
        return write(scene, name, key)
    if kind == "organisation" and (speaks(scene, name) or after_outlet(scene, name)):
        return write(scene, name, meet_body(scene, word).key)
    return None


def surname_near(scene: Scene, name: Name) -> bool:
    """Whether the parser takes a single word for the subject or object of a verb: a person who does something."""
    return scene.parsed.tokens[head_of(scene, name.first, name.last)].deprel.startswith(
        ("nsubj", "obj", "obl", "nmod:poss", "appos", "flat", "conj", "nmod")
    )


def speaks(scene: Scene, name: Name) -> bool:
    """Whether a single capitalised word that the model takes for an organisation acts as one: it is a source, or the subject of a verb."""
    head = head_of(scene, name.first, name.last)
    token = scene.parsed.tokens[head]
    cased = {scene.parsed.tokens[c].text.lower() for c in scene.parsed.children[head]}
    return (head in scene.sources or token.deprel.startswith("nsubj") or "by" in cased) and len(token.text) > 2


__all__ = ["Name", "first_names", "head_of", "meet_outlet", "name_actors", "titles"]
