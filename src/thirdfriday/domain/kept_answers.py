"""Keys for answers that are kept: the same objects, whatever they hold and however long they are.

Every branch of a plan asks the same things of the same programs. To compare two programs field by
field takes longer than most answers do; that they are the same objects is seen at once.
"""

from collections.abc import Iterable
from typing import Any

KEPT = 32  # answers of one kind held at once: those of the branches of a few cases


class Same:
    """One object as a key: the same object only, kept alive as long as the key is.

    >>> names = ["a"]
    >>> Same(names) == Same(names), Same(names) == Same(["a"])
    (True, False)
    """

    __slots__ = ("held",)

    def __init__(self, held: Any) -> None:
        self.held = held

    def __hash__(self) -> int:
        return id(self.held)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.held is other.held


class SameEach:
    """Several objects as a key: the same ones in the same order, kept alive as the key is.

    >>> one, other = ["a"], ["a"]
    >>> SameEach([one, one]) == SameEach((one, one)), SameEach([one]) == SameEach([other])
    (True, False)
    """

    __slots__ = ("_names", "held")

    def __init__(self, held: Iterable[Any]) -> None:
        self.held = tuple(held)
        self._names = tuple(map(id, self.held))

    def __hash__(self) -> int:
        return hash(self._names)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameEach) and self._names == other._names
