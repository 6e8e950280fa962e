"""The derived facts of `model.derived_facts`, for kernels."""

from __future__ import annotations

from engine.dynamics.kernels import kernel
from engine.model.derived_facts import (
    days_left as plain_days_left,
    from_the_top as plain_from_the_top,
    holds_relationship as plain_holds_relationship,
    lead as plain_lead,
    over_threshold as plain_over_threshold,
    share_of as plain_share_of,
    speaks_first as plain_speaks_first,
    within_lead as plain_within_lead,
)

days_left = kernel(plain_days_left)
from_the_top = kernel(plain_from_the_top)
holds_relationship = kernel(plain_holds_relationship)
lead = kernel(plain_lead)
over_threshold = kernel(plain_over_threshold)
share_of = kernel(plain_share_of)
speaks_first = kernel(plain_speaks_first)
within_lead = kernel(plain_within_lead)
