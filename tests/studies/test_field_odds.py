"""Odds beside published figures: by hand, and on accounts that are still whole."""

from __future__ import annotations

import pytest
from laboratory import NAMES, shipped

from engine.model.account import Account
from engine.studies.field_contrasts import CONTRASTS, Contrast
from engine.studies.field_odds import Z, field_odds, odds_ratio


def test_odds_by_hand() -> None:
    found = odds_ratio(0.6, 0.2, 0.0, 0.0)
    assert found.ratio == pytest.approx(6.0) and found.low == found.high == found.ratio
    wide = odds_ratio(0.5, 0.5, 0.05, 0.0)
    assert wide.low is not None and wide.low == pytest.approx(2.718281828 ** (-Z * 0.2))
    assert odds_ratio(1.0, 0.5, 0.0, 0.0).ratio is None


@pytest.mark.parametrize("contrast", CONTRASTS, ids=lambda contrast: contrast.name)
@pytest.mark.parametrize("name", NAMES)
def test_accounts_with_and_without_are_whole(name: str, contrast: Contrast) -> None:
    for account in shipped(name).accounts:
        for made in (contrast.there(account), contrast.absent(account)):
            if made is not None:
                assert Account.model_validate(made.model_dump(by_alias=True)) == made


def test_a_rival_and_an_old_supplier_are_felt() -> None:
    found = field_odds(["kam:resentful_middle"], replications=100, seed=3, workers=1)
    rival, incumbent = found.pooled["rival"], found.pooled["incumbent_known"]
    assert rival.high is not None and rival.high < 1 and rival.there < rival.absent
    assert incumbent.ratio is not None and incumbent.ratio > 1
    assert 0 < found.no_decision["resentful_middle"] < 1
