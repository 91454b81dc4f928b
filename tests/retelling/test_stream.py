"""One more document among stories that are sorted already."""

from __future__ import annotations

import pytest

from tests.retelling.making import report
from twicetold.retelling import stories, stream
from twicetold.types import Report

PIER = [
    "The harbour council of Saltmarsh closed the northern pier on Monday after cracks were found in its iron pillars.",
    "Saltmarsh closes its northern pier: inspectors found cracks in the iron pillars, the harbour council said on Monday.",
    "Ferry passengers in Saltmarsh face delays after the council shut the northern pier because of cracked iron pillars.",
]
CIRCUS = [
    "A travelling circus from Lomel has pitched its tents behind the railway station with eleven camels and a brass band.",
    "Eleven camels marched to the railway station as the travelling circus from Lomel raised its tents to a brass band.",
]


def _report(key: str, text: str, day: str = "2011-05-02") -> Report:
    return report(key, text, published=day)


@pytest.fixture
def known() -> list[Report]:
    return [_report(f"p{k}", t) for k, t in enumerate(PIER[:2])] + [_report(f"c{k}", t) for k, t in enumerate(CIRCUS)]


def test_a_document_falls_where_a_batch_puts_it(known: list[Report]) -> None:
    new = _report("new", PIER[2])
    together = stream.placed(stream.traits(new), [stream.traits(r) for r in known])
    batch = next(s.documents for s in stories.cluster([*known, new]) if "new" in s.documents)
    assert together == set(batch) - {"new"} == {"p0", "p1"}


def test_the_next_event_of_the_same_people_is_a_story_of_its_own(known: list[Report]) -> None:
    later = _report(
        "later", "The harbour council of Saltmarsh elected a treasurer and thanked the brass band of the fire brigade.", "2011-11-02"
    )
    assert stream.placed(stream.traits(later), [stream.traits(r) for r in known]) == frozenset()


def test_documents_of_one_event_share_clues(known: list[Report]) -> None:
    new = _report("new", PIER[2])
    clues = {c.key for c in stream.clues(new, stream.traits(new))}
    shared = {r.document.id: len(clues & {c.key for c in stream.clues(r, stream.traits(r))}) for r in known}
    assert min(shared["p0"], shared["p1"]) > max(shared["c0"], shared["c1"])


def test_a_copy_joins_however_late(known: list[Report]) -> None:
    copy = _report("copy", PIER[0], "2019-05-02")
    first, second = (stream.clues(r, stream.traits(r)) for r in (known[0], copy))
    runs = [{c.key for c in found if c.run} for found in (first, second)]
    assert stream.copies(len(runs[0] & runs[1])) or len(runs[0]) < 16
    assert "p0" in stream.placed(stream.traits(copy), [stream.traits(r) for r in known], ["p0"])


def test_clues_fit_a_database_column(known: list[Report]) -> None:
    assert all(-(2**63) <= c.key < 2**63 and c.weight > 0 for r in known for c in stream.clues(r, stream.traits(r)))
