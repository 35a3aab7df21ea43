"""One thing that a text claims about its writer."""

from dataclasses import dataclass

from thirdfriday.kit.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing a text says of its writer: what about, which value, and where. [characters]

    `about` is a dotted name such as "score.step_2_ck"; `sentence` is the text around it.
    """

    about: str
    value: str
    start: int
    end: int
    sentence: str


def claim_at(about: str, value: str, sentence: Sentence, span: tuple[int, int]) -> Claim:
    """A claim at a place of a sentence. [characters]"""
    return Claim(about, value, sentence.start + span[0], sentence.start + span[1], sentence.text)
