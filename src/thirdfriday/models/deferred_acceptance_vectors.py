"""Steps on several numbers at once for the matching of redrawn tastes, as the machine has them."""

from collections.abc import Callable
from typing import Any

from numba.core import cgutils, types
from numba.extending import intrinsic

ir: Any = vars(cgutils)["ir"]
CHOICES = 16  # keys of 32 bits that are read at once: most lists are no longer
LANES = 8  # entries of 64 bits that are read at once
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


def _exchange(
    typing_context: Any, values: Any, at: Any, old: Any, new: Any
) -> tuple[Any, Callable[..., Any]]:
    """Write `new` over `old` among LANES values from index `at` on; the greatest of them then."""
    vector = ir.VectorType(ir.IntType(64), LANES)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array, at, old, new = arguments
        place = _place(context, builder, (signature.args[0], array), at, vector)
        read = builder.load(place)
        read.align = 8
        found = builder.icmp_unsigned("==", read, _splat(builder, old, vector))
        changed = builder.select(found, _splat(builder, new, vector), read)
        builder.store(changed, place).align = 8
        return _reduced(builder, "umax", changed)

    return types.uint64(values, types.int64, types.uint64, types.uint64), generate


least_above: Any = intrinsic(_least_above)
exchange: Any = intrinsic(_exchange)
