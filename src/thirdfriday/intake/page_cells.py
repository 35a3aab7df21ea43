"""Whether two lines are a table's name and value that the browser set one under the other."""

import re

_NAMES = re.compile(
    r"\bscores?\b|\bstep|\blevel|usmle|comlex|attempts?|failures?|graduat|\byog\b|years? since"
    r"|experience"
    r"|\busce\b|ecfmg|letters?|\blors?\b|recommendation|references|visas?|\bj-1|\bh-1b|sponsor"
    r"|positions?"
    r"|residents|class size|slots|deadline|due|closes|\bimgs?\b|international|foreign|signals?"
)
_VALUE = re.compile(
    r"\d|\b(?:yes|no|none|not|n/a|accepted|required|preferred|optional|recommended|considered"
    r"|welcome|mandatory"
    r"|sponsored|available|must|only|minimum|maximum|at least|within|pass|passing|one|two|three"
    r"|four|five|six"
    r"|seven|eight|nine|ten|encouraged|eligible|participat\w+|j-1|h-1b)\b"
)
_STEP = re.compile(
    r"\b(?:steps?|levels?|pgy)[ -]?[123]\b|\b[jh]-1b?\b|\(?\bj-1 ?(?:/|and|or) ?h-1b\)?"
)
_SENTENCE = re.compile(r"(?:we|our|you|the (?:program|hospital|residency))\b")
_LABEL_WORDS, _LABEL_LENGTH = 3, 30
_NAME_LENGTH, _VALUE_LENGTH, _SENTENCE_LENGTH = 60, 80, 25


def is_label(words: str) -> bool:
    """Whether a sentence only names what the next one speaks of; in lower case. [yes or no]

    >>> is_label("letters."), is_label("we accept letters.")
    (True, False)
    """
    short = words.endswith(".") and words.count(" ") < _LABEL_WORDS and len(words) <= _LABEL_LENGTH
    if not short or _SENTENCE.match(words):
        return False
    return bool(_NAMES.search(words)) and not _VALUE.search(_STEP.sub(" ", words))


def is_cell_pair(name: str, value: str) -> bool:
    """Whether `value` is what a table says of `name`; both in lower case. [yes or no]

    >>> is_cell_pair("letters of recommendation", "3"), is_cell_pair("visas", "our history")
    (True, False)
    """
    if len(name) > _NAME_LENGTH or len(value) > _VALUE_LENGTH or not _NAMES.search(name):
        return False
    if value.endswith(".") and len(value) > _SENTENCE_LENGTH:
        return False
    if ":" in name.rstrip(": ") or _SENTENCE.match(name):
        return False
    if _NAMES.search(_STEP.sub(" ", value)):
        return False
    return bool(_VALUE.search(value)) and not _VALUE.search(_STEP.sub(" ", name))
