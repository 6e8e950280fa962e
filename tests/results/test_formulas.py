"""P6 and P7: the published formulas."""

import pytest

from engine.errors import InputError
from engine.results import customer_lifetime_value, pipeline_velocity


def test_pipeline_velocity_is_the_published_number() -> None:
    assert pipeline_velocity(100, 50_000, 0.25, 90) == pytest.approx(13_888.888888888889, abs=1e-9)


def test_customer_lifetime_value_is_the_published_number() -> None:
    assert customer_lifetime_value(3.0, 0.8, 0.10) == pytest.approx(3 * 8 / 3, abs=1e-9)


def test_lifetime_value_is_the_sum_of_its_years() -> None:
    margin, retention, discount = 120.0, 0.7, 0.05
    by_years = sum(margin * retention**year / (1 + discount) ** year for year in range(1, 400))
    assert customer_lifetime_value(margin, retention, discount) == pytest.approx(by_years, rel=1e-9)


@pytest.mark.parametrize(("retention", "discount"), [(1.2, 0.1), (-0.1, 0.1), (1.0, 0.0)])
def test_values_without_meaning_are_refused(retention: float, discount: float) -> None:
    with pytest.raises(InputError):
        customer_lifetime_value(1.0, retention, discount)


def test_no_time_is_no_cycle() -> None:
    with pytest.raises(InputError, match="cycle"):
        pipeline_velocity(1, 1, 1, 0)
