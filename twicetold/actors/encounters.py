"""Who met whom: 'the President spoke with the King', 'X hosted Y'. Afterwards 'they', 'the leaders', 'both sides' are the people who met.

Readouts and reports of visits say it once, near the top, and lean on it to the end. Only what stands before a word counts, the nearest
encounter first; one that names fewer than two sides is none.
"""

from __future__ import annotations

import re

from twicetold.actors.knowledge import LONGEST_NAME, word_list
from twicetold.actors.scene import Scene, joined

_JOINT_PAPER = re.compile(
    r"\bjoint\b.{0,40}\b(?:statement|communiqu[eé]|declaration|release|readout|vision|fact sheet|article)s?\b", re.IGNORECASE
)
_WE_THE = re.compile(r"(?:^|(?<=\s))We, (?P<who>the [^.;:\n“”\"]{8,300}?), ")
_SPEECH = re.compile(
    r"(?:(?:full text|transcript|text)(?: of)?:? )?(?:the )?(?:\w+ )?"
    r"(?:speech|remarks|address|statement|lecture|toast|keynote|intervention|testimony)(?: \w+){0,3}? (?:by|of|from) (?P<who>.{3,160})",
    re.IGNORECASE,
)
NEAR_THE_TOP = 1_500  # characters; a preamble
_PARTNERS = ("with", "between", "and", "alongside")


def encounter(scene: Scene, before: int) -> list[str]:
    """Keys of those who met last before a token, in text order; [] when nobody did."""
    for verb in reversed([v for v in verbs_of_meeting(scene) if v < before]):
        sides = sides_of(scene, verb, before)
        if len(sides) > 1:
            return sides
    return []


def verbs_of_meeting(scene: Scene) -> list[int]:
    """Tokens of verbs (and of nouns as in 'held a call with') that tell of an encounter, headline left out."""
    if scene.meetings is None:
        listed = word_list("encounters")
        scene.meetings = [
            k
            for k, t in enumerate(scene.parsed.tokens)
            if t.lemma.lower() in listed and t.upos in ("VERB", "NOUN") and not scene.in_headline(k)
        ]
    return scene.meetings


def sides_of(scene: Scene, verb: int, before: int) -> list[str]:
    """The actors that a verb of meeting brings together, as far as they are known where token `before` stands."""
    tokens = scene.parsed.tokens
    top = verb if tokens[verb].upos == "VERB" else tokens[verb].head
    host = next((c for c in scene.parsed.children[top] if tokens[c].deprel == "nsubj"), None)
    partners = [c for k in {verb, top} for c in scene.parsed.children[k] if c != host and c > k and partner(scene, c, k)]
    heads = [h for k in (host, *sorted(set(partners))) if k is not None for h in coordinated(scene, k)]
    keys = (scene.at_head.get(h) for h in heads if h < before)
    return list(dict.fromkeys(k for k in keys if k and sided(scene, k)))


def partner(scene: Scene, k: int, verb: int) -> bool:
    """Whether a word under a verb of meeting names the other side: its object, or what stands after 'with'."""
    tokens = scene.parsed.tokens
    if tokens[k].deprel in ("obj", "iobj", "nsubj"):  # a second subject behind the verb is an object that the parser mistook
        return tokens[verb].lemma.lower() in word_list("encounters_of_somebody")
    cases = {tokens[c].text.lower() for c in scene.parsed.children[k] if tokens[c].deprel == "case"}
    return tokens[k].deprel.startswith(("obl", "nmod")) and bool(cases & set(_PARTNERS))


def coordinated(scene: Scene, head: int) -> list[int]:
    return [head, *(c for c in scene.parsed.children[head] if scene.parsed.tokens[c].deprel == "conj")]


def sided(scene: Scene, key: str) -> bool:
    """Whether an actor stands for a side: a state, a body, or somebody who speaks for one."""
    who = scene.whos[key]
    return not who.members and (who.kind in ("state", "organisation") or who.country is not None)


def together(scene: Scene, before: int, number: int | None = None, people: bool = False) -> str | None:
    """The joint actor of those who met last: 'they', 'the leaders'; None when the number asked for is another."""
    keys = encounter(scene, before)
    keys = [k for k in keys if scene.whos[k].human] if people else keys
    sides = {scene.whos[k].country or k for k in keys}
    if len(keys) < 2 or len(sides) < 2 or (number is not None and number not in (len(keys), len(sides))):
        return None
    return joined(scene, keys)


def sides(scene: Scene, before: int, number: int | None = None) -> str | None:
    """The states of those who met last, as one actor: 'both countries', 'the two sides'."""
    codes = [scene.whos[k].country for k in encounter(scene, before)]
    states = [scene.known(f"state:{c}").key for c in dict.fromkeys(codes) if c and scene.base.actor(f"state:{c}")]
    return joined(scene, states) if len(states) > 1 and number in (None, len(states)) else None


def named_side_by_side(scene: Scene, head: int, wanted: int, people: bool) -> list[str] | None:
    """'Iran and Oman said …' in the sentence before: those."""
    tokens, here = scene.parsed.tokens, scene.parsed.tokens[head].sentence
    if not here:
        return None
    before = scene.parsed.sentences[here - 1]
    for k in range(before.first, before.last):
        if k in scene.at_head and k in scene.sources and not scene.in_headline(k):
            heads = [k, *(c for c in scene.parsed.children[k] if tokens[c].deprel == "conj" and c in scene.sources)]
            keys = list(dict.fromkeys(scene.at_head[h] for h in heads if h in scene.at_head))
            if len(keys) == len(heads) == wanted and all(scene.whos[x].human if people else scene.whos[x].kind == "state" for x in keys):
                return sorted(keys)
    return None


def issuers(scene: Scene) -> str | None:
    """Who says 'we' in an official text: the sides of a joint statement, 'We, the leaders of …', the speaker; None if not plain."""
    if scene.issuer is None:
        title = scene.parsed.document.title or ""
        joint = _one_or_joint(scene, named_in(scene, title)) if _JOINT_PAPER.search(title) else None
        scene.issuer = (joint or _we_the(scene) or _speech_giver(scene, title),)
    return scene.issuer[0]


def _we_the(scene: Scene) -> str | None:
    """'We, the leaders of the Group of Seven, reaffirm …', near the top."""
    for body in scene.parsed.document.body[:1]:
        match = _WE_THE.search(scene.parsed.document.text, body.start, min(body.end, body.start + NEAR_THE_TOP))
        if match is not None:
            return _one_or_joint(scene, named_in(scene, match["who"]))
    return None


def _speech_giver(scene: Scene, title: str) -> str | None:
    """'Speech by President X at the summit': the person, else the body, that stands first behind 'by'."""
    match = _SPEECH.match(title)
    span = scene.parsed.document.title_span
    if match is None or scene.parsed.transcript:
        return None
    listed = [k for k in named_in(scene, match["who"]) if scene.whos[k].human or k.startswith("org:")]
    if listed or span is None:
        return listed[0] if listed else None
    met = [(m, k) for k, w in scene.whos.items() if w.human for m in w.seen if scene.in_headline(m)]
    behind = [(m, k) for m, k in met if scene.parsed.tokens[m].start >= span.start + match.start("who")]
    return min(behind)[1] if behind else None


def _one_or_joint(scene: Scene, named: list[str]) -> str | None:
    """The people, the sides or the body among actors named together; None where that is not plain."""
    named = [k for k in named if k != scene.outlet]
    states = [k for k in named if k.startswith("state:")]
    bodies = [k for k in named if k.startswith("org:") and not scene.whos[k].country]
    people = [k for k in named if scene.whos[k].human and scene.whos[k].country]
    for keys in (people, states, states + bodies):
        if len({scene.whos[k].country or k for k in keys}) > 1:
            return joined(scene, keys)
    return bodies[0] if len(bodies) == 1 else None


def named_in(scene: Scene, text: str) -> list[str]:
    """Keys of the known actors that a line of text names, in its order, each once."""
    words = list(re.finditer(r"[^\s,:;–—\-“”\"’']+", text))
    out, k = list[str](), 0
    while k < len(words):
        for last in range(min(k + LONGEST_NAME, len(words)) - 1, k - 1, -1):
            key = _listed(scene, text[words[k].start() : words[last].end()])
            if key is not None:
                out.append(key)
                k = last
                break
        k += 1
    return list(dict.fromkeys(out))


def _listed(scene: Scene, text: str) -> str | None:
    entry = scene.base.named(text) or scene.base.named(text.rstrip("."))
    if entry is not None and entry.sense in ("name", "metonym") and text[0].isupper():
        return scene.known(entry.key).key
    met = scene.alone(scene.by_alias.get(text, ())) if " " not in text else None
    return met if met is not None and scene.whos[met].human else None
