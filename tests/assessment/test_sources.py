from hypothesis import given
from hypothesis import strategies as st

from twicetold.assessment import independent_sources

ROOTS = st.frozensets(st.sampled_from("uvwxyz"), min_size=1, max_size=3)


def test_retellings_of_one_origin_are_one_source():
    origins = {"d1": frozenset({"origin:X"}), "d2": frozenset({"origin:X"}), "d3": frozenset({"d3"})}
    assert independent_sources(["d1", "d2"], origins) == 1
    assert independent_sources(["d1", "d2", "d3"], origins) == 2


def test_a_merger_adds_no_source_of_its_own():
    origins = {"d1": frozenset({"x"}), "d2": frozenset({"y"}), "d6": frozenset({"x", "y"})}
    assert independent_sources(["d1", "d6"], origins) == 1
    assert independent_sources(["d6"], origins) == 1


def test_unknown_lineage_is_never_one_more():
    assert independent_sources(["d1", "unknown"], {"d1": frozenset({"x"})}) == 1
    assert independent_sources(["unknown"], {}) == 1


@given(st.dictionaries(st.sampled_from("abcdef"), ROOTS, min_size=1))
def test_never_more_sources_than_reports_or_roots(origins):
    count = independent_sources(origins, origins)
    assert 1 <= count <= min(len(origins), len(frozenset().union(*origins.values())))
    assert count == independent_sources(reversed(list(origins)), origins)
