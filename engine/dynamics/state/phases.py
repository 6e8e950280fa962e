"""A phase of an engagement strategy as numbers: who may be seen, in which order, how well prepared, and until when."""

from __future__ import annotations

PHASE_WORDS = 15
ORDER = 0  # −1 lowest level first, +1 highest first
ROLE_MASK = 1  # only people with one of these roles; 0 anybody
MIN_LEVEL = 2  # nobody above this level of the chart (1 is the top); LOW_PART: only the lower part of it
MAX_LEVEL = 3  # nobody below this level
INTRODUCED = 4  # 1: people of the shielded levels only when a sponsor, a mandate or familiarity opens the door
PREPARATION = 5  # hours before a first meeting
EXECUTIVE = 6  # 1: our executive goes to the shielded levels
UNTIL = 7  # what ends the phase
UNTIL_VALUE = 8
EVERY_RANK = 9  # 1: the rank that has waited longest first
EVERY_CHANNEL = 10  # 1: events, reference customers and partners open doors too
KEEPS_BALANCE = 11  # 1: a call for those who would be left silent
ENTER = 12  # number of the book that says whether the phase may be entered; NO_SENTENCE: it always may
LEAVE = 13  # number of the book that says whether it is over; NO_SENTENCE: UNTIL says so
BY_SENTENCES = 14  # 1: sentences say when phases of this strategy begin or end

NO_SENTENCE = -1

LOW_PART = 0

NEVER = 0
PEOPLE_MET = 1
DECIDER_SEEN = 2
SPONSOR_WON = 3
REFUSED_AT_TOP = 4
WHENEVER = 5  # as soon as a later phase may be entered

UNTIL_CODES = {
    "never": NEVER,
    "people_met": PEOPLE_MET,
    "decider_seen": DECIDER_SEEN,
    "sponsor_won": SPONSOR_WON,
    "refused_at_top": REFUSED_AT_TOP,
}
