"""Derived facts, arithmetic of formulas, high and low of a chart, prices and terms, out of the model: for kernels."""

from __future__ import annotations

from engine.dynamics.kernels import kernel
from engine.model.chart import by_rank as plain_by_rank, low_part as plain_low_part, shielded_levels as plain_shielded
from engine.model.decimal_arithmetic import worked as plain_worked
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
from engine.model.tender_price import price_left as plain_price_left
from engine.model.term_scores import (
    credit_score as plain_credit_score,
    delivery_score as plain_delivery_score,
    price_score as plain_price_score,
)

by_rank = kernel(plain_by_rank)
days_left = kernel(plain_days_left)
from_the_top = kernel(plain_from_the_top)
holds_relationship = kernel(plain_holds_relationship)
lead = kernel(plain_lead)
low_part = kernel(plain_low_part)
over_threshold = kernel(plain_over_threshold)
share_of = kernel(plain_share_of)
shielded_levels = kernel(plain_shielded)
price_left = kernel(plain_price_left)
price_score = kernel(plain_price_score)
credit_score = kernel(plain_credit_score)
delivery_score = kernel(plain_delivery_score)
speaks_first = kernel(plain_speaks_first)
within_lead = kernel(plain_within_lead)
worked = kernel(plain_worked)
