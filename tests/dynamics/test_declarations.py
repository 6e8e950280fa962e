"""What mechanisms say of themselves is complete, agrees with their neighbours, and is all that they lean on."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import pytest

import engine.dynamics.mechanisms
from engine.dynamics import state
from engine.dynamics.declarations import DayClock, EventKind, Field, Kind, Mechanism, PoissonClock, Seen
from engine.dynamics.kernels import Kernel
from engine.dynamics.machine import composition
from engine.dynamics.machine.composition import COLUMNS, CONSTANTS, DRAWS, EVENTS, FIELDS, LAYOUTS, MECHANISMS
from engine.dynamics.state.flat_records import LARGEST
from engine.dynamics.state.shared import SHARED
from engine.model.facts import FACT_INDEX
from engine.results.records import OUTCOME

FOLDER = Path(engine.dynamics.mechanisms.__file__).parent
STATE = Path(state.__file__).parent
FILES = sorted(path for path in FOLDER.glob("*.py") if path.stem != "__init__")
OWNERS: tuple[Any, ...] = (SHARED, *MECHANISMS)
each = pytest.mark.parametrize("mechanism", MECHANISMS, ids=lambda mechanism: mechanism.name)


def declared(mechanism: Any) -> Iterator[tuple[str, Any]]:
    """Everything that has a meaning to tell, by a name."""
    yield from ((field.path, field) for field in (*mechanism.fields, *mechanism.reads))
    yield from ((column.name, column) for column in mechanism.columns)


def clock_fields(mechanism: Mechanism) -> set[str]:
    """Fields that follow from the mechanism's clocks."""
    clocks = [clock for clock in mechanism.clocks if isinstance(clock, PoissonClock)]
    return {f"deal.{clock.name}_{what}" for clock in clocks for what in ("left", "rate")}


# --- what is said -----------------------------------------------------------------------------------------------------


def test_every_file_declares_the_mechanism_it_is_called_after() -> None:
    assert [mechanism.name for mechanism in MECHANISMS] == [path.stem for path in FILES]


@each
def test_a_mechanism_says_what_it_is_in_both_languages_and_where_it_comes_from(mechanism: Mechanism) -> None:
    for said in (mechanism.title, mechanism.sentence):
        assert any("\u4e00" <= letter <= "\u9fff" for letter in said.in_language("zh"))
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in said)
    assert mechanism.sentence.endswith(".") and mechanism.sentence.in_language("zh").endswith("。")
    assert mechanism.source.strip()


def test_titles_are_distinct() -> None:
    for lang in ("en", "zh"):
        titles = Counter(mechanism.title.in_language(lang) for mechanism in MECHANISMS)
        assert [title for title, times in titles.items() if times > 1] == []


@pytest.mark.parametrize("owner", OWNERS, ids=lambda owner: owner.name)
def test_everything_declared_has_a_meaning(owner: Any) -> None:
    assert [name for name, what in declared(owner) if not what.meaning.strip()] == []
    assert [draw for draw in owner.draws if not draw.label.strip()] == []
    assert [event.name for event in owner.events if not all(number.meaning.strip() for number in event.numbers)] == []


@each
def test_a_constant_that_a_scenario_need_not_state_is_explained(mechanism: Mechanism) -> None:
    for constant in mechanism.constants:
        assert constant.path.count(".") == 1
        if constant.default is not None:
            assert constant.meaning.strip(), constant.path
            assert constant.default.range is not None, constant.path
            assert constant.default.assumption or constant.default.source, constant.path


def test_the_least_number_of_mechanisms_is_core() -> None:
    core = [mechanism.name for mechanism in MECHANISMS if mechanism.core]
    assert 0 < len(core) <= 5, core


def test_fields_are_what_a_record_can_hold() -> None:
    dimensions = {"people", "rivals", "assets", "steps", "threads", "blocks", "words", "rules", "tape_words"}
    dimensions |= {"bodies", "calendar_days"}
    for field in FIELDS:
        assert field.path.count(".") == 1 and field.record in LAYOUTS, field.path
        assert field.name.isidentifier() and field.name == field.name.lower(), field.path
        assert field.kind in get_args(Kind), field.path
        assert {d for d in field.per if isinstance(d, str)} <= dimensions, field.path
        assert all(d > 0 for d in field.per if isinstance(d, int)), field.path


def test_what_belongs_to_a_seat_or_to_a_newcomer_concerns_people() -> None:
    for field in FIELDS:
        if field.of_seat or field.newcomer is not None:
            assert "people" in field.per, field.path
            assert not (field.of_seat and field.newcomer is not None), field.path


# --- what must not be said twice --------------------------------------------------------------------------------------


def test_numbers_and_names_are_unique() -> None:
    assert _twice(int(draw) for draw in DRAWS) == []
    assert _twice(draw.label for draw in DRAWS) == []
    events = [event for owner in OWNERS for event in owner.events]
    assert _twice(int(event) for event in events) == []
    assert _twice(event.name for event in events) == []
    assert _twice(constant.path for constant in CONSTANTS) == []
    assert _twice(field.path for field in FIELDS) == []
    assert _twice(OUTCOME.names) == []
    assert _twice(clock.name for clock in composition.CLOCKS) == []
    assert _twice(fact for owner in MECHANISMS for fact in owner.facts) == []
    assert _twice(fact for owner in MECHANISMS for fact in owner.facts_of_account) == []


def _twice(values: Any) -> list[Any]:
    return [value for value, times in Counter(values).items() if times > 1]


NAMES_OF_EVENTS = (
    "trigger origin decision request_refused request_granted touch team_wait met sponsor_won sponsor_lost "
    "mandate ordered_about stage engagement play meeting rival_touch surprise step sign_off need_frozen "
    "offer_submitted vote veto round_without_decision outcome delivered paid passed_over person_left successor "
    "group_choice step_swayed offer_tested"
)
"""In the order of their numbers, from 1."""


def test_events_are_never_renumbered() -> None:
    """Written logs are read by these numbers."""
    names = NAMES_OF_EVENTS.split(" ")
    assert [EVENTS[number].name for number in range(1, len(names) + 1)] == names


# --- events -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("event", EVENTS.values(), ids=lambda event: event.name)
def test_an_event_says_what_the_seller_knows_of_it(event: Any) -> None:
    assert event.seen in get_args(Seen)


@pytest.mark.parametrize("path", [*FILES, *sorted(STATE.glob("*.py"))], ids=lambda path: path.stem)
def test_an_event_is_written_with_what_it_declares(path: Path) -> None:
    """A person, a code and numbers that its kind has no words for would be lost to every reader."""
    kinds = {name: kind for name, kind in vars(module_of(path)).items() if isinstance(kind, EventKind)}
    for call in (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)):
        if isinstance(call.func, ast.Name) and call.func.id == "write":
            kind = kinds[ast.unparse(call.args[4])]
            person, code, *numbers = [*call.args[5:], None, None][: max(2, len(call.args) - 5)]
            assert person is None or ast.unparse(person) == "-1" or kind.person, kind.name
            assert code is None or ast.unparse(code) == "0" or kind.code, kind.name
            assert len(numbers) <= len(kind.numbers) <= 3, kind.name
            assert not kind.numbers or numbers, kind.name


def module_of(path: Path) -> ModuleType:
    return import_module(f"engine.dynamics.{path.parent.name}.{path.stem}")


def test_what_we_do_ourselves_is_seen_and_what_others_do_among_themselves_is_not() -> None:
    seen = {event.name: event.seen for event in EVENTS.values()}
    assert {seen[name] for name in ("touch", "met", "request_refused", "request_granted", "outcome")} == {"seen"}
    assert {seen[name] for name in ("meeting", "surprise")} == {"hidden"}
    assert {seen[name] for name in ("rival_touch", "vote", "sign_off", "step")} == {"rumoured"}


# --- clocks -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("clock", composition.CLOCKS, ids=lambda clock: clock.name)
def test_a_clock_is_made_of_kernels_and_counts_in_a_field_that_is_there(clock: Any) -> None:
    assert isinstance(clock.ring, Kernel)
    assert clock.each in ("", *(d for layout in LAYOUTS.values() for d in layout.dimensions))
    if isinstance(clock, DayClock):
        assert isinstance(clock.due, Kernel)
        return
    assert isinstance(clock.rate, Kernel)
    assert clock.gap in DRAWS
    paths = {field.path: field for field in FIELDS}
    assert paths[clock.rung].per == ((clock.each,) if clock.each else ())
    if clock.entity:
        assert paths[clock.entity].per == (clock.each,)


# --- neighbours -------------------------------------------------------------------------------------------------------


@cache
def owners() -> dict[str, tuple[str, Field]]:
    """Who owns each field, and the field."""
    found: dict[str, tuple[str, Field]] = {}
    for owner in OWNERS:
        for field in owner.fields:
            found[field.path] = (owner.name, field)
        for constant in getattr(owner, "constants", ()):
            found[constant.field.path] = (owner.name, constant.field)
    return found


READS = [(owner, field) for owner in OWNERS for field in owner.reads]


@pytest.mark.parametrize(
    ("reader", "field"), READS, ids=[f"{owner.name}-{field.path.split('.')[1]}" for owner, field in READS]
)
def test_what_is_read_is_what_its_owner_keeps(reader: Any, field: Field) -> None:
    """In kind, per and record: without the owner the record is laid out by what the reader says."""
    owner, kept = owners()[field.path]
    assert owner != reader.name, "its own it need not read"
    assert (field.record, field.kind, field.per) == (kept.record, kept.kind, kept.per)
    assert field.over == kept.over


def test_those_who_read_the_same_say_the_same_of_it() -> None:
    """Whoever is asked first when the owner is absent: kind, shape and start value are the same."""
    said: dict[str, set[Any]] = {}
    for _, field in READS:
        said.setdefault(field.path, set()).add((field.kind, field.per, field.start, field.newcomer, field.of_seat))
    assert {path: ways for path, ways in said.items() if len(ways) > 1} == {}


def test_what_the_reader_takes_for_a_start_is_the_owner_s_or_stands_for_nothing() -> None:
    """A state that is read starts as its owner starts it; only numbers of scenarios have no start of their own."""
    differing = [
        (reader.name, field.path)
        for reader, field in READS
        if field.record != "desk" and repr(float(field.start)) != repr(float(owners()[field.path][1].start))
    ]
    assert differing == []


# --- what a file leans on ---------------------------------------------------------------------------------------------


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_mechanism_imports_another(path: Path) -> None:
    """They meet at moments and in fields; so each can be taken out."""
    imported = {node.module or "" for node in ast.walk(tree_of(path)) if isinstance(node, ast.ImportFrom)}
    imported |= {name.name for node in ast.walk(tree_of(path)) if isinstance(node, ast.Import) for name in node.names}
    assert [name for name in imported if "mechanisms" in name] == []
    assert [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.ImportFrom) and node.level] == []


@pytest.mark.parametrize("path", sorted(STATE.glob("*.py")), ids=lambda path: path.stem)
def test_what_mechanisms_share_knows_none_of_them(path: Path) -> None:
    imported = {node.module or "" for node in ast.walk(tree_of(path)) if isinstance(node, ast.ImportFrom)}
    assert [name for name in imported if "mechanisms" in name] == []


def touched(tree: ast.AST) -> set[str]:
    """Paths of the fields that code names: `account.stance` and so on."""
    return {
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in LAYOUTS
    }


def dimensions() -> set[str]:
    return {f"{name}.{dimension}" for name, layout in LAYOUTS.items() for dimension in layout.dimensions}


@pytest.mark.parametrize(
    "mechanism",
    MECHANISMS,
    ids=lambda mechanism: mechanism.name,
)
def test_a_mechanism_touches_only_fields_that_are_there_without_its_neighbours(mechanism: Mechanism) -> None:
    """Its own, those of the core, the shared ones, and those it says it reads."""
    there = {field.path for owner in (SHARED, mechanism) for field in (*owner.fields, *owner.reads)}
    there |= {constant.field.path for constant in mechanism.constants} | clock_fields(mechanism) | dimensions()
    for neighbour in MECHANISMS:
        if neighbour.core:
            there |= {field.path for field in neighbour.fields}
            there |= {constant.field.path for constant in neighbour.constants}
    assert touched(tree_of(FOLDER / f"{mechanism.name}.py")) - there == set()


def test_what_mechanisms_share_touches_only_fields_of_the_core_and_shared_ones() -> None:
    there = {field.path for field in (*SHARED.fields, *SHARED.reads)} | dimensions()
    for mechanism in MECHANISMS:
        if mechanism.core:
            there |= {field.path for field in mechanism.fields}
            there |= {constant.field.path for constant in mechanism.constants}
    for path in STATE.glob("*.py"):
        assert touched(tree_of(path)) - there == set(), path.name


@cache
def used_anywhere() -> set[str]:
    """Names of all attributes in the sources of the engine."""
    sources = FOLDER.parents[1].rglob("*.py")
    return {node.attr for path in sources for node in ast.walk(tree_of(path)) if isinstance(node, ast.Attribute)}


@each
def test_nothing_is_declared_that_nobody_uses(mechanism: Mechanism) -> None:
    """What is read is read in the mechanism's own file or in what all share; what is kept is of use to somebody."""
    near = touched(tree_of(FOLDER / f"{mechanism.name}.py")).union(*(touched(tree_of(p)) for p in STATE.glob("*.py")))
    assert {field.path for field in mechanism.reads} - near == set()
    by_columns = {column.value for column in COLUMNS if isinstance(column.value, str)}
    clocks = [clock for clock in mechanism.clocks if isinstance(clock, PoissonClock)]
    by_clocks = {path for clock in clocks for path in (clock.rung, clock.entity)}
    kept = {field.path for field in mechanism.fields} | {constant.field.path for constant in mechanism.constants}
    assert {path for path in kept - by_columns - by_clocks if path.split(".")[1] not in used_anywhere()} == set()


@each
def test_facts_come_from_the_mechanism_that_says_so(mechanism: Mechanism) -> None:
    tree = tree_of(FOLDER / f"{mechanism.name}.py")
    supplied = {*mechanism.facts, *mechanism.facts_of_account}
    assert supplied <= set(FACT_INDEX)
    written = {
        node.attr.removeprefix("fact_")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr.startswith("fact_") and isinstance(node.ctx, ast.Store)
    }
    assert supplied <= written


def test_every_fact_has_a_mechanism_that_supplies_it() -> None:
    supplied = {fact for mechanism in MECHANISMS for fact in (*mechanism.facts, *mechanism.facts_of_account)}
    assert set(FACT_INDEX) - supplied == set()


def kernels_in(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in tree.body:
        marks = [ast.unparse(mark) for mark in node.decorator_list] if isinstance(node, ast.FunctionDef) else []
        if any(mark == "kernel" or mark.startswith("moments.") for mark in marks):
            assert isinstance(node, ast.FunctionDef)
            yield node


@pytest.mark.parametrize("path", sorted(FOLDER.parent.rglob("*.py")), ids=lambda path: path.stem)
def test_kernels_count_by_the_records_own_numbers(path: Path) -> None:
    """To compiled code an array of people or of few has room for all there could be: its length is not their number."""
    roomy = {
        f"{name}.{field.name}"
        for name, layout in LAYOUTS.items()
        for field in layout.fields
        if set(field.per) & set(LARGEST) and layout.places[field.name].group < 0
    }
    wrong = []
    for function in kernels_in(tree_of(path)):
        for node in ast.walk(function):
            taken: list[ast.AST] = []
            if isinstance(node, ast.Call):
                taken = [*node.args, *(named.value for named in node.keywords)]
                if not (isinstance(node.func, ast.Name) and node.func.id in ("len", "sum", "min", "max")):
                    taken = []
            elif isinstance(node, ast.For | ast.comprehension):
                taken = [node.iter]
            elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
                taken = [node.value]
            wrong += [ast.unparse(part) for part in taken if ast.unparse(part) in roomy]
    assert wrong == []
