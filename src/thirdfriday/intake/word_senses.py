"""Words by what they mean on a program's page, so that few labels teach a model many wordings."""

from functools import cache
from itertools import pairwise

_SENSES = {
    "no": "not no never none nobody cannot without neither nor nothing hardly",
    "need": "must need requir mandatory essential necess should insist expect demand prerequisite"
    " condition obligat",
    "wish": "prefer favor favour advantage desir recommend encourag helpful plus valu benefi ideal"
    " bonus asset strengthen nice kindly easier",
    "take": "accept consider tak review interview invit welcom read open look evaluat screen"
    " process",
    "sponsor": "sponsor support offer provid petition fil host issue",
    "apply": "appl submi eras document",
    "later": "rank match start begin orientation contract employ hire appoint payroll july june"
    " spring summer later",
    "certificate": "certif ecfmg",
    "failure": "fail attempt tries try retak repeat sitting twice once stumbl",
    "exam": "usmle comlex step exam board score level",
    "when": "before until by when while prior once after at",
    "only": "only sole exclusiv just alone limited restricted",
    "if": "if unless except provided depend case may might could",
    "us": "us american america states stateside",
    "clinical": "clinical experience rotation externship hands-on patient ward bedside clerkship"
    " inpatient",
    "watching": "observ shadow research",
    "hardship": "underserved poor poverty uninsured vulnerable safety-net homeless rural tribal"
    " migrant refugee immigrant disparit equity low-income disadvantaged medicaid underinsured"
    " shortage resources",
    "serving": "serv care caring mission purpose commit dedicat community communities population",
    "whole": "whole holistic entire total comprehensive everything complete sum global person"
    " people",
    "part": "single number score cutoff filter formula factor",
    "abroad": "img fmg international foreign overseas",
    "pending": "pending progress underway",
    "enough": "fine ok okay enough suffic equal same either equivalent",
    "visa": "visa status jvisa hvisa",
    "you": "you your applicant candidate",
    "we": "we our program hospital institution",
}
_WHOLE_WORD = 3  # letters up to which a word must be met whole
_STEMS = sorted(
    ((stem, sense) for sense, stems in _SENSES.items() for stem in stems.split()),
    key=lambda pair: (-len(pair[0]), pair),
)


@cache
def sense_of(word: str) -> str:
    """The meaning of a word in lower case; "" for a word of no known one. [sense]

    >>> sense_of("requirement"), sense_of("interviews"), sense_of("bakery")
    ('need', 'take', '')
    """
    for stem, sense in _STEMS:
        whole = word in {stem, f"{stem}s"}
        if whole or (len(stem) > _WHOLE_WORD and word.startswith(stem)):
            return sense
    return "number" if word.isdigit() else ""


def sense_tokens(words: list[str], asked: list[str], answer: str) -> list[str]:
    """The senses of a sentence in their order, one, two and three at a time. [tokens]

    Args:
        words: the sentence's words.
        asked: the words of the question it answers.
        answer: "yes", "no" or "".
    """
    senses = [sense for word in words if (sense := sense_of(word))]
    about = [sense for word in asked if (sense := sense_of(word))]
    return [
        *(f"s:{sense}" for sense in senses),
        *(f"s:{a}>{b}" for a, b in pairwise(senses)),
        *(f"s:{a}..{b}" for a, b in zip(senses, senses[2:], strict=False)),
        *(f"s:{a}>{b}>{c}" for a, b, c in zip(senses, senses[1:], senses[2:], strict=False)),
        *(f"sq:{sense}" for sense in about),
        *(f"sq:{a}>{b}" for a, b in pairwise(about)),
        *(f"sa:{answer}>{sense}" for sense in about if answer),
    ]
