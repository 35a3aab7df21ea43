"""What kind of program a page calls its own: university, community, military and so on."""

import re
from collections.abc import Iterator

from thirdfriday.intake.page_policies import Finding
from thirdfriday.intake.page_units import Unit

_KIND = (
    r"(?P<kind>(?:university|community|academic|county|va)[ -](?:based|affiliated|sponsored)"
    r"|military-civilian|va(?= (?:program|residency|medical center))"
    r"|university|community|academic|military|army|navy|air force|county|city|municipal"
    r"|safety[ -]net"
    r"|veterans affairs|rural|urban|inner[ -]city|hybrid|free-?standing"
    r"|teaching health center|osteopathic|primary care|public|tertiary(?: care)?)"
)
_WORD = r"(?!(?:of|in|at|with|for|that|which|who|whose|from|to|is|are|by|has|have)\b)[\w'/-]+"
_WORDS = rf"(?:{_WORD}(?:,? (?:and )?|-)){{0,4}}?"
_PROGRAM = (
    r"(?:programs?|residency|residencies|track|training program"
    r"|(?:[a-z]+ ){0,2}(?:residency|training) program)\b"
)
_NOT_A_KIND = (
    r"(?!(?:health(?! center)|focused|minded|oriented|sector|driven|outreach|service|engagement"
    r"|medicine(?! (?:program|residency))|partner\w*"
    r"|college|gardens?|clinics?|sites?|appointment\w*|training in|grants?|loan)\b)"
)
_CORE = rf"{_WORDS}{_KIND}[ ,/-]{{1,2}}{_NOT_A_KIND}"
_OURS = (
    r"(?:\b(?:we|i|and)(?:'ve been| have been| are|'re| were| remain| call ourselves"
    r"| consider ourselves) |\bours is "
    r"|\bit is |\bit's |\bthis is |\b(?:makes|made) (?:we|it) |\bas |\bhome (?:to|is) "
    r"|\b(?:program|residency|track|department|center|hospital|medicine|surgery|pediatrics"
    r"|psychiatry\w+ology) is |\bbecame |\boffers |\bruns? |\bsponsors \btrain(?:ing)? in )"
)
_SELF = re.compile(rf"{_OURS}(?:an? |the |one of the )?{_CORE}{_WORDS}{_PROGRAM}")
_NAMED = re.compile(rf"^\W*(?:[\w'.&-]+ ){{1,6}}is an? {_CORE}{_WORDS}{_PROGRAM}")
_LED = re.compile(
    rf"^\W*(?:(?:one-liner|at a glance|in (?:short|brief)|overview|summary): )?"
    rf"(?!the (?![^.;]{{0,40}}teaching health center))"
    rf"(?:an? )?{_CORE}{_WORDS}{_PROGRAM}(?! (?:director|coordinator|staff|page|info))"
)
_HOUSE = re.compile(
    rf"(?:\bwe(?: are|'re) |\bour (?:hospital|home|sponsor)\b[^.;]{{0,30}} is "
    rf"|\bours is )an? {_CORE}{_WORDS}"
    r"(?:hospital|medical center|health center|institution)\b"
    rf"|^\W*an? {_CORE.replace('?P<kind>', '?P<kind2>')}{_WORDS}(?:hospital|center|institution)\b"
    r"[^.;]{0,60}\bis (?:our|the) (?:home|base|sponsor)"
)
_PREDICATE = re.compile(
    r"\b(?:program|residency|we|it)(?: is| are|'s|'re) (?:both |a )?(?P<kind>(?:university"
    r"|community|county|va)[ -]"
    r"(?:based|sponsored|affiliated))\b"
)
_CALLED = re.compile(
    rf"\b(?:program|residency|type of program|setting)(?: type| setting"
    rf"| kind)?(?: is)?: (?:an? )?{_KIND}"
)
_HALVES = re.compile(rf"\bhalf {_KIND}\b[^.;]{{0,20}}\bhalf\b")
_ANY = re.compile(
    r"universit|communit|academic|military|army|navy|air force|county|city|public|safety|\bva\b"
    r"|veteran|rural|urban|hybrid|standing|teaching health|osteopath|primary|municip|tertiar"
)
_NOT_OURS = re.compile(
    r"\bsome programs\b|\bother programs\b|\bapply (?:to|for)\b|\byour program\b|\bfellowship\b"
    r"|\bvolunteer|\bresidents? (?:rotate|spend|may)\b|\bsister\b|\bacross the street\b"
    r"|\bfree clinic"
    r"|\bgraduates? (?:of|from)\b|\btrained (?:at|in)\b|\bhe\b|\bshe\b|\bprogram in public health"
    r"|\bprogram in (?=public)"
)

_KINDS = (
    ("military", r"military|army|navy|air force"),
    ("community", r"communit|teaching health center"),
    ("university", r"universit|academic"),
)


def find_program_type(unit: Unit) -> Iterator[Finding]:
    """Candidate answers for `program_type` in one sentence. [findings]"""
    text = unit.text
    if unit.asks or not _ANY.search(text) or unit.for_fellows:
        return
    for pattern, strength in (
        (_CALLED, "explicit"), (_SELF, "strong"), (_HALVES, "strong"), (_NAMED, "strong"),
        (_PREDICATE, "strong"), (_HOUSE, "strong"), (_LED, "listed"),
    ):  # fmt: skip
        found = pattern.search(text)
        if found is None or (unit.titles and pattern is _LED):
            continue
        if _NOT_OURS.search(text[: found.end()]):
            continue
        yield Finding(
            "program_type", _kind(found), unit.start, unit.end, strength, "stated", "type"
        )
        return


def _kind(found: re.Match[str]) -> str:
    """The kind in one word: a community program with a university's name is a community one."""
    words = found[0]
    for kind, marks in _KINDS:
        if re.search(marks, words):
            return kind
    named = found.groupdict()
    return str(named.get("kind") or named.get("kind2"))
