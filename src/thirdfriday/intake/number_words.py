"""Numbers as words, up to ninety-nine."""

_ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
]  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
NUMBERS = {word: value for value, word in enumerate(_ONES)} | _TENS
NUMBERS |= {f"{ten}{join}{_ONES[one]}": tens + one for ten, tens in _TENS.items()
            for one in range(1, 10) for join in "- "}  # fmt: skip
NUMBERS = dict(sorted(NUMBERS.items(), key=lambda one: -len(one[0])))  # longest first, for patterns


def number_of(word: str) -> float:
    """A count written in digits or as a word.

    >>> number_of("eight"), number_of("2.5"), number_of("1,200"), number_of("an")
    (8.0, 2.5, 1200.0, 1.0)
    """
    word = word.lower().replace(",", "")
    return float(NUMBERS.get(word, 1 if word in {"a", "an"} else word))
