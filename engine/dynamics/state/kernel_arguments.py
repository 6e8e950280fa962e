"""The three things every kernel is given: an account, its present deal, and the desk."""

from __future__ import annotations

from engine.dynamics.state.flat_records import Record


class Account(Record):
    """A customer through the whole horizon: people, relations, what we learnt, assets, who is in place."""


class Deal(Record):
    """One project of the account: the buyer's steps, our stage and offer, who backs whom, counts."""


class Desk(Record):
    """What all accounts of a job share: constants, team, rulebooks and strategies, the tape."""
