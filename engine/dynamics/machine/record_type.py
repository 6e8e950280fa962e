"""Records as a type that the compiler knows: to compiled code a record is the address of its memory."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.imputils import lower_getattr_generic, lower_setattr_generic
from numba.core.typing.templates import AttributeTemplate, infer_getattr
from numba.extending import NativeValue, intrinsic, models, register_model, typeof_impl, unbox
from numba.np import arrayobj

from engine.dynamics.machine import composition
from engine.dynamics.machine.settings import INTERPRETED
from engine.dynamics.state.flat_records import LARGEST, Layout, Place, Record


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
