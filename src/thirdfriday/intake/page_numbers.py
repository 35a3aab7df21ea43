"""Numbers as pages write them: digits, words, ranges and both at once."""

import re

WORDS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "single": 1, "couple": 2, "a couple of": 2, "dozen": 12,
}  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_ONES = [
    word for word, value in WORDS.items() if 0 < value < 10 and word not in {"single", "couple"}
]
WORDS |= _TENS | {f"{ten}-{one}": _TENS[ten] + WORDS[one] for ten in _TENS for one in _ONES[:9]}
NUMBER = r"(?:\d{1,4}|" + "|".join(sorted(map(re.escape, WORDS), key=len, reverse=True)) + r")"
# "three (3)", "3 (three)", "3-4", "three to four", "2 or 3", "2+"
COUNT = (
    rf"(?P<low>{NUMBER})(?:(?<=\d)|(?![a-z]))(?:\s*\(\s*{NUMBER}\s*\))?(?:\s*(?:-|to|or|and"
    rf"|/)\s*(?P<high>{NUMBER})(?:\s*\(\s*{NUMBER}\s*\))?)?\+?"
)

PLAIN_COUNT = re.sub(r"\?P<\w+>", "?:", COUNT)


def number_of(word: str) -> int:
    """The whole number a word or numeral stands for. [count]

    >>> number_of("eleven"), number_of("12")
    (11, 12)
    """
    text = word.strip().lower()
    return int(text) if text.isdigit() else WORDS[text]


def range_of(match: re.Match[str]) -> tuple[int, int]:
    """Low and high of a `COUNT` match; equal when one number is given. [count, count]

    >>> range_of(re.search(COUNT, "three to four letters"))
    (3, 4)
    """
    low = number_of(match["low"])
    high = number_of(match["high"]) if match["high"] else low
    return (low, high) if high >= low else (low, low)
