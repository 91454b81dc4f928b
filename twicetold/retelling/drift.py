"""What happened to an utterance between two appearances: the labels of `Drift`, from the words alone.

Marks, dashes, case, spaces, ellipses, brackets and British or American spelling are no drift. Speakers are compared in `speakers`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from twicetold.retelling.differences import aligned, folded
from twicetold.retelling.hedges import Hedge, hedges, side, stronger, weakest
from twicetold.retelling.likeness import Likeness
from twicetold.retelling.lists import lists, negations
from twicetold.retelling.terms import Term, spelled, stem
from twicetold.types import Drift

ORDER: tuple[Drift, ...] = (
    "verbatim",
    "trimmed",
    "reworded",
    "reversed",
    "certainty_raised",
    "certainty_lowered",
    "number_changed",
    "name_changed",
    "misattributed",
)
SHORTER = 0.78  # a reworded utterance with fewer than this share of the words has lost some of them; translations stay above .8
JOINING = frozenset(("and", "but", "or", "nor", "while", "whereas", "though", "although"))  # what follows is another statement
NO_DENIAL = frozenset(
    ("less", "fewer", "more", "only", "later", "earlier", "doubt", "matter", "wonder", "question", "least", "just", "merely")
)
MATCH = 0.35  # two words stand for each other


@lru_cache(maxsize=1)
def opposites() -> frozenset[tuple[str, str]]:
    """Pairs of stems that say opposite things, both ways round."""
    pairs = [(stem(a), stem(b)) for a, b in lists()["antonyms"]["pairs"]]
    return frozenset(pairs + [(b, a) for a, b in pairs])


def drift(reference: str, variant: str, likeness: Likeness) -> tuple[Drift, ...]:
    """Labels of `variant` against `reference`, in ORDER; ('verbatim',) when they are the same to the fold."""
    if folded(reference) == folded(variant):
        return ("verbatim",)
    pair = Pair(reference, variant, likeness)
    found: set[Drift] = set()
    found.update(pair.turned(), pair.sureness(), pair.numbers(), pair.names())
    found.update(pair.shape())
    return tuple(label for label in ORDER if label in found) or ("verbatim",)


class Pair:
    """Two texts aligned word by word. `a` is the reference, `b` the variant."""

    def __init__(self, reference: str, variant: str, likeness: Likeness) -> None:
        self.texts = (reference, variant)
        self.a, self.b = likeness.bag(reference).terms, likeness.bag(variant).terms
        self.changes = aligned(self.a, self.b)
        self.grid = likeness.matches(reference, variant)
        self.weights = likeness.bag(reference).weights
        self.best = self.grid.max(1) if self.grid.size else self.weights * 0
        self.region, self.covered = self._region(0), self._region(1)
        self.hedged = (hedges(reference), hedges(variant))
        self.explained: tuple[set[int], set[int]] = (set(), set())  # words whose change has a label of its own
        self.swapped = False  # a word gave way to its opposite; known after `turned`

    def _region(self, which: int) -> range:
        """The words of one text that the other covers.

        Those that are best matches both ways, what lies between them, and the function words and numbers around them as far as the
        next mark or conjunction.
        """
        words, grid = (self.a, self.b)[which], (self.grid, self.grid.T)[which]
        if not grid.size:
            return range(0)
        best, back = grid.argmax(1), grid.argmax(0)
        hits = [i for i, t in enumerate(words) if t.kind != "function" and grid[i, best[i]] >= MATCH and back[best[i]] == i]
        same = [(c.left, c.right)[which] for c in self.changes if c.op == "equal"]
        hits += [i for part in same if part[1] - part[0] > 1 for i in range(*part)]
        if not hits:
            return range(len(words))
        first, last = min(hits), max(hits)
        while first > 0 and words[first - 1].kind == "function" and _touch(words, first - 1):
            first -= 1
        while (
            last + 1 < len(words)
            and words[last + 1].kind in ("function", "number")
            and _touch(words, last)
            and words[last + 1].word not in JOINING
        ):
            last += 1
        return range(first, last + 1)

    def _within(self, found: Sequence[Hedge]) -> list[Hedge]:
        return [h for h in found if h.first >= self.region.start - 1 and h.last <= self.region.stop + 1]

    def turned(self) -> set[Drift]:
        """Reversed: one negation more or fewer, or a word replaced by its opposite (but not both)."""
        count = [[k for k in r if negates(words, k)] for words, r in ((self.a, self.region), (self.b, self.covered))]
        odd = len(count[0]) % 2 != len(count[1]) % 2
        swaps = [(i, j) for c in self.changes if c.op == "replace" for i in range(*c.left) for j in range(*c.right) if self._opposed(i, j)]
        self.swapped = swapped = bool(swaps)
        if odd == swapped:
            return set()
        self.explained[0].update([i for i, _ in swaps] if swapped else count[0])
        self.explained[1].update([j for _, j in swaps] if swapped else count[1])
        return {"reversed"}

    def _opposed(self, i: int, j: int) -> bool:
        negators = self.a[i].word in negations() or self.b[j].word in negations()  # counted as negations already
        return not negators and (_plain(self.a[i]), _plain(self.b[j])) in opposites()

    def sureness(self) -> set[Drift]:
        left, right = self._within(self.hedged[0]), self.hedged[1]
        before, after = weakest(left), weakest(right)
        if before == after or side(before) * side(after) < 0:
            return set()
        return {"certainty_raised"} if stronger(before, after) > 0 else {"certainty_lowered"} if stronger(before, after) < 0 else set()

    def numbers(self) -> set[Drift]:
        left = {self.a[i].key: i for i in self.region if self.a[i].kind == "number"}
        right = {t.key: j for j, t in enumerate(self.b) if t.kind == "number"}
        gone, new = left.keys() - right.keys(), right.keys() - left.keys()
        if not gone or not new:
            return set()
        self.explained[0].update(left[k] for k in gone)
        self.explained[1].update(right[k] for k in new)
        return {"number_changed"}

    def names(self) -> set[Drift]:
        """A name inside the words that stands where another stood, and is neither a form nor a near synonym of it."""
        for change in self.changes:
            if change.op == "replace" and change.left[1] - change.left[0] <= 4 and change.right[1] - change.right[0] <= 4:
                left = [i for i in range(*change.left) if self._proper(0, i)]
                right = [j for j in range(*change.right) if self._proper(1, j)]
                alike = max((float(self.grid[i, j]) for i in left for j in right), default=1.0)
                if alike < MATCH and not self._initials(left, right):
                    self.explained[0].update(left)
                    self.explained[1].update(right)
                    return {"name_changed"}
        return set()

    def _initials(self, left: Sequence[int], right: Sequence[int]) -> bool:
        """Whether one side is the other's acronym: 'U.S.' for 'United States'."""
        names = ["".join(self.a[i].word[0] for i in left), "".join(self.b[j].word[0] for j in right)]
        whole = [spelled(self.a[left[0]].word), spelled(self.b[right[0]].word)]
        return names[0] == whole[1] or names[1] == whole[0]

    def _proper(self, which: int, k: int) -> bool:
        term = (self.a, self.b)[which][k]
        return k > 0 and term.kind == "word" and self.texts[which][term.start].isupper()

    def shape(self) -> set[Drift]:
        """Trimmed: words are missing and nothing stands for them. Reworded: there are other words."""
        out: set[Drift] = set()
        if any(j not in self.explained[1] for c in self.changes if c.op != "equal" for j in range(*c.right)) or self._inflected():
            out.add("reworded")
            return out | ({"trimmed"} if self._lost() else set())
        if any(i not in self.explained[0] for c in self.changes if c.op != "equal" for i in range(*c.left)):
            out.add("trimmed")
        return out

    def _inflected(self) -> bool:
        pairs = [(i, j) for c in self.changes if c.op == "equal" for i, j in zip(range(*c.left), range(*c.right), strict=True)]
        return any(spelled(self.a[i].word) != spelled(self.b[j].word) for i, j in pairs if self.a[i].kind == "word")

    def _lost(self) -> bool:
        """Whether a reworded variant is so much shorter that part of the utterance must be missing."""
        return len(self.b) < SHORTER * len(self.a)


def _plain(term: Term) -> str:
    return stem(term.word)


def _touch(words: Sequence[Term], k: int) -> bool:
    """Whether no mark stands between the k-th word and the next: they are at most a space apart."""
    return words[k + 1].start - words[k].end <= 1


def negates(words: Sequence[Term], k: int) -> bool:
    """Whether the k-th word denies; 'no less than', 'not only', 'no doubt' do not, nor does the 'not' of a contrast ('time, not peace')."""
    if words[k].word not in negations():
        return False
    if words[k].word in ("no", "not") and k + 1 < len(words) and words[k + 1].word in NO_DENIAL:
        return False
    contrast = words[k].word == "not" and k > 0 and (not _touch(words, k - 1) or words[k - 1].word in JOINING)
    return not contrast
