"""Numbers as pages write them: digits, words, ranges and both at once."""

import re

from thirdfriday.intake.number_words import NUMBERS

_LARGEST = 59  # no page is read for a larger number in words
WORDS = {word: n for word, n in NUMBERS.items() if n <= _LARGEST and " " not in word}
WORDS |= {"single": 1, "couple": 2, "a couple of": 2, "dozen": 12}
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
