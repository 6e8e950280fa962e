"""Flat records whose size follows the committee: one block of memory, named fields, dimensions known at run time.

A record begins with a header (the sizes of its dimensions, and where each group of arrays begins), then come single
values and arrays of few (rivals, steps, threads), then one cell per person with all that concerns them, then groups of
arrays whose size is known only at run time. So nearly every field has a place that the compiler knows, and what a
meeting changes lies side by side; `account.stance[i]` reads like an array all the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.dynamics.declarations import Field
from engine.model.terms import MAX_PEOPLE, MAX_RIVALS

Bytes = npt.NDArray[np.uint8]
WORD = 8
BLOCK = 4
"""Listeners are added up four at a time: the processor does that in one go."""
PEOPLE = "people"
FEW = {"rivals": MAX_RIVALS, "steps": 8, "threads": 4}
"""Dimensions of which there are few: arrays of them have room for all there could be."""
LARGEST = {**FEW, PEOPLE: MAX_PEOPLE}
_SINGLE = {"number": "f8", "whole": "i8", "wide": "i8", "key": "u8", "bits": "u4"}
_ARRAY = {**_SINGLE, "whole": "i2"}


def item_type(field: Field) -> str:
    """NumPy's name of what one place of the field holds."""
    return (_ARRAY if field.per else _SINGLE)[field.kind]


def _up(size: int) -> int:
    """Bytes rounded up to whole words."""
    return -(-size // WORD) * WORD


@dataclass(frozen=True)
class Place:
    """Where a field lies.

    offset:  bytes from the beginning of the record, of a person's cell, or of the group.
    strides: bytes between neighbours along each dimension; empty for a single value, and in groups (C order).
    people:  it lies in the cells of people.
    group:   number of the group, −1 outside them.
    """

    field: Field
    type: str
    offset: int = 0
    strides: tuple[int, ...] = ()
    people: bool = False
    group: int = -1


class Layout:
    """The fields of one kind of record.

    name:       `account`, `deal` or `desk`.
    dimensions: those that fields stand for, in the order of the header.
    groups:     the fields whose size is known only at run time, each a group by itself.
    places:     by field name.
    people_at:  bytes before the first person's cell; `cell`: bytes of one.
    """

    def __init__(self, name: str, fields: Iterable[Field]) -> None:
        self.name = name
        self.fields = tuple(fields)
        self.dimensions = tuple(dict.fromkeys(d for f in self.fields for d in f.per if isinstance(d, str)))
        self.groups = tuple(field for field in self.fields if self._at_run_time(field))
        self.places: dict[str, Place] = {}
        self.cell = self._lay_cells([field for field in self.fields if self._of_people(field)])
        self.people_at = self._lay_fixed(WORD * (len(self.dimensions) + len(self.groups)))
        for number, field in enumerate(self.groups):
            self.places[field.name] = Place(field, item_type(field), group=number)

    def _at_run_time(self, field: Field) -> bool:
        return any(isinstance(d, str) and d not in LARGEST for d in field.per)

    def _of_people(self, field: Field) -> bool:
        return PEOPLE in field.per and not self._at_run_time(field)

    def _lay_cells(self, fields: list[Field]) -> int:
        """Give every field its place in a person's cell, the widest items first; the size of a cell."""
        at = 0
        places = []
        for field in sorted(fields, key=lambda field: -int(item_type(field)[1])):
            size = int(item_type(field)[1])
            others = [LARGEST[d] if isinstance(d, str) else d for d in field.per if d != PEOPLE]
            places.append((field, at, size))
            at += size * prod(others)
        cell = _up(at)
        for field, offset, size in places:
            strides = tuple(cell if d == PEOPLE else size for d in field.per)
            self.places[field.name] = Place(field, item_type(field), offset, strides, people=True)
        return cell

    def _lay_fixed(self, at: int) -> int:
        for field in self.fields:
            if field.name in self.places or field in self.groups:
                continue
            kind = item_type(field)
            shape = [LARGEST[d] if isinstance(d, str) else d for d in field.per]
            size = int(kind[1])
            strides = tuple(size * prod(shape[place + 1 :]) for place in range(len(shape)))
            if field.over:
                self.places[field.name] = Place(field, kind, self.places[field.over].offset, strides)
            else:
                self.places[field.name] = Place(field, kind, at, strides)
                at += _up(size * prod(shape))
        return at

    def size_word(self, dimension: str) -> int:
        """Place of a dimension's size in the header, in bytes."""
        return WORD * self.dimensions.index(dimension)

    def group_word(self, group: int) -> int:
        """Place in the header, in bytes, of where a group begins."""
        return WORD * (len(self.dimensions) + group)

    def word(self, name: str) -> int:
        """Place of a field outside cells and groups, in 8-byte words."""
        place = self.places[name]
        if place.people or place.group >= 0:
            raise KeyError(f"{self.name}.{name} has no fixed place")
        return place.offset // WORD

    def shape(self, name: str, sizes: dict[str, int]) -> tuple[int, ...]:
        """Shape of a field, given the sizes of the dimensions."""
        return tuple(sizes[d] if isinstance(d, str) else d for d in self.places[name].field.per)

    def bytes_needed(self, **sizes: int) -> int:
        """Bytes of a record with these sizes."""
        return self._starts(sizes)[-1]

    def _starts(self, sizes: dict[str, int]) -> list[int]:
        """Where each group begins, and the end."""
        starts = [self.people_at + self.cell * sizes.get(PEOPLE, 0)]
        for field in self.groups:
            starts.append(starts[-1] + _up(int(item_type(field)[1]) * prod(self.shape(field.name, sizes))))
        return starts

    def fresh(self, **sizes: int) -> Bytes:
        """Memory of a new record: header and start values. Raises RuntimeError for more than there is room for."""
        for dimension, most in LARGEST.items():
            if sizes.get(dimension, 0) > most:
                raise RuntimeError(f"{sizes[dimension]} {dimension}: there is room for {most}")
        memory = np.zeros(self.bytes_needed(**sizes), np.uint8)
        words = memory[: self.people_at].view(np.int64)
        for place, dimension in enumerate(self.dimensions):
            words[place] = sizes[dimension]
        for group, at in enumerate(self._starts(sizes)[:-1]):
            words[self.group_word(group) // WORD] = at
        record = Record(self, memory)
        for field in self.fields:
            if field.start != 0:
                record[field.name] = field.start
        return memory


class Record:
    """A record by field names: numbers and views of arrays, which change it in place.

    Kernels called from Python take it as it is. Interpreted kernels work on it.
    """

    __slots__ = ("_arrays", "_layout", "_sizes", "address", "memory")

    def __init__(self, layout: Layout, memory: Bytes) -> None:
        put = object.__setattr__
        put(self, "_layout", layout)
        put(self, "memory", memory)
        put(self, "address", memory.ctypes.data)
        words = memory[: layout.people_at].view(np.int64)
        put(self, "_sizes", {name: int(words[place]) for place, name in enumerate(layout.dimensions)})
        put(self, "_arrays", {})

    @property
    def layout(self) -> Layout:
        """The layout it follows."""
        found: Layout = self._layout
        return found

    def array(self, name: str) -> Any:
        """The field as a view of the memory, with no dimensions for a single value."""
        found = self._arrays.get(name)
        if found is None:
            found = self._arrays[name] = self._view(name)
        return found

    def _view(self, name: str) -> Any:
        layout, memory = self._layout, self.memory
        place = layout.places[name]
        shape = layout.shape(name, self._sizes)
        at = place.offset + (layout.people_at if place.people else 0)
        if place.group >= 0:
            at = int(memory[: layout.people_at].view(np.int64)[layout.group_word(place.group) // WORD])
        return np.ndarray(shape, place.type, memory.data, at, place.strides or None)

    def __getattr__(self, name: str) -> Any:
        if name in self._sizes:
            return self._sizes[name]
        if name not in self._layout.places:
            raise AttributeError(f"{self._layout.name} has no field `{name}`")
        found = self.array(name)
        return found if found.ndim else found.item()

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self._layout.places:
            raise AttributeError(f"{self._layout.name} has no field `{name}`")
        self.array(name)[...] = value

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)

    def __setitem__(self, name: str, value: Any) -> None:
        setattr(self, name, value)
