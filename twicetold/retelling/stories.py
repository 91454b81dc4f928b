"""Stories: documents about one event together, the next meeting of the same people apart.

1. `_features`: of each document its weighted terms (names more), its mean sentence vector, its date.
2. Likeness of two documents = mean of the cosines of both, less what two texts of their length share by chance, less a penalty for the days
   between them: the next meeting of the same people is told in the same words, only its date tells it apart.
3. Average-linkage clustering (UPGMA) of blocks in time order, then of their clusters: near-linear, and the input's order makes no
difference.
4. What a retelling connects belongs together also over the years, when the stories around it are alike.
5. Calls and meetings of which one office publishes formulaic texts are kept apart by whom the headlines name and by the day (`offices`).

Dates count in days, never in the seconds in which a crawler found things.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import csr_matrix
from scipy.spatial.distance import squareform

from twicetold.retelling import dates, offices
from twicetold.retelling.common import frequency
from twicetold.retelling.terms import Term, terms
from twicetold.types import Cast, Document, DocumentClaims, Report, Retelling, Span, Story

Matrix = NDArray[np.float64]

TOGETHER = 0.14  # swept .11-.17 on twelve families (all at their best from .11 to .14) and on the 3,377 headlines, which are flat around it
NAMES = 1.5  # a capitalised word inside a sentence counts as so many
BACKGROUND = 200  # documents of general English that count beside the set: a word's rarity does not hang on two documents
CHANCE = 0.25  # likeness that long texts share by chance; unrelated pairs of the development families have .26 in the mean, headlines .05
SAME_DAYS = 2.0  # reports of one event appear within about two days
LATER = 0.095  # penalty for every e-fold of SAME_DAYS: a week .12, four weeks .25; same people, new meeting: .26-.28 before the penalty
LATEST = 0.5
APART = 0.6  # penalty for texts of one office on different occasions, which only nearly the same text makes good: a hundred readouts of one
# office reach a likeness of .70 with each other, an edited copy .8
BLOCK = 2_000  # documents clustered at once; bounds memory at 32 MB


@dataclass(frozen=True, slots=True)
class _Features:
    """Documents, or clusters of them, as sums over their members: averages of sums are the averages of all pairs."""

    terms: csr_matrix  # (n, vocabulary), rows of single documents have unit length
    vectors: Matrix  # (n, 384), likewise
    chance: Matrix  # (n,) sum of what each member's length makes alike by chance
    date: Matrix  # (n,) sum of days since 1970 of the dated members
    dated: Matrix  # (n,) how many are dated
    size: Matrix  # (n,) members
    office: csr_matrix  # (n, offices) how many members an office of state published
    occasion: csr_matrix  # (n, occasions) likewise, occasion by occasion


@dataclass(frozen=True, slots=True)
class Traits:
    """What sorting needs to know of a document; a hundredth of its report."""

    document: Document  # its text is not looked at
    bag: Mapping[str, float]  # terms, how often; names count more
    vector: Matrix  # (384,) mean of the sentence vectors
    sentences: int
    opening: str = ""  # first words of an official text that has neither outlet nor headline


def traits(report: Report) -> Traits:
    """What sorting needs to know of `report`."""
    vector = report.vectors.mean(axis=0, dtype=np.float64) if len(report.vectors) else np.zeros(384)
    return Traits(report.document, _bag(report), vector, len(report.sentences), offices.opening(report))


def cluster(reports: Sequence[Report], retellings: Sequence[Retelling] = ()) -> tuple[Story, ...]:
    """The stories of `reports`: every document in one, ids sorted, stories by their first id."""
    return sort([traits(r) for r in reports], retellings)


def sort(found: Sequence[Traits], retellings: Sequence[Retelling] = ()) -> tuple[Story, ...]:
    """The same from the documents' traits."""
    ordered = sorted(found, key=_when)
    if not ordered:
        return ()
    occasions = offices.occasions([_bare(t) for t in ordered])
    features = _features(ordered, occasions)
    labels = _blocks(features)
    labels = _joined(labels, features, [t.document.id for t in ordered], retellings)
    labels = _split(labels, features, occasions)
    members: dict[int, list[str]] = {}
    for label, one in zip(labels.tolist(), ordered, strict=True):
        members.setdefault(label, []).append(one.document.id)
    return tuple(sorted((Story(tuple(sorted(ids))) for ids in members.values()), key=lambda s: s.documents))


def _when(one: Traits) -> tuple[float, str]:
    span = dates.moment(one.document.published)
    return (span[0] if span else float("inf"), one.document.id)


def _bare(one: Traits) -> Report:
    """A report of which only the document's outlet, headline, address and date are told, or how an official text without these opens."""
    whole = (Span(0, len(one.opening)),) if one.opening else ()
    document = replace(one.document, text=one.opening, body=whole)
    return Report(document, whole, np.zeros((0, 384), np.float32), (), Cast(), DocumentClaims())


def _bag(report: Report) -> Counter[str]:
    bag: Counter[str] = Counter()
    texts = [report.text(s) for s in report.sentences]
    if report.document.title and report.document.title_span is None:
        texts.append(report.document.title)
    for text in texts:
        for term in terms(text):
            if term.kind != "function":
                bag[term.key] += _emphasis(text, term)  # type: ignore[assignment]  # counts are fractions here
    return bag


def _emphasis(text: str, term: Term) -> float:
    return NAMES if term.start > 0 and text[term.start].isupper() else 1.0


def _features(found: Sequence[Traits], occasions: Sequence[offices.Occasion | None]) -> _Features:
    sentences = np.array([max(1, t.sentences) for t in found], np.float64)
    spans = [dates.moment(t.document.published) for t in found]
    days = np.array([s[0] / dates.DAY if s else 0.0 for s in spans])
    known = np.array([1.0 if s else 0.0 for s in spans])
    vectors = np.array([t.vector / max(float(np.linalg.norm(t.vector)), 1e-9) for t in found]).reshape(len(found), -1)
    chance = CHANCE * (1 - 1 / np.sqrt(sentences)) / 2
    office, occasion = _marked([o and o.office for o in occasions]), _marked(occasions)
    return _Features(_weighted([t.bag for t in found]), vectors, chance, days * known, known, np.ones(len(found)), office, occasion)


def _marked(labels: Sequence[Hashable]) -> csr_matrix:
    """One row a label, a 1 in the column of that label; empty rows for None."""
    column: dict[Hashable, int] = {}
    places = [(k, column.setdefault(label, len(column))) for k, label in enumerate(labels) if label is not None]
    rows, columns = [k for k, _ in places], [c for _, c in places]
    return csr_matrix((np.ones(len(places)), (rows, columns)), (len(labels), max(1, len(column))))


def _weighted(bags: Sequence[Mapping[str, float]]) -> csr_matrix:
    """TF-IDF rows of unit length; how common a word is in general English counts beside the set."""
    length = sum(sum(b.values()) for b in bags) / max(1, len(bags))
    counts = Counter(key for bag in bags for key in bag)
    column = {key: k for k, key in enumerate(sorted(counts))}
    expected = {key: counts[key] + BACKGROUND * (1 - np.exp(-length * frequency(key))) for key in column}
    weight = {key: float(np.log((len(bags) + BACKGROUND) / expected[key])) for key in column}
    data: list[float] = []
    index: list[int] = []
    ends = [0]
    for bag in bags:
        row = {key: (1 + np.log(n)) * weight[key] for key, n in sorted(bag.items())}
        norm = max(1e-9, sum(x * x for x in row.values()) ** 0.5)
        data.extend(x / norm for x in row.values())
        index.extend(column[key] for key in row)
        ends.append(len(index))
    return csr_matrix((np.array(data, np.float64), np.array(index, np.int64), ends), (len(bags), len(column)))


def _content(one: _Features, other: _Features) -> Matrix:
    """Mean likeness of the members of every cluster of `one` with those of every cluster of `other`, time aside."""
    shared = np.asarray((one.terms @ other.terms.T).todense(), np.float64)
    alike = (shared + np.clip(one.vectors @ other.vectors.T, 0, None)) / 2 / np.outer(one.size, other.size)
    return np.asarray(alike - (one.chance / one.size)[:, None] - (other.chance / other.size)[None, :], np.float64)


def _late(one: _Features, other: _Features) -> Matrix:
    """The penalty for the days between clusters; none where a date is missing."""
    a, b = one.date / np.maximum(one.dated, 1), other.date / np.maximum(other.dated, 1)
    days = np.abs(a[:, None] - b[None, :])
    known = (one.dated[:, None] > 0) & (other.dated[None, :] > 0)
    return np.where(known, np.minimum(LATEST, LATER * np.log(np.maximum(days, SAME_DAYS) / SAME_DAYS)), 0.0)


def _apart(one: _Features, other: _Features) -> Matrix:
    """The penalty for an office's texts on different occasions: every call and every meeting is told in the same formulas."""
    pairs = (one.office @ other.office.T - one.occasion @ other.occasion.T).todense()
    return np.asarray(APART * np.asarray(pairs, np.float64) / np.outer(one.size, other.size), np.float64)


def _linked(features: _Features) -> NDArray[np.int64]:
    """Labels, from 0 in the order of first members."""
    count = len(features.size)
    if count == 1:
        return np.zeros(1, np.int64)
    distance = np.clip(1 - (_content(features, features) - _late(features, features) - _apart(features, features)), 0, None)
    distance = (distance + distance.T) / 2
    np.fill_diagonal(distance, 0)
    found = fcluster(linkage(squareform(distance, checks=False), "average"), 1 - TOGETHER, "distance")
    return _numbered(found)


def _numbered(found: NDArray[np.integer]) -> NDArray[np.int64]:
    number: dict[int, int] = {}
    return np.array([number.setdefault(int(k), len(number)) for k in found], np.int64)


def _sums(features: _Features, labels: NDArray[np.int64]) -> _Features:
    """The clusters that `labels` makes of `features`."""
    count = int(labels.max()) + 1
    add = csr_matrix((np.ones(len(labels)), (labels, np.arange(len(labels)))), (count, len(labels)))
    rest = np.stack([features.chance, features.date, features.dated, features.size], axis=1)
    chance, date, dated, size = (add @ rest).T
    office, occasion = csr_matrix(add @ features.office), csr_matrix(add @ features.occasion)
    return _Features(csr_matrix(add @ features.terms), add @ features.vectors, chance, date, dated, size, office, occasion)


def _taken(features: _Features, rows: slice | NDArray[np.int64]) -> _Features:
    return _Features(
        features.terms[rows],
        features.vectors[rows],
        features.chance[rows],
        features.date[rows],
        features.dated[rows],
        features.size[rows],
        features.office[rows],
        features.occasion[rows],
    )


def _blocks(features: _Features) -> NDArray[np.int64]:
    """Cluster in blocks, then the clusters of all blocks likewise, until they fit in one block or nothing joins any more."""
    labels = np.arange(len(features.size))
    while True:
        count, parts, first = len(features.size), [], 0
        for k in range(0, count, BLOCK):
            part = _linked(_taken(features, slice(k, k + BLOCK))) + first
            first = int(part.max()) + 1
            parts.append(part)
        joined = np.concatenate(parts)
        labels = joined[labels]
        if count <= BLOCK or first == count:
            return labels
        features = _sums(features, joined)


def _joined(labels: NDArray[np.int64], features: _Features, ids: Sequence[str], retellings: Sequence[Retelling]) -> NDArray[np.int64]:
    """Clusters that a retelling connects and whose documents are alike, whatever the time between them, are one."""
    place = {key: k for k, key in enumerate(ids)}
    for edge in sorted(retellings, key=lambda e: (e.child, e.parent)):
        if edge.child not in place or edge.parent not in place:
            continue
        a, b = int(labels[place[edge.child]]), int(labels[place[edge.parent]])
        if a == b:
            continue
        both = _sums(features, labels)
        alike = _content(_taken(both, slice(a, a + 1)), _taken(both, slice(b, b + 1)))
        if alike[0, 0] >= TOGETHER:
            labels = _numbered(np.where(labels == b, a, labels))
    return labels


def _split(labels: NDArray[np.int64], features: _Features, occasions: Sequence[offices.Occasion | None]) -> NDArray[np.int64]:
    """Stories in which one office tells of different counterparts fall apart; every other document goes where it is likest.

    Average linkage alone would let the papers that copied one readout glue it to the next, which has the same formulas.
    """
    out, new = labels.copy(), int(labels.max()) + 1
    for label in np.unique(labels).tolist():
        rows = np.flatnonzero(labels == label)
        groups = offices.rivals([occasions[k] for k in rows.tolist()])
        if groups:
            place = np.full(len(rows), -1)
            for number, group in enumerate(groups):
                place[sorted(group)] = number
            seeds = _sums(_taken(features, rows[place >= 0]), place[place >= 0])
            free = _taken(features, rows[place < 0])
            if len(free.size):
                place[place < 0] = (_content(free, seeds) - _late(free, seeds)).argmax(axis=1)
            out[rows] = place + new
            new += len(groups)
    return _numbered(out)
