"""Code of the primitives (`machine.sums_of_four`), written for the processor's vectors of four."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.typing.templates import infer, infer_global, make_intrinsic_template

from engine.dynamics.machine.sums_of_four import sums_of_four
from engine.dynamics.state.flat_records import BLOCK

_I64 = ir.IntType(64)


def _const(number: int) -> Any:
    return ir.Constant(_I64, number)


def _vector_sums(_: Any, weights: Any, block: Any, opinions: Any, heard: Any, n: Any, unsigned: Any) -> Any:
    """Code of `sums_of_four`: one vector of four running sums, multiplied and added lane by lane."""
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


_write_primitive(sums_of_four, _vector_sums)
