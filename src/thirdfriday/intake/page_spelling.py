"""One spelling for what pages spell in many ways, so that rules meet one wording."""

import re

from thirdfriday.intake.number_words import NUMBERS

_PRONOUN = re.compile(r"\bus\b(?!mle)")
_COUNTRY = re.compile(
    r"\bu\.\s?s\.\s?a\.?(?=\W|$)|\bu\.\s?s\.?(?=\W|$)|\bu\.s(?=\W|$)|\bthe usa\b|\busa\b"
    r"|\bunited states of america\b|\bthe states\b(?! of\b)"
)
_NUMBER_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty"
)
_TWICE_SAID = re.compile(rf"\b({_NUMBER_WORDS})(?: ?\( ?\d{{1,2}} ?\)|-\d{{1,2}}(?=\s))")
_DIGIT_THEN_WORD = re.compile(rf"\b(\d{{1,2}}) ?\( ?(?:{_NUMBER_WORDS}) ?\)")
_PLURAL_IN_BRACKETS = re.compile(r"(?<=[a-z])\((s|es)\)")
_SPELT = (  # what must be met for a pattern to be tried, the pattern, its spelling
    (("1",), re.compile(r"\bj\s?-?\s?1\b(?!\d)"), "j-1"),
    (("1",), re.compile(r"\bh\s?-?\s?1\s?-?\s?b\b|\bhb-?1\b"), "h-1b"),
    (
        ("intealth",),
        re.compile(r"\becfmg/intealth\b|\bintealth/ecfmg\b|\bintealth \(ecfmg\)"),
        "ecfmg",
    ),
    (("intealth",), re.compile(r"\becfmg \(intealth\)|\bintealth\b"), "ecfmg"),
    (
        ("educational commission",),
        re.compile(r"\beducational commission \w+ foreign medical graduates(?: \(ecfmg\))?"),
        "ecfmg",
    ),
    (
        ("united states medical",),
        re.compile(r"\bunited states medical licens\w+ exam\w*(?: \(usmle\))?"),
        "usmle",
    ),
    (
        ("osteopathic medical",),
        re.compile(r"\bcomprehensive osteopathic medical \w+ exam\w*(?: \(comlex\))?"),
        "comlex",
    ),
    (("comlex-usa",), re.compile(r"\bcomlex-usa\b"), "comlex"),
    (
        ("international medical",),
        re.compile(r"\binternational medical (?:school )?graduates?(?: \(imgs?\))"),
        "imgs",
    ),
    (
        ("foreign medical",),
        re.compile(r"\bforeign medical (?:school )?graduates?(?: \(fmgs?\))"),
        "fmgs",
    ),
    (("(usce",), re.compile(r"\b(?:us|american) clinical experience(?: \(usce\))"), "usce"),
    (
        ("letter",),
        re.compile(r"\bletters? of recommendations?(?: \(lors?\))"),
        "letters of recommendation",
    ),
    (
        ("medical student performance",),
        re.compile(r"\bmedical student performance evaluation(?: \(mspe\))?"),
        "mspe",
    ),
    (
        ("electronic residency",),
        re.compile(r"\belectronic residency application (?:service|system)s?(?: \(eras\))?"),
        "eras",
    ),
    (("decade",), re.compile(r"\b(?:last|past|previous) decade\b"), "last 10 years"),
    (("decade",), re.compile(r"\b(?:a|one) decade\b"), "10 years"),
    (("min",), re.compile(r"\bmin\b\.?:? (?=step|usmle|score|comlex|of\b|level|\d)"), "minimum "),
    (("max",), re.compile(r"\bmax\b\.?:? (?=of\b|\d|number|attempt|year)"), "maximum "),
    (("≥", "="), re.compile(r"(?:≥|>=|=>) ?(?=\d)"), "at least "),
    (("≤", "="), re.compile(r"(?:≤|<=|=<) ?(?=\d)"), "no more than "),
    (("✔", "✓", "☑", "✅"), re.compile(r"[✔✓☑✅](?=\W*$)"), "yes"),
    (("✘", "✗", "✖", "❌", "☒"), re.compile(r"[✘✗✖❌☒](?=\W*$)"), "no"),
    (
        ("then ", " of "),
        re.compile(
            r"\b(more|less|older|later|fewer|longer|earlier|greater) (?:then|of) (?=\d|"
            rf"(?:{_NUMBER_WORDS})\b)"
        ),
        r"\1 than ",
    ),
    (("can't",), re.compile(r"\bcan't\b"), "cannot"),
    (("won't",), re.compile(r"\bwon't\b"), "will not"),
    (
        ("n't",),
        re.compile(r"\b(are|is|was|were|do|does|did|has|have|had|would|could|must|need)n't\b"),
        r"\1 not",
    ),
    (("ecfmg",), re.compile(r"\becfmg[- ]cert\b\.?"), "ecfmg certificate"),
    (("step",), re.compile(r"\bstep ?(?:2|ii) ?-?(ck|cs)\b"), r"step 2 \1"),
    (("step 1",), re.compile(r"\bstep 1:? \(?p\)?(?=\W*$)"), "step 1 pass"),
    (("exp.",), re.compile(r"\bexp\.(?=\W|$)"), "experience"),
    (("ltr",), re.compile(r"\bltrs?\b\.?"), "letters"),
    (("prelim.",), re.compile(r"\bprelim\."), "preliminary"),
    (("app.",), re.compile(r"\bapp\.(?=\W)"), "application"),
    ((": y",), re.compile(r"(?<=: )y\b(?=\W*(?:\(|$))"), "yes"),
    ((": n",), re.compile(r"(?<=: )n\b(?=\W*(?:\(|$))"), "no"),
    (("of rec",), re.compile(r"\bletters? of rec\b\.?"), "letters of recommendation"),
    (("half a year",), re.compile(r"\bhalf a year\b"), "6 months"),
    (("trio", "set of three"), re.compile(r"\ba (?:trio|set of three) of\b"), "three"),
    (("step two",), re.compile(r"\bstep two\b"), "step 2"),
    (("step one",), re.compile(r"\bstep one\b"), "step 1"),
)
_TENS = ("ten", "fifteen", "twenty", "thirty", "forty", "fifty", "sixty")
_SPELT_SCORE = re.compile(
    rf"\btwo[ -]hundred(?: and)?[ -]({'|'.join(_TENS)})(?:[ -](five))?\b|\btwo[ -]hundred\b"
)
_DAYS = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth",
]  # fmt: skip
_SPELT_DAY = re.compile(
    rf"\b(?:the )?({'|'.join(_DAYS)}) of (?=(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov"
    rf"|dec)[a-z]*\b)"
)
_ROW = re.compile(r"[^|]{2,45} \| ")
_EMPTY_CELL = re.compile(r"n/?a|not applicable|-+")
_BROKEN_LINE = re.compile(r"[ ]*\n[ ]*")
_CELL_END = re.compile(r"(?<=[^\s:?.,;|])\t+(?=\S)")
_CELL = re.compile(r"\t+")


def one_spelling(low: str, original: str) -> str:
    r"""A lower-cased sentence in one spelling; a table's cells become "name: value". [text]

    Args:
        low: the sentence in lower case, of the same length as `original`.
        original: the sentence as written, which tells "US" from "us".

    >>> one_spelling("five (5) years in the u.s.; ask us", "Five (5) years in the U.S.; ask us")
    'five years in the us; ask we'
    >>> one_spelling("visas\tj1, h-1 b", "Visas\tJ1, H-1 B")
    'visas: j-1, h-1b'
    """
    text = low
    if "us" in original and len(low) == len(original) and original != low:
        for found in reversed(list(_PRONOUN.finditer(original))):
            text = f"{text[: found.start()]}we{text[found.end() :]}"
    if "\t" in original:
        marked = (
            "".join("\t" if char == "\t" else text[i] for i, char in enumerate(original))
            if (len(text) == len(original))
            else text
        )
        text = _CELL.sub(" ", _CELL_END.sub(": ", marked))
    if "\n" in text:
        text = _BROKEN_LINE.sub(" ", text)
    if "u" in text or "states" in text:
        text = _COUNTRY.sub("us", text)
    if "(" in text or "-" in text:
        text = _TWICE_SAID.sub(r"\1", text)
    if "(" in text:
        text = _DIGIT_THEN_WORD.sub(r"\1", text)
        text = _PLURAL_IN_BRACKETS.sub(r"\1", text)
    for marks, pattern, word in _SPELT:
        for mark in marks:
            if mark in text:
                text = pattern.sub(word, text)
                break
    if "th" in text or "st " in text:
        text = _SPELT_DAY.sub(lambda found: str(_DAYS.index(found[1]) + 1) + " of ", text)
    if "hundred" in text:
        text = _SPELT_SCORE.sub(_score_of, text)
    return _row(text) if " | " in text else text


def _score_of(found: re.Match[str]) -> str:
    return str(200 + NUMBERS.get(found[1] or "", 0) + (5 if found[2] else 0))


def _row(text: str) -> str:
    """A table's row as "name: value"; cells that say nothing or say it again are left out."""
    name, *cells = (cell.strip() for cell in text.split(" | "))
    said = [cell for cell in dict.fromkeys(cells) if cell and not _EMPTY_CELL.fullmatch(cell)]
    if not _ROW.match(text) or not said or re.search(r"[.:;]|\d\d", name):
        return text
    return f"{name}: {' | '.join(said)}"
