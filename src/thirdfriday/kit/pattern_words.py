"""Which words a text must hold for a pattern to fit: read from the pattern itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

BOUND, OTHER, ANY, NOTHING, DIGIT = "bound", "other", "any", "nothing", r"\d"
_ESCAPED = {"b": BOUND, "s": OTHER, "W": OTHER, "n": OTHER, "t": OTHER, "w": ANY, "d": DIGIT,
            "S": ANY, "D": ANY, "B": NOTHING, "A": NOTHING, "Z": NOTHING}  # fmt: skip
_REPEAT = re.compile(r"(?:[?*+]|\{\d*(?:,\d*)?\})[?+]?")
_LOOK = re.compile(r"\(\?<?[=!]")
_OPEN = re.compile(r"\(\?[a-z]*:|\(\?P<\w+>|\(")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_DIGITS = re.compile(r"(?:\\d|\d-\d|\d)+")
_EDGE_OF_WORD = re.compile(r"\(\?<?!\[?\\w")
MARKS = frozenset("[]<>{}(#?$%&/@•`")  # signs by which a sentence can be told, as by a word
Group = frozenset[str]
"""Words of which one must be there; with a star at the end, the beginning of one."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One thing in a pattern: a letter, a kind of letter or the branches of a group."""

    what: str
    branches: tuple[tuple["_Part", ...], ...] = ()
    needed: bool = True
    once: bool = True

    @property
    def ends_word(self) -> bool:
        """Whether a word before it ends there."""
        if self.branches:
            return self.needed and all(one and one[0].ends_word for one in self.branches)
        return self.needed and (self.what in (BOUND, OTHER) or _sign(self.what))


def _sign(what: str) -> bool:
    return len(what) == 1 and not _of_word(what)


def _of_word(what: str) -> bool:
    return len(what) == 1 and (what.isalnum() or what == "_")


@cache
def needs(pattern: str) -> tuple[Group, ...]:
    r"""For each thing that a fitting text must hold, the words of which it has one.

    >>> [sorted(group) for group in needs(r"\brank(?:ed|ing)? (?:me|us)\b")]
    [['rank*'], ['me', 'us']]
    """
    branches, _ = _branches(pattern, 0)
    return tuple(_of_branches(branches, starts=False, closed=False)[0])


def _branches(text: str, at: int) -> tuple[tuple[tuple[_Part, ...], ...], int]:
    """The alternatives from a place in a pattern up to the end of their group."""
    found: list[list[_Part]] = [[]]
    while at < len(text) and text[at] != ")":
        if text[at] == "|":
            found.append([])
            at += 1
            continue
        part, at = _atom(text, at)
        repeat = _REPEAT.match(text, at)
        if repeat:
            how = repeat.group()
            needed = how[0] == "+" or bool(re.match(r"\{[1-9]", how))
            part = _Part(part.what, part.branches, needed and part.needed, once=False)
            at = repeat.end()
        found[-1].append(part)
    return tuple(tuple(one) for one in found), at


def _atom(text: str, at: int) -> tuple[_Part, int]:
    if text[at] == "\\":
        letter = text[at + 1]
        return _Part(_ESCAPED.get(letter, ANY if letter.isdigit() else letter.lower())), at + 2
    if text[at] == "[":
        hit = _CLASS.match(text, at)
        end = hit.end() if hit else len(text)
        return _Part(_kind_of_class(text[at + 1 : end - 1])), end
    if text[at] == "(":
        look = _LOOK.match(text, at)
        opened = look or _OPEN.match(text, at)
        branches, end = _branches(text, opened.end() if opened else at + 1)
        if look:
            return _Part(BOUND if _EDGE_OF_WORD.match(text, at) else NOTHING), end + 1
        return _Part("", branches), end + 1
    what = {"^": BOUND, "$": NOTHING, ".": ANY}.get(text[at], text[at].lower())
    return _Part(what), at + 1


def _kind_of_class(inside: str) -> str:
    """DIGIT for a set of digits, OTHER for one of letters none of which belongs to a word."""
    if _DIGITS.fullmatch(inside):
        return DIGIT
    bare = re.sub(r"\\[sWnt]|\\[^\w]", "", inside)
    return OTHER if not inside.startswith("^") and not re.search(r"[\w\\]", bare) else ANY


def _of_branches(
    branches: tuple[tuple[_Part, ...], ...], *, starts: bool, closed: bool
) -> tuple[list[Group], bool]:
    """The groups that hold whichever branch fits, and whether a word can only begin after it."""
    read = [_of_sequence(one, starts=starts, closed=closed) for one in branches]
    held = [sorted(groups, key=cost) for groups, _ in read]
    shared = [frozenset().union(*ones) for ones in zip(*held, strict=False)]
    return shared if len(branches) > 1 else read[0][0], all(after for _, after in read)


def _of_sequence(
    parts: tuple[_Part, ...], *, starts: bool, closed: bool
) -> tuple[list[Group], bool]:
    """The groups of some parts that follow each other; `starts`: a word can only begin here."""
    found: list[Group] = []
    word, sound = "", False
    for place, part in enumerate(parts):
        if _of_word(part.what) and part.once:
            sound = starts if not word else sound
            word, starts = word + part.what, False
            continue
        if _of_word(part.what) and part.needed:
            sound = starts if not word else sound
            word, starts = word + part.what, False
        found += _word_found(word, sound, whole=part.ends_word)
        word = ""
        follows = parts[place + 1].ends_word if place + 1 < len(parts) else closed
        groups, starts = _of_part(part, starts=starts, closed=follows)
        found += groups
    return [*found, *_word_found(word, sound, whole=closed)], starts and not word


def _word_found(word: str, sound: bool, *, whole: bool) -> Iterator[Group]:
    if word and sound:
        yield frozenset([word if whole else f"{word}*"])


def _of_part(part: _Part, *, starts: bool, closed: bool) -> tuple[list[Group], bool]:
    if part.branches:
        groups, after = _of_branches(part.branches, starts=starts, closed=closed and part.once)
        return (groups, after) if part.needed else ([], starts and after)
    if part.what == BOUND or (part.what == OTHER and part.needed):
        return [], True
    if _sign(part.what):
        told = part.needed and part.what in MARKS
        return ([frozenset([part.what])] if told else []), part.needed or starts
    if part.what == DIGIT:
        return ([frozenset([DIGIT])] if part.needed else []), False
    return [], starts and part.what in (NOTHING, OTHER)


def cost(group: Group) -> float:
    """How little a group tells: short words are in every sentence."""
    return sum((1 + word.endswith("*")) / len(word.rstrip("*")) ** 2 for word in group)
