import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.assessment import Statement, balance

STATEMENTS = st.lists(
    st.builds(Statement, side=st.integers(0, 1), level=st.integers(1, 5), half=st.booleans(), source=st.sampled_from("xyz")),
    min_size=1,
    max_size=8,
)


def test_without_commitments_there_is_no_balance():
    with pytest.raises(ValueError, match="at least one"):
        balance([])


def test_joint_acts_alone_balance_to_nothing():
    joint = [Statement(side, 4, False, "x") for side in (0, 1)]
    assert balance(joint).index == 0
    assert balance(joint).sign_share is None


def test_one_sided_record_leans_to_the_giver_but_is_shrunk():
    result = balance([Statement(0, 4, False, "x")])
    assert result.index == 0.5
    assert result.given == (4.0, 0.0)
    assert result.sign_share == 1.0


def test_conditional_counts_half():
    assert balance([Statement(0, 4, True, "x")]).given == (2.0, 0.0)


@given(STATEMENTS)
def test_swapping_the_parties_flips_the_sign(statements):
    swapped = [Statement(1 - s.side, s.level, s.half, s.source) for s in statements]
    there, back = balance(statements), balance(swapped)
    assert there.index == -back.index
    assert there.given == tuple(reversed(back.given))


@given(STATEMENTS, st.randoms(use_true_random=False))
def test_the_order_of_statements_does_not_matter(statements, random):
    shuffled = list(statements)
    random.shuffle(shuffled)
    assert balance(shuffled) == balance(statements)


@given(STATEMENTS)
def test_interval_and_index_stay_within_bounds(statements):
    result = balance(statements)
    assert -1 < result.low <= result.high < 1
    assert -1 < result.index < 1
