"""Pronouns: who 'he', 'she', 'it', 'they', 'I' and 'we' are, by agreement, structure and nearness; None where two would do as well.

The order of preference follows Lappin and Leass (1994) in small: agreement filters, the subject of the sentence before and whoever is
quoted weigh most, then nearness. Inside quotation marks the first person is the speaker (Hobbs 1978 treats it as deictic; so do we).
"""

from __future__ import annotations

from bisect import bisect_left

from twicetold.actors.encounters import issuers, together
from twicetold.actors.knowledge import word_list
from twicetold.actors.scene import Scene, Who
from twicetold.types import Reported

FIRST = frozenset({"i", "me", "my", "mine", "we", "us", "our", "ours", "myself", "ourselves"})
MASCULINE = frozenset({"he", "him", "his", "himself"})
FEMININE = frozenset({"she", "her", "hers", "herself"})
NEUTER = frozenset({"it", "its", "itself"})
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
PERSONAL = FIRST | MASCULINE | FEMININE | NEUTER | PLURAL
REACH = 3  # sentences back; further off a pronoun has lost its thread

POSSESSIVE = 3.0  # 'Moscow …, although its ambassador': mostly somebody of the same sentence
SUBJECT, SPEAKER, SAME_SENTENCE, PER_SENTENCE, TOPIC = (
    3.0,
    2.5,
    0.5,
    -2.0,
    0.15,
)  # weights, set by hand; changes of a third change no family
ADJACENT = 1.0  # 'Mr. Nixon raised his glass. "…," he said.': the subject of the sentence just before
MARGIN = 0.2  # the best must lead by this much


def pronoun(scene: Scene, k: int) -> str | None:
    """Key of the actor behind the pronoun at token `k`."""
    word = scene.parsed.tokens[k].text.lower()
    if word in FIRST:
        return first_person(scene, k)
    if word in NEUTER and expletive(scene, k):
        return None
    near = [scene.whos[key] for key in scene.near(scene.parsed.tokens[k].sentence, REACH)]
    if word in MASCULINE | FEMININE:
        fits = [w for w in near if w.human and not w.plural and gender_fits(w, word)]
        return best(scene, k, fits) or best(scene, k, [w for w in fits if w.gender])
    if word in NEUTER:
        return best(scene, k, [w for w in near if w.kind in ("organisation", "state") and not w.plural])
    return plural(scene, k, [w for w in near if w.plural or w.kind in ("group", "organisation")])


def relative(scene: Scene, k: int) -> str | None:
    """'a memorandum, which states that', 'Gideon Rotich, who said that': whoever stands before it, where it is made to speak."""
    if scene.parsed.tokens[k].text.lower() not in ("who", "which", "that") or k not in scene.sources or k < 2:
        return None
    before = k - 2 if scene.parsed.tokens[k - 1].text in (",", "—", "–") else k - 1
    ended = [f for f in scene.found if f.last == before and f.key is not None]
    if ended:
        return max(ended, key=lambda f: f.last - f.first).key
    verb = scene.parsed.tokens[k].head
    head = scene.parsed.tokens[verb].head
    return scene.at_head.get(head) if scene.parsed.tokens[verb].deprel == "acl:relcl" and head < k else None


def plural(scene: Scene, k: int, candidates: list[Who]) -> str | None:
    """'they': the group that fits best; those who met before, unless the group is the subject of the same sentence or the one before."""
    found = best(scene, k, candidates)
    here = scene.parsed.tokens[k].sentence
    acted = found is not None and any(
        m in scene.whos[found].subject and here - scene.parsed.tokens[m].sentence <= 1 for m in recent_places(scene, scene.whos[found], k)
    )
    if found is not None and (acted or scene.whos[found].members):
        return found
    return together(scene, k) or found


def gender_fits(who: Who, word: str) -> bool:
    return who.gender in ("", "m" if word in MASCULINE else "f")


def reported_at(scene: Scene, k: int) -> Reported | None:
    """The innermost attribution in whose content token `k` stands."""
    token = scene.parsed.tokens[k]
    inside = [r for r in scene.told.get(k, ()) if any(s.start <= token.start and token.end <= s.end for s in r.content)]
    return min(inside, key=lambda r: sum(s.size for s in r.content), default=None)


def source_key(scene: Scene, reported: Reported) -> str | None:
    """The actor of an attribution's source, as far as it has been read."""
    tokens = [k for s in reported.source for k in scene.parsed.tokens_in(s)]
    keys = [scene.at_head[k] for k in tokens if k in scene.at_head]
    heads = [scene.at_head[h] for s in reported.source if (h := scene.parsed.head_of(s)) is not None and h in scene.at_head]
    return heads[0] if heads else keys[0] if keys else None


def first_person(scene: Scene, k: int) -> str | None:
    """The speaker of the quotation; outside of quotation marks the outlet, where it speaks of itself."""
    if k not in scene.spoken:
        return issuers(scene) or scene.outlet
    reported = reported_at(scene, k)
    return source_key(scene, reported) if reported is not None else None


def expletive(scene: Scene, k: int) -> bool:
    """'It is likely that', 'it emerged that': no actor at all."""
    tokens = scene.parsed.tokens
    token = tokens[k]
    if token.deprel == "expl":
        return True
    head = tokens[token.head]
    clause = any(tokens[c].deprel in ("ccomp", "csubj", "csubj:outer") and c > k for c in scene.parsed.children[token.head])
    passive = token.deprel == "nsubj:pass"
    return (
        token.deprel.startswith("nsubj")
        and head.lemma.lower() in word_list("expletive")
        and (passive or head.upos in ("ADJ", "NOUN"))
        and (clause or passive)
    )


def best(scene: Scene, k: int, candidates: list[Who]) -> str | None:
    """The candidate that weighs most, None when none is near or two weigh the same."""
    weighed = sorted(((weigh(scene, k, w), w.key) for w in candidates if allowed(scene, k, w)), key=lambda x: (-x[0], x[1]))
    weighed = [x for x in weighed if x[0] > -100]
    if not weighed:
        return None
    if len(weighed) > 1 and weighed[0][0] - weighed[1][0] < MARGIN:
        return None
    return weighed[0][1]


def allowed(scene: Scene, k: int, who: Who) -> bool:
    """No argument of the same verb (Principle B), nothing that only stands in the pronoun's own reported content, no bare adjective."""
    tokens, token = scene.parsed.tokens, scene.parsed.tokens[k]
    if scene.last_before(who.key, k) < 0:
        return False
    if token.deprel != "nmod:poss":
        siblings = {c for c in scene.parsed.children[token.head] if c != k and tokens[c].deprel.startswith(("nsubj", "obj", "iobj"))}
        if any(scene.at_head.get(c) == who.key for c in siblings):
            return False
    source = k in scene.sources
    aside = tokens[token.head].deprel == "parataxis" or (source and k and tokens[k - 1].text in (",", "”", '"'))
    if aside and token.text.lower() in NEUTER | PLURAL:
        return scene.last_before(who.key, clause_start(scene, k)) >= 0
    own = [r for r in scene.telling.get(k, ()) if any(s.start <= token.start < s.end for s in r.source)]
    recent = recent_places(scene, who, k)
    return any(not any(s.start <= tokens[m].start < s.end for r in own for s in r.content) for m in recent)


def clause_start(scene: Scene, k: int) -> int:
    """First token of what a frame like ', it says,' stands in: the sentence, or what follows its colon."""
    first = scene.parsed.sentences[scene.parsed.tokens[k].sentence].first
    return next((c + 1 for c in range(k - 1, first, -1) if scene.parsed.tokens[c].text == ":"), first)


def recent_places(scene: Scene, who: Who, k: int) -> list[int]:
    """First tokens of the mentions before token `k` that are near enough, the nearest first."""
    tokens, out = scene.parsed.tokens, list[int]()
    for m in reversed(who.seen[: bisect_left(who.seen, k)]):
        if tokens[k].sentence - tokens[m].sentence > REACH:
            break
        out.append(m)
    return out


def weigh(scene: Scene, k: int, who: Who) -> float:
    tokens = scene.parsed.tokens
    here, possessive = tokens[k].sentence, tokens[k].deprel == "nmod:poss"
    out_of_quote = k not in scene.spoken
    scores = []
    for m in recent_places(scene, who, k):
        if out_of_quote and m in scene.spoken:
            continue
        distance = here - tokens[m].sentence
        score = PER_SENTENCE * distance + ((POSSESSIVE if possessive else SAME_SENTENCE) if distance == 0 else 0.0)
        score += (SUBJECT if m in who.subject else 0.0) + (SPEAKER if m in scene.sources else 0.0)
        score += ADJACENT if distance == 1 and m in who.subject else 0.0
        scores.append(score + m * 1e-6)
    return max(scores, default=-1000.0) + TOPIC * min(bisect_left(who.seen, k), 6)
