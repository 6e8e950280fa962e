"""The derived facts of `model.derived_facts`, for kernels."""

from __future__ import annotations

from engine.dynamics.kernels import kernel
from engine.model import derived_facts

lead = kernel(derived_facts.lead)
holds_relationship = kernel(derived_facts.holds_relationship)
share_of = kernel(derived_facts.share_of)
days_left = kernel(derived_facts.days_left)
within_lead = kernel(derived_facts.within_lead)
over_threshold = kernel(derived_facts.over_threshold)
speaks_first = kernel(derived_facts.speaks_first)
from_the_top = kernel(derived_facts.from_the_top)
