"""Flat records: every field has a place of its own, the same to Python and to compiled code, whatever the sizes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import product
from typing import Any, NamedTuple

import numba
import numpy as np
import pytest
from laboratory import NAMES, decider, degenerate, edited, person, shipped, step
from numba.core.errors import TypingError
from pydantic import ValidationError

from engine.dynamics.declarations import Field
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.composition import ACCOUNT, DEAL, DESK, LAYOUTS
from engine.dynamics.machine.record_type import account_in, deal_in
from engine.dynamics.machine.settings import INTERPRETED
from engine.dynamics.state.flat_records import BLOCK, FEW, LARGEST, WORD, Layout, Record
from engine.model.facts import FACT_PLACES, FACTS
from engine.simulation.lowering import blank

GUARD = 64
UNTOUCHED = 0xA5


class Sizes(NamedTuple):
    """How many of each there are; the desk's groups follow from the same numbers."""

    people: int
    rivals: int
    assets: int
    steps: int = 8
    threads: int = 2

    def of(self, layout: Layout) -> dict[str, int]:
        """What the layout needs to be told."""
        sizes = {
            **self._asdict(),
            "blocks": -(-self.people // BLOCK),
            "bodies": self.assets,
            "calendar_days": 40 * (1 + self.rivals),
            "words": 3 + self.assets,
            "rules": 1 + self.people,
            "tape_words": 100 * self.rivals,
        }
        return {name: sizes[name] for name in layout.dimensions}


USUAL = Sizes(people=12, rivals=2, assets=2)
ALL_SIZES = [
    Sizes(people, rivals, assets, steps, threads)
    for (people, rivals, assets), (steps, threads) in zip(
        product((1, 5, 12, 32), range(4), (0, 1, 8)), [(1, 1), (8, 2), (5, 4)] * 16, strict=True
    )
]
layouts = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)


def fresh(layout: Layout, sizes: Sizes) -> Record:
    """A new record."""
    return Record(layout, layout.fresh(**sizes.of(layout)))


def guarded(layout: Layout, sizes: Sizes) -> tuple[np.ndarray, Record]:
    """A new record with untouched memory on both sides, and all of that memory."""
    memory = layout.fresh(**sizes.of(layout))
    around = np.full(len(memory) + 2 * GUARD, UNTOUCHED, np.uint8)
    around[GUARD:-GUARD] = memory
    return around, Record(layout, around[GUARD:-GUARD])


def own_fields(layout: Layout) -> Iterator[Field]:
    """Fields that do not lie over others."""
    return (field for field in layout.fields if not field.over)


def pattern(layout: Layout, field: Field, sizes: Sizes) -> np.ndarray:
    """Values that nothing else has: the field's own, different at every place, using all bits of its type."""
    luck = np.random.default_rng(layout.fields.index(field))
    shape = layout.shape(field.name, sizes.of(layout))
    kind = np.dtype(layout.places[field.name].type)
    if kind.kind == "f":
        return luck.normal(size=shape) * 10.0 ** luck.integers(-200, 200, shape)
    limits = np.iinfo(kind)
    return luck.integers(limits.min, limits.max, shape, dtype=kind, endpoint=True)


def same(found: Any, expected: Any) -> bool:
    """Are the values the same, bit by bit?"""
    return np.asarray(found).tobytes() == np.asarray(expected).tobytes()


def header(record: Record) -> np.ndarray:
    """What says how large the record is."""
    layout = record.layout
    return record.memory[: layout.group_word(len(layout.groups))].copy()


# --- places -----------------------------------------------------------------------------------------------------------


@layouts
@pytest.mark.parametrize("sizes", ALL_SIZES, ids=lambda sizes: "-".join(map(str, sizes)))
def test_every_field_keeps_its_values_while_all_others_are_written(layout: Layout, sizes: Sizes) -> None:
    """So no two overlap, none reaches out of the record, and what says how large it is stays."""
    around, record = guarded(layout, sizes)
    before = header(record)
    for field in own_fields(layout):
        record[field.name] = pattern(layout, field, sizes)
    for field in own_fields(layout):
        assert same(record[field.name], pattern(layout, field, sizes)), field.path
    np.testing.assert_array_equal(header(record), before)
    assert {int(byte) for byte in np.concatenate([around[:GUARD], around[-GUARD:]])} == {UNTOUCHED}


@layouts
def test_a_new_record_holds_the_start_values_everywhere(layout: Layout) -> None:
    for sizes in ALL_SIZES:
        record = fresh(layout, sizes)
        for name, size in sizes.of(layout).items():
            assert getattr(record, name) == size
        for field in layout.fields:
            values = np.asarray(record[field.name], dtype=np.float64)
            start = np.full(values.shape, field.start if not field.over else np.nan)
            np.testing.assert_array_equal(values, start, err_msg=field.path)


@layouts
def test_no_byte_of_a_record_is_spent_on_nothing(layout: Layout) -> None:
    """Header, fields and the rounding up to whole words are all there is, for as many as there could be of the few."""
    sizes = USUAL.of(layout)
    spent = WORD * (len(layout.dimensions) + len(layout.groups))
    for field in own_fields(layout):
        place = layout.places[field.name]
        room = sizes if place.group >= 0 else {**sizes, **FEW}
        spent += np.dtype(place.type).itemsize * int(np.prod([room.get(d, d) for d in field.per], dtype=int))
    rounding = WORD * (len(layout.fields) + sizes.get("people", 0))
    assert spent <= layout.bytes_needed(**sizes) <= spent + rounding


@layouts
def test_items_lie_at_multiples_of_their_size(layout: Layout) -> None:
    """Compiled code takes them in one go."""
    for sizes in ALL_SIZES:
        record = fresh(layout, sizes)
        assert len(record.memory) % WORD == 0
        for field in layout.fields:
            values = record.array(field.name)
            if values.size:
                at = values.ctypes.data - record.memory.ctypes.data
                assert at % values.itemsize == 0, field.path
                assert all(stride % values.itemsize == 0 for stride in values.strides), field.path


def test_facts_lie_side_by_side_in_their_order() -> None:
    first = DEAL.word(f"fact_{FACTS[0].name}")
    assert [DEAL.word(f"fact_{fact.name}") for fact in FACTS] == list(range(first, first + len(FACTS)))
    deal = fresh(DEAL, USUAL)
    deal.facts = np.arange(FACT_PLACES)
    assert [deal[f"fact_{fact.name}"] for fact in FACTS] == list(range(len(FACTS)))
    assert list(deal.own_facts) == list(range(len(FACTS), FACT_PLACES)), "those of the user's own stand behind them"
    deal[f"fact_{FACTS[-1].name}"] = -1.0
    assert deal.facts[len(FACTS) - 1] == -1.0


def test_the_place_of_a_single_value_is_its_word() -> None:
    """A driver that knows the memory only by words finds the same values."""
    for layout in (ACCOUNT, DEAL, DESK):
        record = fresh(layout, USUAL)
        for field in own_fields(layout):
            place = layout.places[field.name]
            if place.people or place.group >= 0:
                with pytest.raises(KeyError, match=f"{layout.name}.{field.name} has no fixed place"):
                    layout.word(field.name)
            elif not field.per:
                value = pattern(layout, field, USUAL)
                record[field.name] = value
                assert same(record.memory.view(place.type)[layout.word(field.name)], value), field.path


# --- sizes ------------------------------------------------------------------------------------------------------------


def test_an_account_and_its_deal_fit_into_four_pages() -> None:
    """Of 4096 bytes each, for a dozen people, two rivals, eight steps, two assets and two contacts at a time.

    Without the days of the calendar, of which a project reads only those that it reaches.
    """
    account = {**USUAL.of(ACCOUNT), "calendar_days": 0}
    assert ACCOUNT.bytes_needed(**account) + DEAL.bytes_needed(**USUAL.of(DEAL)) <= 16384


@pytest.mark.parametrize(("dimension", "most"), LARGEST.items())
def test_more_than_there_is_room_for_is_refused(dimension: str, most: int) -> None:
    layout = DEAL if dimension == "threads" else ACCOUNT
    fits = {**USUAL.of(layout), dimension: most}
    assert getattr(Record(layout, layout.fresh(**fits)), dimension) == most
    with pytest.raises(RuntimeError, match=f"^{most + 1} {dimension}: there is room for {most}$"):
        layout.fresh(**{**fits, dimension: most + 1})


def test_a_scenario_with_too_many_people_is_refused_before_anything_is_laid_out() -> None:
    most = LARGEST["people"]
    people = [decider(), *(person(f"p{i}", 2, "chief") for i in range(1, most))]
    fits = degenerate([step("purchase", 1)], people)
    assert blank(fits, fits.accounts[0]).account().people == most
    with pytest.raises(ValidationError, match=rf"at most {most}"):
        degenerate([step("purchase", 1)], [*people, person("one_more", 2, "chief")])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("contacts", [1, LARGEST["threads"]])
def test_the_records_of_a_scenario_have_the_sizes_it_says(name: str, contacts: int) -> None:
    scenario = edited(name, {"team.parallel_contacts": contacts})
    for account in scenario.accounts:
        made = blank(scenario, account)
        about, deal = made.account(), made.deal()
        assert about.people == deal.people == len(account.buying_centre.people)
        assert about.rivals == deal.rivals == len(account.rivals)
        assert (about.assets, about.steps) == (len(account.assets), len(account.process.steps))
        assert deal.threads == contacts
        assert about.deal_at == len(about.memory)
        assert len(about.memory) + len(deal.memory) == len(made.memory)


# --- compiled code ----------------------------------------------------------------------------------------------------

FLAT = {"f8": "numbers", "i8": "wholes", "i2": "wholes", "u4": "wholes", "u8": "keys"}


class Flat(NamedTuple):
    """Values of all fields of a record after one another, by type."""

    numbers: np.ndarray
    wholes: np.ndarray
    keys: np.ndarray


def flattened(layout: Layout, sizes: Sizes) -> Flat:
    """The patterns of all fields, in the order in which the compiled functions go through them."""
    found: dict[str, list[np.ndarray]] = {"numbers": [], "wholes": [], "keys": []}
    for field in own_fields(layout):
        found[FLAT[layout.places[field.name].type]].append(pattern(layout, field, sizes).ravel())
    types = {"numbers": np.float64, "wholes": np.int64, "keys": np.uint64}
    return Flat(**{name: np.concatenate([np.empty(0, kind), *found[name]], dtype=kind) for name, kind in types.items()})


def _lines(layout: Layout, line: str) -> Iterator[str]:
    """Code that does `line` at every place of every field."""
    for field in own_fields(layout):
        indices = [f"i{axis}" for axis in range(len(field.per))]
        for axis, dimension in enumerate(field.per):
            count = f"record.{dimension}" if isinstance(dimension, str) else dimension
            yield f"{'    ' * (axis + 1)}for i{axis} in range({count}):"
        space = "    " * (len(indices) + 1)
        at = f"at_{FLAT[layout.places[field.name].type]}"
        field_at = f"record.{field.name}" + (f"[{', '.join(indices)}]" if indices else "")
        flat_at = f"{FLAT[layout.places[field.name].type]}[{at}]"
        yield space + line.format(field=field_at, flat=flat_at)
        yield f"{space}{at} += 1"


@cache
def compiled(layout: Layout, line: str) -> Callable[..., Any]:
    """A compiled function (record, numbers, wholes, keys) that does `line` at every place of every field."""
    source = "\n".join(
        [
            "def through(record, numbers, wholes, keys):",
            "    at_numbers = at_wholes = at_keys = 0",
            *_lines(layout, line),
        ]
    )
    names: dict[str, Any] = {}
    exec(source, names)
    made: Callable[..., Any] = numba.njit(names["through"])
    return made


SOME_SIZES = [USUAL, Sizes(1, 0, 0, 1, 1), Sizes(5, 3, 8, 3, 4), Sizes(32, 1, 1, 8, 1)]


@layouts
def test_compiled_code_reads_what_python_wrote(layout: Layout) -> None:
    for sizes in SOME_SIZES:
        record = fresh(layout, sizes)
        for field in own_fields(layout):
            record[field.name] = pattern(layout, field, sizes)
        expected = flattened(layout, sizes)
        found = Flat(*(np.zeros_like(values) for values in expected))
        compiled(layout, "{flat} = {field}")(record, *found)
        for values, wanted in zip(found, expected, strict=True):
            assert same(values, wanted), sizes


@layouts
def test_python_reads_what_compiled_code_wrote(layout: Layout) -> None:
    for sizes in SOME_SIZES:
        around, record = guarded(layout, sizes)
        before = header(record)
        compiled(layout, "{field} = {flat}")(record, *flattened(layout, sizes))
        for field in own_fields(layout):
            assert same(record[field.name], pattern(layout, field, sizes)), (sizes, field.path)
        np.testing.assert_array_equal(header(record), before)
        assert {int(byte) for byte in np.concatenate([around[:GUARD], around[-GUARD:]])} == {UNTOUCHED}


@kernel
def swap(memory: Any, at: int) -> Any:
    """Exchange the first person's stance and the part we go for between an account and its deal, both in one memory."""
    account = account_in(memory, at)
    deal = deal_in(memory, at + account.deal_at)
    account.stance[0], deal.scope = deal.scope, account.stance[0]
    return deal.people


@pytest.mark.parametrize("at", [0, 64])
def test_records_are_found_in_a_memory_wherever_they_begin(at: int) -> None:
    scenario = shipped("keeping_up")
    made = blank(scenario, scenario.accounts[0])
    memory = np.concatenate([np.zeros(at, np.uint8), made.memory])
    account = Record(ACCOUNT, memory[at : at + made.deal_at])
    deal = Record(DEAL, memory[at + made.deal_at :])
    account.stance[0], deal.scope = 0.25, 0.5
    assert swap(memory, at) == deal.people == account.people
    assert (account.stance[0], deal.scope) == (0.5, 0.25)


# --- slips ------------------------------------------------------------------------------------------------------------


@layouts
def test_a_field_that_is_not_there_can_be_neither_read_nor_written(layout: Layout) -> None:
    record = fresh(layout, USUAL)
    with pytest.raises(AttributeError, match=f"{layout.name} has no field `stanse`"):
        record.stanse  # noqa: B018
    with pytest.raises(AttributeError, match=f"{layout.name} has no field `stanse`"):
        record.stanse = 1.0


@pytest.mark.skipif(INTERPRETED, reason="nothing is compiled")
@layouts
def test_a_field_that_is_not_there_does_not_compile(layout: Layout) -> None:
    with pytest.raises(TypingError, match="stanse"):
        numba.njit(lambda record: record.stanse)(fresh(layout, USUAL))


def test_sizes_cannot_be_changed() -> None:
    account = fresh(ACCOUNT, USUAL)
    with pytest.raises(AttributeError):
        account.people = 3
    assert account.people == USUAL.people
