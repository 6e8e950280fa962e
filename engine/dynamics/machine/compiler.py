"""Numba's compiler behind the mark `kernel`, and records as a type it knows. `NUMBA_DISABLE_JIT=1` interprets instead.

What was compiled is kept in the user's cache folder, under a digest of the sources that shape it: Numba by itself
notices only changes in the file of a function, not in the layout or the mechanisms it was compiled for.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import numba
import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.core.imputils import lower_getattr_generic, lower_setattr_generic
from numba.core.typing.templates import (
    AttributeTemplate,
    infer,
    infer_getattr,
    infer_global,
    make_intrinsic_template,
)
from numba.extending import NativeValue, intrinsic, models, register_model, typeof_impl, unbox
from numba.np import arrayobj

from engine.dynamics.kernels import Kernel, Primitive
from engine.dynamics.machine import abreast, composition
from engine.dynamics.moments import Moment
from engine.dynamics.state.records import BLOCK, LARGEST, Layout, Place, Record

P = ParamSpec("P")
R = TypeVar("R")

SHAPING = (
    "model/decisions.py",
    "model/derived_facts.py",
    "model/facts.py",
    "model/process.py",
    "model/quantity.py",
    "model/rival.py",
    "model/terms.py",
)
"""Sources outside this folder that compiled code is shaped by."""


def _digest() -> str:
    engine = Path(__file__).parents[2]
    sources = [*sorted((engine / "dynamics").rglob("*.py")), *(engine / source for source in SHAPING)]
    digest = hashlib.blake2b(digest_size=8)
    for source in sources:
        digest.update(str(source.relative_to(engine)).encode())
        digest.update(source.read_bytes())
    return digest.hexdigest()


def _cache_folder() -> str:
    """`KAM_CACHE`, else the user's cache folder, else a temporary one that is not kept."""
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or str(Path.home() / ".cache")
    folder = Path(os.environ.get("KAM_CACHE") or Path(home) / "kam-sandbox") / _digest()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return str(folder)
    except OSError:
        return tempfile.mkdtemp(prefix="kam-sandbox-")


settings: Any = numba.config
INTERPRETED = bool(settings.DISABLE_JIT)
if INTERPRETED:
    np.seterr(over="ignore", divide="ignore", invalid="ignore")  # keys wrap round, as compiled integers do
else:
    settings.CACHE_DIR = _cache_folder()


@cache
def dispatcher(kernel: Kernel[..., Any]) -> Any:
    """Numba's dispatcher of a kernel. Division by zero gives inf or NaN, as in NumPy.

    Composed functions have no file, so nothing of them is kept by themselves; whoever calls them keeps them.
    """
    if isinstance(kernel, Moment):
        return njit(error_model="numpy")(kernel.composed(dispatcher))
    return njit(cache=True, error_model="numpy")(kernel.function)


def runnable(kernel: Kernel[P, R]) -> Callable[P, R]:
    """The kernel as Python calls it."""
    if INTERPRETED:
        return _interpreted(kernel)
    found: Callable[P, R] = dispatcher(kernel)
    return found


@cache
def _interpreted(kernel: Kernel[..., Any]) -> Any:
    return kernel.composed(_interpreted) if isinstance(kernel, Moment) else kernel.function


Kernel.run = runnable


def ready(kernel: Callable[P, R], *example: P.args, **named: P.kwargs) -> Callable[P, R]:
    """The machine code of a kernel for arguments of these types, to be called with no others.

    It is compiled now, if need be, and costs half as much to call: Numba does not look at the arguments again.
    """
    if INTERPRETED:
        return kernel
    assert isinstance(kernel, Kernel)
    found = dispatcher(kernel)
    signature = tuple(map(found.typeof_pyval, example))
    found.compile(signature)
    code: Callable[P, R] = found.overloads[signature].entry_point
    return code


@typeof_impl.register(Kernel)
def _type_of_kernel(kernel: Kernel[..., Any], _: Any) -> Any:
    """What a kernel is to code that calls it. Primitives are found by themselves."""
    return None if isinstance(kernel, Primitive) else types.Dispatcher(dispatcher(kernel))


# --- records ----------------------------------------------------------------------------------------------------------


class RecordType(types.Type):
    """A record of a layout: to compiled code the address of its memory."""

    def __init__(self, name: str) -> None:
        self.layout_name = name
        super().__init__(name=f"record({name})")


register_model(RecordType)(models.OpaqueModel)
_ITEMS = {"f8": types.float64, "i8": types.int64, "u8": types.uint64, "i2": types.int16, "u4": types.uint32}
_I64 = ir.IntType(64)


def _layout(kind: RecordType) -> Layout:
    return composition.LAYOUTS[kind.layout_name]


def _type_of_field(kind: RecordType, name: str) -> Any:
    layout = _layout(kind)
    if name in layout.dimensions:
        return types.int64
    place = layout.places.get(name)
    if place is None:
        return None
    per = place.field.per
    return types.Array(_ITEMS[place.type], len(per), "A" if place.people else "C") if per else _ITEMS[place.type]


@infer_getattr
class _RecordFields(AttributeTemplate):
    key = RecordType

    def generic_resolve(self, kind: RecordType, name: str) -> Any:  # type: ignore[override]
        return _type_of_field(kind, name)


def _pointer(builder: Any, record: Any, offset: Any, item: Any) -> Any:
    place = offset if isinstance(offset, ir.Value) else ir.Constant(_I64, offset)
    return builder.bitcast(builder.gep(record, [place]), item.as_pointer())


def _header(builder: Any, record: Any, offset: int) -> Any:
    """A number of the header, which never changes: the compiler may keep it."""
    loaded = builder.load(_pointer(builder, record, offset, _I64))
    loaded.set_metadata("invariant.load", builder.module.add_metadata([]))
    return loaded


def _const(number: int) -> Any:
    return ir.Constant(_I64, number)


def _dimensions(builder: Any, record: Any, layout: Layout, place: Place) -> tuple[list[Any], list[Any]]:
    """Shape and strides of an array. What there are few of, and people, are taken for as many as there could be, so
    that the compiler knows all it needs to find a place."""
    sizes = [
        _const(d)
        if isinstance(d, int)
        else _const(LARGEST[d])
        if d in LARGEST and place.group < 0
        else _header(builder, record, layout.size_word(d))
        for d in place.field.per
    ]
    if place.group < 0:
        return sizes, [_const(stride) for stride in place.strides]
    strides = [_const(int(place.type[1]))]
    for length in reversed(sizes[1:]):
        strides.insert(0, builder.mul(strides[0], length))
    return sizes, strides


@lower_getattr_generic(RecordType)
def _read_field(context: Any, builder: Any, kind: RecordType, record: Any, name: str) -> Any:
    layout = _layout(kind)
    if name in layout.dimensions:
        return _header(builder, record, layout.size_word(name))
    place = layout.places[name]
    item = context.get_data_type(_ITEMS[place.type])
    if not place.field.per:
        return builder.load(_pointer(builder, record, place.offset, item))
    at = place.offset + (layout.people_at if place.people else 0)
    start = _header(builder, record, layout.group_word(place.group)) if place.group >= 0 else at
    shape, strides = _dimensions(builder, record, layout, place)
    array = context.make_array(_type_of_field(kind, name))(context, builder)
    arrayobj.populate_array(
        array,
        data=_pointer(builder, record, start, item),
        shape=shape,
        strides=strides,
        itemsize=_const(int(place.type[1])),
        meminfo=None,
    )
    return array._getvalue()


@lower_setattr_generic(RecordType)
def _write_field(context: Any, builder: Any, signature: Any, arguments: Any, name: str) -> None:
    kind, given = signature.args
    record, value = arguments
    place = _layout(kind).places[name]
    wanted = _ITEMS[place.type]
    cast = context.cast(builder, value, given, wanted)
    builder.store(cast, _pointer(builder, record, place.offset, context.get_data_type(wanted)))


@typeof_impl.register(Record)
def _type_of_record(record: Record, _: Any) -> Any:
    return RecordType(record.layout.name)


@unbox(RecordType)
def _address_of(_: RecordType, record: Any, c: Any) -> Any:
    number = c.pyapi.object_getattr_string(record, "address")
    address = c.pyapi.long_as_voidptr(number)
    c.pyapi.decref(number)
    return NativeValue(address, is_error=cgutils.is_not_null(c.builder, c.pyapi.err_occurred()))


def _record_in(name: str) -> Any:
    """A function (memory, bytes from its beginning) → the record that lies there, borrowed from who owns the memory."""

    def borrow(_: Any, memory: Any, offset: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            array = context.make_array(signature.args[0])(context, builder, arguments[0])
            place = context.cast(builder, arguments[1], signature.args[1], types.int64)
            return builder.gep(builder.bitcast(array.data, cgutils.voidptr_t), [place])

        return RecordType(name)(memory, offset), generate

    def look(memory: Any, offset: int) -> Record:
        return Record(composition.LAYOUTS[name], memory[offset:])

    return look if INTERPRETED else intrinsic(borrow)


account_in = _record_in("account")
deal_in = _record_in("deal")
desk_in = _record_in("desk")


# --- primitives -------------------------------------------------------------------------------------------------------


def _in_four_lanes(_: Any, weights: Any, block: Any, opinions: Any, heard: Any, n: Any, unsigned: Any) -> Any:
    """Code of `abreast.hear_four`: one vector of four running sums, multiplied and added lane by lane."""
    lanes = ir.VectorType(ir.DoubleType(), BLOCK)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        arrays = [
            context.make_array(kind)(context, builder, value)
            for kind, value in zip(signature.args, arguments, strict=True)
            if isinstance(kind, types.Array)
        ]
        weight_array, opinion_array, heard_array = arrays
        block_value = context.cast(builder, arguments[1], signature.args[1], types.int64)
        count = context.cast(builder, arguments[4], signature.args[4], types.int64)
        whole, no_sign = ir.VectorType(_I64, BLOCK), ir.Constant(ir.VectorType(_I64, BLOCK), [(1 << 63) - 1] * BLOCK)
        at_block = builder.mul(builder.mul(block_value, count), _const(BLOCK))
        first = builder.gep(weight_array.data, [at_block])
        distance = cgutils.unpack_tuple(builder, opinion_array.strides)[0]
        opinion_bytes = builder.bitcast(opinion_array.data, cgutils.voidptr_t)
        total = cgutils.alloca_once(builder, lanes)
        builder.store(ir.Constant(lanes, [0.0] * BLOCK), total)
        with cgutils.for_range(builder, count, intp=_I64) as loop:
            here = builder.bitcast(builder.gep(first, [builder.mul(loop.index, _const(BLOCK))]), lanes.as_pointer())
            weight = builder.load(here, align=8)
            size = builder.bitcast(builder.and_(builder.bitcast(weight, whole), no_sign), lanes)
            weight = builder.select(arguments[5], size, weight)
            there = builder.gep(opinion_bytes, [builder.mul(loop.index, distance)])
            opinion = builder.load(builder.bitcast(there, ir.DoubleType().as_pointer()))
            single = builder.insert_element(ir.Constant(lanes, ir.Undefined), opinion, ir.Constant(ir.IntType(32), 0))
            spread = ir.Constant(ir.VectorType(ir.IntType(32), BLOCK), [0] * BLOCK)
            everywhere = builder.shuffle_vector(single, ir.Constant(lanes, ir.Undefined), spread)
            builder.store(builder.fadd(builder.load(total), builder.fmul(weight, everywhere)), total)
        out = builder.gep(heard_array.data, [builder.mul(block_value, _const(BLOCK))])
        builder.store(builder.load(total), builder.bitcast(out, lanes.as_pointer()), align=8)
        return context.get_dummy_value()

    return types.none(weights, block, opinions, heard, n, unsigned), generate


def _write_primitive(kernel: Any, definition: Callable[..., Any]) -> None:
    template = make_intrinsic_template(kernel, definition, kernel.__name__)
    infer(template)
    infer_global(kernel, types.Function(template))


_write_primitive(abreast.hear_four, _in_four_lanes)
