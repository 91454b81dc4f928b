"""Official texts among the documents, and who speaks of them."""

from __future__ import annotations

import pytest

from tests.retelling.making import report
from twicetold.retelling import releases, stemma
from twicetold.types import Report, Roster

STATEMENT = (
    "The ministers of the five coastal states met at Varnhaven on the dredging of the strait. "
    "They agreed to deepen the northern fairway to eleven fathoms before the autumn. "
    "Sund undertakes to lend two dredgers and forty sailors for the whole season. "
    "The ministers will not raise the pilotage fee before the fairway has been surveyed."
)
STORY = (
    "Eleven fathoms before the autumn: that is what the ministers of the coastal states want for the northern fairway. "
    "Sund will lend two dredgers and forty sailors for the season, {reference}. "
    "The pilotage fee stays as it is until the fairway has been surveyed. "
    "The mayor of Brenn said that the herring would not mind."
)


def official(title: str = "Coastal ministers: statement on the strait", head: str = "Text as released to the press") -> Report:
    return report("a", f"{head}\n{STATEMENT}", body=STATEMENT, outlet="Strait Documents", published="2019-05-06", title=title)


def story(reference: str, outlet: str = "Tidewatch") -> Report:
    return report("b", STORY.format(reference=reference), outlet=outlet, published="2019-05-07")


@pytest.mark.parametrize(
    ("title", "head", "kind"),
    [
        ("Coastal ministers: statement on the strait", "Text as released to the press", "statement"),
        ("Joint Communiqué of the coastal ministers", "For immediate release", "statement"),
        ("Readout of the ministers' dinner", "", "readout"),
        ("Statement on the strait divides the ministers", "News | Sport", None),
        ("Ministers issue statement", "Text as released", None),
        ("Storm over the strait", "Full text", None),
    ],
)
def test_the_headline_and_the_page_tell_an_official_text(title: str, head: str, kind: str | None) -> None:
    assert releases.kind(official(title, head)) == kind


def test_a_report_that_speaks_of_the_text_retells_it() -> None:
    edges, _ = stemma.trace([official(), story("the joint statement of the ministers says")], Roster())
    assert [(e.child, e.parent) for e in edges] == [("b", "a")]


def test_a_report_on_the_same_event_that_speaks_of_no_text_is_not_credited_with_one() -> None:
    assert list(releases.read([official(), story("a fisherman said")])) == []
    assert list(releases.read([official(), story("the statement says")]))


def test_another_kind_of_text_is_another_text() -> None:
    assert list(releases.read([official(), story("the readout says")])) == []


def test_official_texts_do_not_retell_each_other() -> None:
    other = report(
        "b", "The statement of the five is welcome.", outlet="Office of the President of Sund", title="Statement by the President of Sund"
    )
    assert list(releases.read([official(), other])) == []
