"""The constants of the mechanism: every one a quantity with its source, or an assumption that says so.

MODEL: a touch, an influence round, a decision and what follows are shapes; these are their numbers.
"""

from __future__ import annotations

from pydantic import Field

from engine.model.base import Frozen
from engine.model.quantity import (
    Coefficient,
    Count,
    Duration,
    PositiveCoefficient,
    PositiveDuration,
    Probability,
    Rate,
    Score,
    Shape,
    Share,
    StanceValue,
    WorkHours,
)


class AccessConstants(Frozen):
    """Whether somebody receives us, and how long the appointment takes."""

    cold_level_1: Probability = Field(description="a prepared cold request at the top level")
    cold_level_2: Probability
    cold_level_3: Probability
    cold_level_4: Probability = Field(description="level 4 and below")
    recommended: Probability = Field(description="introduced by a sponsor from inside")
    peer_executive: Probability = Field(description="asked by an executive of ours")
    acquainted: Probability = Field(description="relationship level 2")
    familiar: Probability = Field(description="relationship level 3 and above")
    unprepared: Share = Field(description="share of the cold chance that is left without any preparation")
    mandate: Share = Field(description="share of refusals that a full mandate from above turns into access")
    tolerated_attempts: Count = Field(description="refusals after which asking again costs stance")
    push_cost: Score = Field(description="stance lost by each attempt beyond that")
    attempt: WorkHours = Field(description="effort of one request")
    retry: Duration = Field(description="wait before asking somebody again who refused")
    burnt: Duration = Field(description="how long a badly prepared first meeting closes the door at the top")
    lead_level_1: Duration = Field(description="mean wait for an appointment at the top level")
    lead_level_2: Duration
    lead_level_3: Duration
    lead_level_4: Duration
    lead_shape: Shape = Field(description="gamma shape of the wait")


class TouchConstants(Frozen):
    """What one meeting does to one person (MODEL §5)."""

    stance_gain: PositiveCoefficient = Field(description="g")
    relationship_bonus: PositiveCoefficient = Field(description="c, per relationship level above the first")
    relevance_floor: Score = Field(description="below this relevance a meeting does harm")
    harm: PositiveCoefficient = Field(description="stance lost per unit of relevance below the floor")
    luck: PositiveCoefficient = Field(description="σ of the lognormal effect; its mean is 1")
    anchor_share: Share = Field(description="share of a change that goes into the private anchor")
    untaught: Share = Field(description="relevance of a message before anything has been learnt")
    learning: Share = Field(description="share of the unknown that a situation question uncovers")
    gossip: Share = Field(description="the same for people the met person asks for advice")
    preparation: WorkHours = Field(description="hours that uncover 63 % of what can be known beforehand")
    preparation_limit: Share = Field(description="share that can be known beforehand at all")
    briefing: Share = Field(description="share of the preparation that an executive of ours has to spend")
    patience: Count = Field(description="situation questions a person bears before it tires them")
    tiring: Score = Field(description="stance lost by each one beyond")
    problem_gain: PositiveCoefficient = Field(description="implied need revealed by problem questions")
    implication_gain: PositiveCoefficient = Field(description="explicit need raised by implication questions")
    weight_situation: Share = Field(description="share of the full stance effect, by kind of touch")
    weight_problem: Share
    weight_implication: Share
    weight_payoff: Share = Field(description="multiplied by the person's explicit need")
    weight_evidence: Share
    weight_proposal: Share
    evidence_gain: Share = Field(description="share of the worry that good evidence takes away")
    surprise: Score = Field(description="worry added by one surprise")
    bond_gain: PositiveCoefficient = Field(description="relationship levels gained by a fully relevant meeting")
    bond_half_life: PositiveDuration = Field(description="neglect halves the relationship above level 1")
    visit: WorkHours = Field(description="hours of one meeting with travel and follow-up")
    evidence: WorkHours = Field(description="hours of a test, reference visit or assurance")
    proposal: WorkHours = Field(description="hours of writing and presenting the offer")


class ChainConstants(Frozen):
    """Sponsors, mandates, and people who feel passed over."""

    sponsor_stance: StanceValue = Field(description="a person this much for us can be asked to sponsor")
    sponsor_relationship: Count = Field(description="… who knows us at this level at least")
    sponsor_consent: Probability = Field(description="share of people who would ever stand up for a supplier")
    sponsor_lost: StanceValue = Field(description="below this stance a sponsor stops")
    mandate_stance: StanceValue = Field(description="stance at which somebody with reports says: work with them")
    mandate_transmission: Share = Field(description="share that reaches the next level down")
    mandate_anchor: Share = Field(description="share of the gap to the superior's stance that anchors move")
    weak_mandate: Score = Field(description="below this strength subordinates resent being told")
    resentment: PositiveCoefficient = Field(description="resentment per unit of missing strength")
    resentment_half_life: PositiveDuration
    backlash: Score = Field(description="stance lost by a manager who was bypassed and hears of it")
    backlash_forgiven: Share = Field(description="share forgiven when the person above is fully won")


class InfluenceConstants(Frozen):
    """How opinions travel inside the account (MODEL §6)."""

    meetings: Rate = Field(description="internal meetings where the project is talked about")
    urgency_effect: PositiveCoefficient = Field(description="rate multiplied by 1 + this × urgency")
    need_spread: Share = Field(description="strength of the spread of need, as a share of that of stances")


class DecisionConstants(Frozen):
    """Utilities of a committee member at the purchase (MODEL §7)."""

    stance: Coefficient = Field(description="β_s")
    fit: Coefficient = Field(description="β_f")
    worry: Coefficient = Field(description="β_w")
    relationship: Coefficient = Field(description="β_k")
    reputation: Coefficient
    incumbency: Coefficient = Field(description="utility of the supplier already in place")
    nothing: Coefficient = Field(description="β_0, utility of buying nothing")
    need: Coefficient = Field(description="β_q")
    indecision: Coefficient
    urgency: Coefficient = Field(description="β_u")
    no_offer: Coefficient = Field(description="utility lost by a bare answer instead of a submitted offer")
    over_budget: Coefficient = Field(description="utility lost when the budget is short, per share missing")


class ShapingConstants(Frozen):
    """What competitive strategies and early contact do (S11, S16)."""

    fit_gain: Share = Field(description="share of the missing fit won by one good meeting before the need freezes")
    tailoring: Share = Field(description="share of the missing fit that a fully informed offer wins")
    criteria_shift: Share = Field(description="share by which a flanking message moves a person's criteria")
    flanking_cost: Share = Field(description="relevance lost by a message they did not ask for")
    divide_scope: Share = Field(description="part of the amount that divide-and-conquer goes for")
    isolation: Share = Field(description="share of rivals' meetings that fortify keeps out with people close to us")
    develop_pace: Share = Field(description="share of the usual touches while developing for the future")


class PursuitConstants(Frozen):
    """How a seller works, whatever the strategy."""

    target_stance: StanceValue = Field(description="a person seen this much for us needs no more convincing")
    target_need: Score
    target_worry: Score
    revisit: PositiveDuration = Field(description="a person not seen for so long is visited again")
    pause: PositiveDuration = Field(description="time between two meetings with the same person at least")
    idle: PositiveDuration = Field(description="next look when there is nobody to see")
    most_attempts: Count = Field(description="refusals after which we stop asking a person")


class AfterConstants(Frozen):
    """After the decision (MODEL §8)."""

    delivery: PositiveDuration = Field(description="mean time from signature to acceptance")
    delivery_failure: Probability = Field(description="chance of a failed delivery at risk factor 1")
    failure_loss: Share = Field(description="share of the margin lost by a failed delivery")
    satisfaction_good: Score
    satisfaction_failed: Score
    payment: PositiveDuration = Field(description="mean time from acceptance to payment")
    retention_satisfied: Probability = Field(description="yearly, at satisfaction 1")
    retention_unsatisfied: Probability = Field(description="yearly, at satisfaction 0")
    discount: Share = Field(description="yearly interest for lifetime value")


class Behaviour(Frozen):
    """All constants of the mechanism."""

    access: AccessConstants
    touch: TouchConstants
    chain: ChainConstants
    influence: InfluenceConstants
    decision: DecisionConstants
    shaping: ShapingConstants
    pursuit: PursuitConstants
    after: AfterConstants
