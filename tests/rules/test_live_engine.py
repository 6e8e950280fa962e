"""The measured traps of durable_rules stay fenced off."""

import pickle
import signal
import subprocess
import sys
import threading

import pytest

from engine.rules.language.conditions import Among, Any, Between, Compare
from engine.rules.tabulation.live_engine import LiveEngine, _Host, definition_of, field_text, live_engine


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1e-05, '"x":0.00001'),
        (-2.5e-17, '"x":-0.000000000000000025'),
        (1e15, '"x":1000000000000000.0'),
        (3, '"x":3.0'),
        (0.1, '"x":0.1'),
        (True, '"x":true'),
        ("对手", '"x":"对手"'),
    ],
)
def test_fields_are_written_without_exponents(value, text):
    assert field_text("x", value) == text


@pytest.mark.parametrize("tiny", [5e-324, 1e-300, 1e-05, 9.999e-05])
def test_tiny_numbers_keep_their_sign(tiny):
    above = definition_of(Compare("x", ">", 0.0))
    assert live_engine().holds(above, field_text("x", tiny))
    assert not live_engine().holds(above, field_text("x", -tiny))


def test_raw_library_still_refuses_an_exponent():
    """The reason for writing fields ourselves: when this fails, the library has changed."""
    with pytest.raises(Exception, match="204"):
        live_engine().holds(definition_of(Compare("x", ">", 0.0)), '"x":1e-05')


def test_missing_field_never_matches_even_not_equal():
    for sign in ("<", "<=", ">", ">=", "==", "!="):
        assert not live_engine().holds(definition_of(Compare("x", sign, 3.0)), '"y":1.0')
    assert not live_engine().holds(definition_of(Compare("x", "!=", 3.0)), "")


def test_alternatives_that_are_both_true_fire_once():
    either = Any((Compare("x", ">", 1.0), Compare("y", "==", True), Among("z", ("a", "b"))))
    fields = '"x":2.0,"y":true,"z":"b"'
    engine = LiveEngine()
    runs = []
    note = engine._host.get_action("r")
    engine._host.get_action = lambda name: lambda closure: (runs.append(name), note(closure))
    assert [engine.holds(definition_of(either), fields) for _ in range(3)] == [True, True, True]
    assert len(runs) == 3


def test_answers_do_not_depend_on_what_was_asked_before():
    inside = definition_of(Between("x", 1.0, 2.0))
    asked = [1.0, 0.5, 2.0, 2.0, 3.0, 1.5, 0.5] * 200
    assert [live_engine().holds(inside, field_text("x", x)) for x in asked] == [1 <= x <= 2 for x in asked]


def test_equal_conditions_share_one_ruleset():
    engine = LiveEngine()
    for fields, expected in (('"x":2.0', True), ('"x":0.5', False)):
        assert engine.holds(definition_of(Compare("x", ">", 1.0)), fields) is expected
    assert len(engine._rulesets) == 1


def test_no_thread_is_started():
    before = threading.active_count()
    assert LiveEngine().holds('{"x": true}', '"x":true')
    assert threading.active_count() == before


def test_ctrl_c_during_an_answer_is_not_swallowed(monkeypatch):
    taught = _Host.get_action

    def pressed_meanwhile(host, name):
        note = taught(host, name)

        def act(closure):
            signal.raise_signal(signal.SIGINT)
            note(closure)

        return act

    monkeypatch.setattr(_Host, "get_action", pressed_meanwhile)
    with pytest.raises(KeyboardInterrupt):
        LiveEngine().holds('{"a": 1.0}', '"a":1.0')
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_importing_the_rules_builds_no_engine():
    code = (
        "import engine.rules, engine.rules.tabulation.live_engine as e, threading;"
        "print(e._engine_of.cache_info().currsize, threading.active_count())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "1"]


def test_compiled_book_travels_to_another_process_without_asking_the_engine():
    from engine.rules import compile_book, load_book

    compiled = compile_book(load_book("project_origin"))
    again = pickle.loads(pickle.dumps(compiled))
    facts = {"seen_before_freeze": True, "best_relationship": 3}
    assert again.decide(facts).rule == compiled.decide(facts).rule == "shaped_through_relationship"
    assert again.ask_engine(facts) == compiled.ask_engine(facts)
