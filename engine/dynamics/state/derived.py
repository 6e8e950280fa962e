"""The derived facts of `model.derived_facts`, for kernels."""

from __future__ import annotations

import engine.model.derived_facts as plain
from engine.dynamics.kernels import kernel

lead = kernel(plain.lead)
holds_relationship = kernel(plain.holds_relationship)
share_of = kernel(plain.share_of)
days_left = kernel(plain.days_left)
within_lead = kernel(plain.within_lead)
over_threshold = kernel(plain.over_threshold)
speaks_first = kernel(plain.speaks_first)
from_the_top = kernel(plain.from_the_top)
