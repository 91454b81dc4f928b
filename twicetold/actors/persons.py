"""People by name: the one met already, a leader of the knowledge base, or somebody new; whom a surname alone stands for."""

from __future__ import annotations

from twicetold.actors.knowledge import roles, word_list
from twicetold.actors.names import content_words, fold, near, same_person
from twicetold.actors.scene import Scene, Who, named_key
from twicetold.actors.titles import Name, first_names, titles

IN_OFFICE_YEARS = 12  # a bare surname names a leader only this long after the last term; older ones need a title or a full name

DAUGHTERS = ("ova", "eva", "skaya", "skaia", "dottir", "kyzy", "qizi")  # surnames of women in Slavic, Icelandic and Turkic use


def gender_of(text: str, title: str) -> str:
    hint = next((titles()[t] for t in title.split() if titles().get(t)), "")
    words = fold(text).split()
    daughter = len(words) > 1 and words[-1].endswith(DAUGHTERS)
    return hint or first_names().get(words[0] if words else "", "") or ("f" if daughter else "")


def meet_person(scene: Scene, name: Name) -> Who:
    """The person of a full name: one met already, one of the knowledge base, or a new one."""
    entry = scene.base.named(name.text) or scene.base.named(name.text + ".")
    if entry is not None and entry.key in scene.base.people:
        return scene.known(entry.key)
    honoured = office_bearer(scene, name)
    if honoured is not None:
        return scene.known(honoured)
    words = content_words(name.text)
    met = scene.alone(k for k in scene.namesakes([words[0], words[-1]]) if full_match(name.text, scene.whos[k]))
    if met is not None:
        who = scene.whos[met]
        if len(content_words(name.text)) > len(content_words(who.name)) and who.key.startswith("name:"):
            who.name = name.text
            scene.index_name(met, name.text)
        return who
    listed = listed_person(scene, name.text)
    if listed is not None:
        return scene.known(listed)
    return scene.meet(named_key(name.text), name.text, "person", gender=gender_of(name.text, name.title))


def office_bearer(scene: Scene, name: Name) -> str | None:
    """'Prime Minister Al-Kadhimi', 'President Lopez Obrador': the holder of that office whose name has these words."""
    offices, words = offices_of(name.title), set(content_words(name.text))
    listed = [k for w in sorted(words) for k in scene.base.surnames.get(w, ())] if offices and scene.day else []
    fits = [k for k in listed if words <= {w for n in (scene.base.people[k].name, *scene.base.people[k].others) for w in fold(n).split()}]
    return scene.alone(k for k in fits if any(t.office in offices and t.covers(scene.day or "") for t in scene.base.people[k].terms))


def full_match(text: str, who: Who) -> bool:
    """Whether a name of two words or more may be another form of one met already ('Walter McConaughy', 'Walter P. McConaughy')."""
    return len(content_words(who.name)) > 1 and any(
        same_person(text, n) and len(content_words(n)) > 1 for n in (who.name, *who.aliases[:3])
    )


def listed_person(scene: Scene, text: str) -> str | None:
    """A leader of the knowledge base under another spelling: every word near one of the listed name, first and last included."""
    words = [w for w in content_words(text) if w not in ("jr", "sr")]
    if len(words) < 2:
        return None
    candidates = {k for w in (words[0], words[-1]) for k in scene.base.surnames.get(w, ())}
    fits = [
        k
        for k in sorted(candidates)
        if any(same_full(words, content_words(n)) for n in (scene.base.people[k].name, *scene.base.people[k].others))
    ]
    return scene.alone(fits)


def same_full(words: list[str], other: list[str]) -> bool:
    short, long = sorted((words, other), key=len)
    return len(short) > 1 and near(words[-1], other[-1]) and near(words[0], other[0]) and all(any(near(a, b) for b in long) for a in short)


def surname_key(scene: Scene, name: Name) -> str | None:
    """Whom a single name stands for: someone met under a longer name, else a leader by title or day, else None."""
    word = fold(name.text)
    met = [k for k in scene.namesakes(word.split()) if called_by(scene, scene.whos[k], word)]
    met += [k for k in scene.base.surnames.get(word, ()) if k in scene.whos and k not in met]
    met = met or [k for k in scene.whos if offices_of(name.title) and called_first(scene, k, word)]
    met = met or [k for k in scene.namesakes([word]) if called_within(scene.whos[k], word)]
    if met:
        return next(iter(scene.before(name.first, met)), None) or scene.alone(met)
    listed = [k for k in scene.base.surnames.get(word, ()) if scene.base.people[k].full]
    offices = offices_of(name.title)
    if offices:
        fits = [
            k
            for k in listed
            if any(t.office in offices and (scene.day is None or t.since <= scene.day) for t in scene.base.people[k].terms)
        ]
        now = [k for k in fits if any(scene.day and t.office in offices and t.covers(scene.day) for t in scene.base.people[k].terms)]
        return scene.alone(now) or scene.alone(fits)
    recent = [k for k in listed if in_office_lately(scene, k) and mentioned_state(scene, k)]
    recent = [k for k in recent if in_office(scene, k)] or recent
    if recent or len(listed) != 1 or len(word) < 5 or word in first_names() or word in word_list("common_surnames"):
        return scene.alone(recent)
    return listed[0] if mentioned_state(scene, listed[0]) and begun(scene, listed[0]) else None


def begun(scene: Scene, key: str) -> bool:
    """Whether a leader had come into office when the document was written."""
    return scene.day is not None and any(t.since <= scene.day for t in scene.base.people[key].terms)


def called_first(scene: Scene, key: str, word: str) -> bool:
    """'Prime Minister Abiy': a leader met in full whom a title calls by the first name, as in Ethiopia."""
    return key in scene.base.people and bool(scene.whos[key].seen) and content_words(scene.whos[key].name)[:1] == [word]


def called_by(scene: Scene, who: Who, word: str) -> bool:
    words = content_words(who.name)
    if not words:
        return False
    if who.key in scene.base.people:
        return word in {w for w, keys in ((word, scene.base.surnames.get(word, ())),) if who.key in keys} or near(words[-1], word)
    return len(words) > 1 and (
        near(words[-1], word) or words[0] == word or (len(words) > 2 and words[-2] + words[-1] == word.replace(" ", ""))
    )


def called_within(who: Who, word: str) -> bool:
    """'Ibáñez' for Rodrigo Ibáñez Quispe: the father's surname stands before the mother's."""
    words = content_words(who.name)
    return who.human and who.key.startswith("name:") and len(words) > 2 and word in words[1:-1] and word not in first_names()


def offices_of(title: str) -> list[str]:
    """The offices that a title ends in: 'russian president' -> president, 'vice president' -> vice president."""
    words = title.split()
    return next((found for k in range(len(words)) if (found := roles()["office"].get(" ".join(words[k:])))), [])


def in_office_lately(scene: Scene, key: str) -> bool:
    day = scene.day
    if day is None:
        return False
    return any(t.since <= day and (not t.until or int(t.until[:4]) + IN_OFFICE_YEARS >= int(day[:4])) for t in scene.base.people[key].terms)


def in_office(scene: Scene, key: str) -> bool:
    """Whether a leader holds an office on the document's day."""
    return any(t.covers(scene.day or "") for t in scene.base.people[key].terms)


def mentioned_state(scene: Scene, key: str) -> bool:
    """Whether the document speaks of what the leader leads."""
    owners = {t.owner if t.owner.startswith("org:") else f"state:{t.owner}" for t in scene.base.people[key].terms}
    return any(o in scene.whos for o in owners)
