"""Questions to the tree: who is the subject, what does a verb govern, where does a clause begin."""

from __future__ import annotations

from twicetold.language.lexicon import words
from twicetold.language.page import Page, Stretch

_UPWARDS = ("conj", "xcomp", "advcl", "ccomp", "parataxis")
_RELATIVE = frozenset({"who", "which", "that", "whom"})
CLAUSAL = ("ccomp", "csubj", "parataxis")


def verb_of(page: Page, stretch: Stretch) -> int:
    """The main word of a cue: its verb nearest the root, else its head."""
    first, last = stretch
    verbs = [k for k in range(first, last) if page.tokens[k].upos == "VERB"]
    return min(verbs, key=lambda k: depth(page, k)) if verbs else page.head_of(stretch)


def depth(page: Page, word: int) -> int:
    """Arcs between `word` and its root."""
    steps = 0
    while page.tokens[word].head != word:
        word, steps = page.tokens[word].head, steps + 1
    return steps


def child(page: Page, word: int, *relations: str) -> int | None:
    """The first dependent of `word` with one of these relations (subtypes included)."""
    return next((k for k in page.children[word] if page.tokens[k].deprel.startswith(relations)), None)


def passive(page: Page, verb: int) -> bool:
    """Whether `verb` is in the passive voice."""
    return child(page, verb, "nsubj:pass", "aux:pass", "csubj:pass", "obl:agent") is not None


def negated(page: Page, verb: int) -> bool:
    """'did not say', 'never said', 'refused to say', 'denied'."""
    if page.tokens[verb].lemma in words("cues", "deny") and child(page, verb, "ccomp", "xcomp") is not None:
        return True
    if any(page.tokens[k].lemma in ("not", "never", "n't", "neither", "nor") for k in page.children[verb] if k < verb):
        return True
    token = page.tokens[verb]
    return token.deprel == "xcomp" and page.tokens[token.head].lemma in ("refuse", "decline", "fail", "avoid", "stop")


def agent(page: Page, verb: int) -> int | None:
    """Who does what `verb` says: its subject, the 'by' phrase of a passive, else the subject of the clause it depends on."""
    own = child(page, verb, "nsubj") if not passive(page, verb) else child(page, verb, "obl:agent")
    token = page.tokens[verb]
    if own is not None:
        relative = page.tokens[own].text.lower() in _RELATIVE and token.deprel.startswith("acl")
        return token.head if relative else own
    if passive(page, verb) or child(page, verb, "expl") is not None:
        return None
    if token.deprel.startswith("acl") and token.text.lower().endswith(("ing", "ed")):
        return token.head
    return (
        agent(page, token.head)
        if token.head != verb and token.deprel.startswith(_UPWARDS[:3]) and page.tokens[token.head].upos in ("VERB", "AUX")
        else None
    )


def phrase(page: Page, word: int, outside: Stretch) -> list[Stretch]:
    """The words of the noun phrase around `word`, up to the stretch `outside` that interrupts it; without closing punctuation."""
    below = set(page.subtree(word)) - set(range(*outside))
    case = [k for k in page.children[word] if page.tokens[k].deprel == "case" and k < word]
    below -= {j for k in case for j in page.subtree(k)}
    first = last = word
    while first - 1 in below:
        first -= 1
    while last + 1 in below:
        last += 1
    while first < word and page.tokens[first].upos in ("PUNCT", "CCONJ", "SCONJ"):
        first += 1
    while last > word and page.tokens[last].upos == "PUNCT" and page.tokens[last].text not in ')]"”':
        last -= 1
    return [(first, last + 1)]


def human(page: Page, word: int) -> bool:
    """Whether the word may name somebody who speaks: a name, a personal pronoun, a noun for people, bodies or documents."""
    token = page.tokens[word]
    if token.upos == "PROPN":
        return True
    if token.upos == "PRON":
        return token.text.lower() in ("he", "she", "they", "i", "we", "one", "many", "some", "others", "who", "both", "it")
    return token.lemma in words("cues", "human") or token.lemma.endswith(("er", "or", "ist", "ian", "man", "woman"))
