"""The questions asked about a person: one for each score, on the scale of the model, under a head that tables know."""

import pytest

from engine.committee.guided_questions import guided_questions
from engine.committee.table_words import people_columns
from engine.model.buying_centre import CriteriaWeights, Stakeholder
from engine.model.terms import CRITERIA, SCORES
from engine.wording import told

SINGLE = [score for score in SCORES if score != "criteria"]


def test_every_score_and_criterion_has_one():
    assert set(guided_questions()) == {*SINGLE, "relationship", "identified", *CRITERIA}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("score", list(guided_questions()))
def test_a_question_fits_into_the_note_of_a_sheet_and_its_label_is_a_head(score, lang):
    asked = guided_questions()[score]
    assert len(told(asked.question, lang)) + len(told(asked.answers, lang)) + len(told(asked.unknown, lang)) < 250
    assert people_columns().meant(told(asked.label, lang)) == score


@pytest.mark.parametrize("score", list(guided_questions()))
def test_anchors_rise_on_the_scale_of_the_model(score):
    values = [anchor.value for anchor in guided_questions()[score].anchors]
    assert len(values) >= 2 and (score == "identified" or values == sorted(values))
    for value in values:
        if score in CRITERIA:
            CriteriaWeights(**{**dict.fromkeys(CRITERIA, 0.1), score: value})
        else:
            person = {"id": "a", "name": {"en": "A"}, "level": 1, "department": "d", "roles": ["user"], score: value}
            assert getattr(Stakeholder.model_validate(person), score) == value
