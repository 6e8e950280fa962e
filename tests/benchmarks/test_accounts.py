"""The portfolios whose speed is measured hold accounts that are alike whatever their number."""

import numpy as np

from tests.benchmarks.reference import portfolio
from tests.benchmarks.speed import FIRST, account_seconds


def test_an_account_lives_the_same_life_in_any_crowd() -> None:
    alone, among = portfolio(1).run(FIRST, 4).outcomes, portfolio(10).run(FIRST, 4).outcomes
    assert len(alone) == 4 and len(among) == 40
    first = among[among["deal"] == 0]
    for name in alone.dtype.names:
        np.testing.assert_array_equal(alone[name], first[name], err_msg=name)
    assert len(np.unique(among["closed"])) > 30


def test_every_size_is_measured_as_often() -> None:
    seconds = account_seconds({many: portfolio(many) for many in (1, 3)}, each_run=6, repeats=2)
    assert {many: len(found) for many, found in seconds.items()} == {1: 2, 3: 2}
    assert all(each > 0 for found in seconds.values() for each in found)
