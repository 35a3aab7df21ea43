"""The parts of a case file that are sound on their own, for rules that compare them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from thirdfriday.faces.case_file_vocabulary import Vocabulary
from thirdfriday.faces.toml_places import FieldPath


@dataclass(frozen=True, slots=True)
class Slip:
    """Fields that are sound alone and contradict each other; `path` is the one to look at first."""

    path: FieldPath
    message: str
    expected: str = ""
    nearest: str = ""


@dataclass(frozen=True, slots=True)
class SoundView:
    """What a case file gives, without the fields that are already reported as mistakes."""

    data: dict[str, Any]
    unsound: tuple[FieldPath, ...]
    vocabulary: Vocabulary

    def get(self, *path: str | int) -> Any:
        """The value at a path as written; None if absent or already reported."""
        if any(_touches(path, bad) for bad in self.unsound):
            return None
        value: Any = self.data
        for part in path:
            if isinstance(part, int):
                if not isinstance(value, list) or part >= len(value):
                    return None
                value = value[part]
            else:
                if not isinstance(value, dict) or part not in value:
                    return None
                value = value[part]
        return value

    def has(self, *path: str | int) -> bool:
        """Whether something is written at a path, sound or not."""
        return SoundView(self.data, (), self.vocabulary).get(*path) is not None

    def each(self, *path: str | int) -> Iterator[FieldPath]:
        """The paths of the tables in a list of tables."""
        value: Any = self.data
        for part in path:
            value = value.get(part) if isinstance(value, dict) else None
        if isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, dict):
                    yield (*path, index)

    def total(self, list_path: FieldPath, key: str) -> float:
        """The sum of a number over a list of tables, of those that are sound."""
        numbers = (self.get(*path, key) for path in self.each(*list_path))
        return float(sum(number for number in numbers if isinstance(number, int | float)))


def _touches(path: FieldPath, bad: FieldPath) -> bool:
    """Whether a mistake at `bad` makes the value at `path` unsound."""
    return path[: len(bad)] == bad or (len(bad) == len(path) + 1 and bad[:-1] == path)
