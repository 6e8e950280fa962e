"""P6: the published formula."""

import pytest

from engine.errors import InputError
from engine.results import pipeline_velocity


def test_pipeline_velocity_is_the_published_number() -> None:
    assert pipeline_velocity(100, 50_000, 0.25, 90) == pytest.approx(13_888.888888888889, abs=1e-9)


def test_no_time_is_no_cycle() -> None:
    with pytest.raises(InputError, match="cycle"):
        pipeline_velocity(1, 1, 1, 0)
