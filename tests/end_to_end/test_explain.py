"""`twicetold explain`, and the other scales beside a brief."""

from __future__ import annotations

import json

import pytest

from tests.brief.examples import small
from twicetold.brief import html, markdown
from twicetold.brief.explain import Explainer
from twicetold.brief.scaled import SCALES, told_as, with_scale
from twicetold.brief.schema import Brief


@pytest.fixture
def made(tmp_path):
    path = tmp_path / "brief.json"
    path.write_text(small().to_json(), encoding="utf-8")
    return path


def test_every_claim_can_be_explained():
    brief = small()
    explainer = Explainer(brief, "phia")
    for claim in brief.claims:
        told = explainer.claim(claim)
        assert len(told) >= 1 + len(claim.mentions)
        for reason in (r for about in told for r in about.reasons):
            assert reason.rule and reason.value


def test_a_claim_is_found_by_number_and_by_words(twicetold, made):
    first = small().claims[0]
    by_number = twicetold("explain", first.id, made, "-f", "json").stdout
    assert json.loads(by_number)[0][0]["title"].startswith(first.id)
    fragment = " ".join(first.text.split()[:4]).upper()
    assert first.id in twicetold("explain", fragment, made).stdout
    assert twicetold("explain", "no such words", made).returncode == 1


def test_a_shift_is_told_with_both_wordings_and_its_rule():
    brief = small()
    claim = next(c for c in brief.claims if c.shifts)
    reasons = [r for r in Explainer(brief).claim(claim)[0].reasons if r.of == "shift"]
    assert len(reasons) == len(claim.shifts)
    assert all("→" in (r.words or "") and r.reference for r in reasons)


@pytest.mark.parametrize("scale", SCALES)
def test_a_scale_stands_beside_the_house_scale_and_changes_nothing_of_it(scale):
    brief = small()
    told = with_scale(brief, scale)
    for a, b in zip(brief.claims, told.claims, strict=True):
        assert [(m.certainty, m.range) for m in a.mentions] == [(m.certainty, m.range) for m in b.mentions]
    assert Brief.model_validate_json(told.to_json()).scale == scale
    assert html.render(told) and markdown.render(told)
    readings = [r for c in told.claims for r in (c.reading, *(m.reading for m in c.mentions)) if r]
    assert all(told_as(r) for r in readings)
    assert bool(readings) == (scale != "icd203")


def test_confirmation_needs_independent_sources():
    told = with_scale(small(), "admiralty")
    for claim in told.claims:
        assert claim.reading is not None
        assert (claim.reading.level == "F1") == (claim.independent_sources > 1 and not any(x.kind == "reversed" for x in claim.shifts))


def test_the_page_explains_every_reading_that_it_links():
    page = html.render(small())
    assert 'id="why"' in page and page.count('class="why"') > 2
    assert "clause in which it stands" in page
