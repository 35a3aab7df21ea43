"""Steps on several numbers at once for the matching of singles, as the machine has them."""

from collections.abc import Callable
from typing import Any

from numba.core import cgutils, types
from numba.extending import intrinsic

ir: Any = vars(cgutils)["ir"]
CHOICES = 16  # keys of 32 bits that are read at once: most lists are no longer
LANES = 8  # entries of 64 bits, or packed choices of 32, that are read at once
RANKS = 16  # ranks of 16 bits that are read at once
INDEX = ir.IntType(32)


def _splat(builder: Any, number: Any, vector: Any) -> Any:
    """A vector with `number` in every lane."""
    one = builder.insert_element(ir.Constant(vector, ir.Undefined), number, INDEX(0))
    everywhere = ir.Constant(ir.VectorType(INDEX, vector.count), [0] * vector.count)
    return builder.shuffle_vector(one, one, everywhere)


def _place(context: Any, builder: Any, array: tuple[Any, Any], at: Any, vector: Any) -> Any:
    """Where the numbers of an array from index `at` on lie in memory, as one vector."""
    kind, given = array
    data = context.make_array(kind)(context, builder, given).data
    return builder.bitcast(builder.gep(data, [at]), vector.as_pointer())


def _reduced(builder: Any, name: str, values: Any) -> Any:
    """One number from a vector: its `umin` or `umax`."""
    kind = ir.FunctionType(values.type.element, [values.type])
    full = f"llvm.vector.reduce.{name}.v{values.type.count}i{values.type.element.width}"
    insert: Any = cgutils.get_or_insert_function
    return builder.call(insert(builder.module, kind, full), [values])


def _least_above(
    typing_context: Any, keys: Any, at: Any, count: Any, bound: Any
) -> tuple[Any, Callable[..., Any]]:
    """The least of keys[at], ... that is above `bound`, of the first `count` and at most CHOICES.

    All bits are set when there is none. CHOICES are read whatever `count` is.
    """
    vector = ir.VectorType(ir.IntType(32), CHOICES)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array, at, count, bound = arguments
        read = builder.load(_place(context, builder, (signature.args[0], array), at, vector))
        read.align = 4
        lanes = ir.Constant(vector, list(range(CHOICES)))
        inside = builder.icmp_unsigned("<", lanes, _splat(builder, count, vector))
        above = builder.icmp_unsigned(">", read, _splat(builder, bound, vector))
        none = ir.Constant(vector, [0xFFFFFFFF] * CHOICES)
        kept = builder.select(builder.and_(inside, above), read, none)
        return _reduced(builder, "umin", kept)

    return types.uint32(keys, types.int64, types.uint32, types.uint32), generate


def _replaced(bits: int, lanes: int) -> Any:
    """What writes `new` over `old` in values[at], ... and gives the greatest of them then."""
    vector = ir.VectorType(ir.IntType(bits), lanes)
    kind = types.Integer.from_bitwidth(bits, False)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array, at, old, new = arguments
        place = _place(context, builder, (signature.args[0], array), at, vector)
        read = builder.load(place)
        read.align = bits // 8
        found = builder.icmp_unsigned("==", read, _splat(builder, old, vector))
        changed = builder.select(found, _splat(builder, new, vector), read)
        builder.store(changed, place).align = bits // 8
        return _reduced(builder, "umax", changed)

    def typed(
        typing_context: Any, values: Any, at: Any, old: Any, new: Any
    ) -> tuple[Any, Callable[..., Any]]:
        return kind(values, types.int64, kind, kind), generate

    return typed


def _first_below(
    typing_context: Any, choices: Any, at: Any, count: Any, bars: Any
) -> tuple[Any, Callable[..., Any]]:
    """Which of choices[at], ..., packed as program << 16 | rank, is the first below its bar.

    Of the first `count` and at most LANES; LANES when there is none. Others are not read.
    """
    vector, half = ir.VectorType(ir.IntType(32), LANES), ir.IntType(64)
    flags = ir.VectorType(ir.IntType(1), LANES)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array, at, count, bars = arguments
        place = _place(context, builder, (signature.args[0], array), at, vector)
        lanes = ir.Constant(vector, list(range(LANES)))
        inside = builder.icmp_unsigned("<", lanes, _splat(builder, count, vector))
        kind = ir.FunctionType(vector, [vector.as_pointer(), INDEX, flags, vector])
        insert: Any = cgutils.get_or_insert_function
        load = insert(builder.module, kind, f"llvm.masked.load.v{LANES}i32.p0")
        read = builder.call(load, [place, INDEX(4), inside, ir.Constant(vector, [0] * LANES)])
        program = builder.lshr(read, ir.Constant(vector, [16] * LANES))
        rank = builder.and_(read, ir.Constant(vector, [0xFFFF] * LANES))
        data = context.make_array(signature.args[3])(context, builder, bars).data
        bar = ir.Constant(vector, ir.Undefined)
        for lane in range(LANES):
            j = builder.zext(builder.extract_element(program, INDEX(lane)), half)
            bar = builder.insert_element(bar, builder.load(builder.gep(data, [j])), INDEX(lane))
        below = builder.and_(builder.icmp_unsigned("<", rank, bar), inside)
        mask = builder.zext(builder.bitcast(below, ir.IntType(LANES)), half)
        return builder.cttz(builder.or_(mask, half(1 << LANES)), ir.Constant(ir.IntType(1), 1))

    return types.int64(choices, types.int64, types.uint32, bars), generate


def _fetch(typing_context: Any, values: Any, at: Any) -> tuple[Any, Callable[..., Any]]:
    """Ask memory for values[at], which will be read soon."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        byte = ir.IntType(8).as_pointer()
        kind = ir.FunctionType(ir.VoidType(), [byte, INDEX, INDEX, INDEX])
        insert: Any = cgutils.get_or_insert_function
        prefetch = insert(builder.module, kind, "llvm.prefetch.p0")
        place = builder.bitcast(builder.gep(data, [arguments[1]]), byte)
        builder.call(prefetch, [place, INDEX(0), INDEX(3), INDEX(1)])
        return context.get_dummy_value()

    return types.void(values, types.int64), generate


least_above: Any = intrinsic(_least_above)
first_below: Any = intrinsic(_first_below)
exchange: Any = intrinsic(_replaced(64, LANES))
exchange_ranks: Any = intrinsic(_replaced(16, RANKS))
fetch: Any = intrinsic(_fetch)
