"""Whether a page says that it considers international graduates."""

import re
from collections.abc import Iterator, Sequence

from thirdfriday.intake.page_lines import mentions
from thirdfriday.intake.page_policies import Finding
from thirdfriday.intake.page_units import Unit

_LANDS = (
    r"(?:india|pakistan|nigeria|nepal|egypt|jordan|lebanon|syria|iran|iraq|sudan|ghana|brazil"
    r"|colombia|peru"
    r"|venezuela|argentina|cuba|dominica|grenada|china|(?:the )?philippines|bangladesh|turkey"
    r"|israel|poland"
    r"|germany|ireland|russia|ukraine|greece|romania|spain|korea|japan|saudi arabia|ethiopia|kenya)"
)
_LAND = re.compile(rf"\b{_LANDS}\b")
_OF_LAND = re.compile(
    r"(?:schools?|graduates?|residents|class|come|came|trained|studied)\b(?! may)[^.;]{0,40} (?:in"
    r"|from) [^.;]{0,40}"
    rf"\b{_LANDS}\b"
)
_IMG = re.compile(
    r"\b(?:imgs?|fmgs?)\b(?:'s)?|\bnon-?us imgs?\b|international (?:medical "
    r"|medica\b)?(?:school )?(?:graduates?|grads?|applicants?|students?|candidates?|ones"
    r"|trainees|physicians?|doctors?"
    r"|medica)"
    r"|\bnon-?us (?:medical )?(?:graduates?|grads?|applicants?|schools?|physicians?|doctors?"
    r"|trained)"
    r"|(?:trained|studied|qualified|degrees?|diplomas?|medicine)\b[^.;]{0,25}(?:abroad|overseas"
    r"|outside (?:of )?(?:the )?us)"
    r"|\binternationals\b|international medica|foreign[ -](?:medical )?(?:graduates?|schools?"
    r"|medical|trained|applicants?)|(?<!how )foreign[ -]national|internationally trained"
    r"|graduates? of (?:foreign|international|non-?us)|(?:schools?|graduates?|graduated"
    r"|educated)[^.;]{0,30}(?:outside|abroad)|outside (?:of )?(?:the )?(?:us\b|u\.s\.?"
    r"|united states)|colleagues abroad|across the country and the world|\boverseas\b"
    r"|school in (?:another|other) countr\w+"
    r"|(?:applicants?|doctors?|physicians?|candidates?|those|people) from (?:abroad"
    r"|other countries)"
    r"|(?:stud(?:y|ied|ying)|trained|educated|schooled|qualified)(?: medicine)? (?:elsewhere"
    r"|in (?:other|another) countr)"
    r"|schools? (?:in|from|of) (?:other|another) (?:countr\w+|nations?)|schools? the world over"
    r"|\b(?:degrees|graduates)\b[^.;]{0,15} around the (?:globe|world)"
    r"|(?:schooled|educated) (?:abroad|overseas|outside)|(?:diplomas?"
    r"|degrees?)\b[^.;]{0,15} (?:from|in) (?:other|another) countr\w*|\b(?:which|whatever"
    r"|any) country\b[^.;]{0,30}\bschool"
    r"|(?:schools?|graduates?|residents|doctors)\b[^.;]{0,40} (?:all over|around|across"
    r"|throughout) the (?:world|globe)"
    r"|international (?:medical )?schools?|\bcaribbean\b|\becfmg\b|\bfifth pathway"
)
_ABOUT_IMGS = re.compile(
    r"img|another countr|other countr|elsewhere|\bworld\b|globe|schooled|\bcountry\b"
    r"|\bschools? in\b|fmg|international|caribbean|foreign|abroad|overseas"
    r"|outside|ecfmg|pathway|graduates|seniors|lcme"
    r"|students|\bamgs?\b|\bnon-?us\b"
)
_ABROAD_WORDS = (
    "img", "countr", "elsewhere", "world", "globe", "school", "fmg", "international", "caribbean",
    "foreign", "abroad", "overseas", "outside", "pathway", "graduates", "seniors", "lcme", "amg",
    "students", "non",
)  # fmt: skip
_ECFMG_AS_SPONSOR = re.compile(
    r"^.*(?:visa|sponsor|\bj-1).*\becfmg\b.*$|^.*\becfmg\b.*(?:visa|sponsor|\bj-1|\.org"
    r"|intealth\.).*$"
)
_ASKS_MORE = re.compile(r"ecfmg|certif|experience|visa|need|must|require|letter|deadline")
_US_SCHOOLS = re.compile(r"\blcme\b")
_LONGEST_LIST, _FAR = 400, 40
_WHO_MAY = re.compile(
    r"eligible|may apply|must be (?:a )?graduates?|must have graduated|open to|following"
)
_EXPLICIT = re.compile(
    r"(?:accept\w*|welcom\w*|\blove\b|consider\w*|encourag\w+|invite\w*|interview\w*|may apply"
    r"|can apply"
    r"|eligible|apply|interview|yes|must|need|requir\w+|are imgs)"
)
_ABROAD = (
    r"(?:\b(?:international|foreign|non-us|overseas) (?:medical )?schools?\b|\bimgs?\b|\bfmgs?\b"
    r"|(?:international"
    r"|foreign)(?:[- ]\w+)? (?:medical )?(?:school )?(?:graduates?|grads?"
    r"|applicants?|candidates?)|(?:international|foreign) medical|graduates? (?:of"
    r"|from) (?:any )?(?:medical )?"
    r"(?:schools? (?:outside|abroad)|(?:foreign|international|non-us|caribbean)[- ])"
    r"[^.;:]{0,40}?|(?:degrees?|diplomas?) (?:from|of) (?:medical )?schools? (?:outside|abroad"
    r"|in other)[^.;:]{0,45}?)"
)
_TAKE = r"(?:accept|consider|review|interview|tak|recruit|rank|invit|read|process)\w*"
_REFUSED = re.compile(
    rf"(?:\bnot\b|n't|\bno longer\b|\bcannot\b|\bunable\b|\bnever\b)[^.;]{{0,30}}(?:{_TAKE}"
    rf"|sponsor\w*)"
    rf"[^.;]{{0,30}}{_ABROAD}"
    r"|(?:\bnot\b|n't|\bcannot\b)[^.;]{0,15}(?:accept|consider|take|interview|review)\w*"
    r" (?:applications? (?:from|of) |applicants who are )?(?:\w+ )?graduates (?:of|from)"
    r"[^.;]{0,30}(?:outside|foreign|international|abroad)"
    rf"|{_ABROAD}[^.;]{{0,30}}(?:(?:are|is|will)(?: not|n't)(?: be)?|: ?not|cannot be|can't be"
    rf"|won't be"
    rf"|may not)[^.;]{{0,15}}(?:{_TAKE}|eligible|apply|admitted)"
    rf"|\b(?:keep|prevent|bar|forbid|prohibit)s?\b[^.;]{{0,40}}{_ABROAD}"
    rf"|{_ABROAD}[^.;:]{{0,25}}(?:: ?(?:sorry,? |regrettably,? )?(?:no|none)\W*$|(?:need"
    rf"|should) not apply|(?:are"
    rf"|is) (?:in)eligible)"
    rf"|{_ABROAD}[^.;:]{{0,20}}\b(?:fall|are|is|lie)\w* (?:outside|beyond) (?:of )?(?:our|the|what)"
    rf"|\bschools? (?:located |situated )?elsewhere\b[^.;]{{0,15}}(?:not|in) ?eligible"
    rf"|\bnot have (?:the )?(?:room|space|capacity) for {_ABROAD}"
    rf"|\bno (?:\w+ for )?{_ABROAD}|\b(?:not open|closed) to {_ABROAD}"
)
_REFUSED_UNLESS = re.compile(
    r"unless|without|if (?:they|you)|who (?:do|have|are|did)|until|lack|prior to|before|more than"
    r"|over \w+ years|incomplete|except|not certified|with(?:out)? "
)
_ONLY_US = re.compile(
    r"\bonly\b[^.;]{0,40}(?:accept|consider|review|open|graduates|applicants)?[^.;]{0,40}(?:lcme"
    r"|u\.?s\.?|american|united states)[^.;]{0,40}(?:schools?|graduates?"
    r"|seniors)[^.;]{0,15}(?:are (?:considered|accepted|eligible|reviewed|interviewed|invited)"
    r"|may apply)|(?:accept"
    r"|consider|review|take)\w* only[^.;]{0,30}(?:lcme|(?:us|u\.s\.|american) graduates"
    r"|graduates of (?:us|u\.s\.|american))|(?:us|u\.s\."
    r"|american) (?:medical )?(?:school )?graduates only"
    r"|\b(?:positions?|places|program|residency|appl\w+|we) (?:is|are) (?:restricted|limited"
    r"|confined|open only|reserved) (?:to|for) (?:graduates|seniors|students)[^.;]{0,15} (?:of"
    r"|from)[^.;]{0,20}\bschools? (?:in|within|of) (?:the )?(?:us|united states)\b"
    r"|\bamgs? only|\bonly (?:for )?amgs?\b"
    r"|\bonly (?:be )?(?:able to )?(?:accept"
    r"|consider|review|take"
    r"|interview|invite)s?\b[^.;]{0,35}(?:lcme|us|u\.s\.|american)\b[^.;]{0,40}(?:schools?"
    r"|graduates?|seniors)|\b(?:interview|accept|consider|take|invite|admit"
    r"|review)s? only (?:seniors|graduates|students)[^.;]{0,20}(?:us|u\.s\.|american"
    r"|united states|lcme)|(?:graduates|students|seniors) (?:of|from) (?:us|u\.s\.|american"
    r"|lcme)[^.;]{0,25} only"
)
_US_SCHOOL_NEEDED = re.compile(
    r"\b(?:must|have to|has to|need to|needs to|are to)\b[^.;]{0,50}\b(?:degrees?|diplomas?"
    r"|educated|graduat\w+"
    r"|schooled|trained|attend\w*|finish\w*"
    r"|stud\w+)\b[^.;]{0,50}(?:\bschools?[^.;]{0,25} in (?:the )?(?:us|united states"
    r"|north america)\b"
    r"|\b(?:us|united states|american|lcme|coca)\b[^.;]{0,40}\bschools?\b)"
    r"|\bgraduation from an? [^.;]{0,12}\b(?:us|american|lcme"
    r"|coca)\b[^.;]{0,40}\bschool is (?:mandatory|required|needed|a must)"
    r"|^\W*only (?:us|american|lcme)\b[^.;]{0,40}\bschools?\b|\b(?:us"
    r"|american)(?: medical)? schools?"
    r" (?:alone|only|exclusively|solely)\b|\bonly\b[^.;]{0,20}\bgraduates of (?:us|american)\b"
)
_OR_ABROAD = re.compile(
    r"ecfmg|foreign(?! graduates cannot)|international|\bimgs?\b|outside|elsewhere|pathway|abroad"
    r"|overseas|visa"
    r"|\bh-1|\bj-1|letters?|clinical|rotation|\bif\b"
)
_ASKS_IMG = re.compile(
    r"(?:accept|consider|take|interview|welcome|sponsor|eligible|apply|have any|do you have)"
)


def find_imgs(unit: Unit) -> Iterator[Finding]:
    """Candidate answers for `imgs_considered` in one sentence. [findings]"""
    about = mentions(unit.text, _ABROAD_WORDS) and _ABOUT_IMGS.search(unit.text)
    if not (about or _LAND.search(unit.text)) and not (
        unit.rank == 0 and _ABOUT_IMGS.search(unit.question)
    ):
        return
    said = _said_of_imgs(unit)
    if said is not None:
        value, kind = said
        yield _finding(unit, "imgs_considered", value, "explicit", kind)
    elif not re.search(
        r"\bresearch fellows\b|\b(?:practice|practicing|work|working)\b[^.;]{0,25}\b(?:abroad"
        r"|overseas)|\belectives?\b[^.;]{0,40}(?:abroad|overseas| in )",
        unit.text,
    ) and _names_imgs(f"{unit.question} {unit.text}" if unit.rank == 0 else unit.text, unit.text):
        explicit = (
            not unit.asks
            and (not unit.titles or unit.text.endswith(":"))
            and bool(_EXPLICIT.search(unit.text))
        )
        strength = _img_strength(unit, explicit=explicit)
        kind = "stated" if explicit else "implied"
        yield _finding(unit, "imgs_considered", True, strength, kind)


def _names_imgs(around: str, text: str) -> bool:
    """Whether graduates of schools abroad are named, other than by ECFMG as a visa's sponsor."""
    names = {found[0] for found in _IMG.finditer(text)}
    if not names and _LAND.search(text) and _OF_LAND.search(text):
        return True
    return bool(names - {"ecfmg"}) or ("ecfmg" in names and not _ECFMG_AS_SPONSOR.match(around))


def _said_of_imgs(unit: Unit) -> tuple[bool, str] | None:
    """An outright yes or no, of the sentence itself or as an answer; with its kind."""
    text = unit.text
    if not unit.asks and _refused(text):
        return False, "stated"
    if not unit.asks and _us_schools_only(text):
        return False, "implied"
    asked = unit.rank == 0 and _IMG.search(unit.question) and _ASKS_IMG.search(unit.question)
    if asked and re.search(
        r"\b(?:door|path|way)\b[^.;]{0,15}\b(?:closed|shut)\b|\bnot open\b", text
    ):
        return False, "stated"
    if asked and unit.answer and not _ASKS_MORE.search(unit.question):
        return unit.answer == "yes", "stated"
    welcome = re.search("considered|accepted|welcome|it does|we do|interview|they are", text)
    if asked and welcome and not re.search(r"(?:\bnot\b|n't|\bno\b)", text):
        return True, "stated"
    return None


def _refused(text: str) -> bool:
    refused = _REFUSED.search(text)
    if refused is None or "sponsor" in refused[0]:
        return False
    return not _REFUSED_UNLESS.search(text[: refused.end() + _FAR])


def _us_schools_only(text: str) -> bool:
    only = _ONLY_US.search(text)
    if only is None:
        return bool(_US_SCHOOL_NEEDED.search(text)) and not _OR_ABROAD.search(text)
    return "amg" in only[0] or not re.search(r"visa|h-?1|j-?1", text)


def _img_strength(unit: Unit, *, explicit: bool) -> str:
    named = any(found[0] != "ecfmg" for found in _IMG.finditer(unit.text)) or _LAND.search(
        unit.text
    )
    if not named:
        return "trace"
    if unit.text.endswith(":"):
        return "listed" if re.search(r"must|have to|need|apply|should|note", unit.text) else "weak"
    if unit.titles or unit.asks:
        return "hint"
    return "listed" if explicit else "weak"


def _finding(unit: Unit, name: str, value: bool, strength: str, kind: str) -> Finding:
    return Finding(name, value, unit.start, unit.end, strength, kind, name)


def implied_exclusion(units: Sequence[Unit]) -> Iterator[Finding]:
    """A page that lists who is eligible and names US and Canadian schools only. [finding]"""
    for unit in units:
        around = f"{unit.text} {unit.intro} {unit.heading}"
        if _US_SCHOOLS.search(unit.text) and _WHO_MAY.search(around) and not unit.asks:
            header = next((one for one in units if one.text == unit.intro), unit)
            start = header.start if unit.end - header.start <= _LONGEST_LIST else unit.start
            yield Finding("imgs_considered", False, start, unit.end, "hint", "implied", "lcme")
            return
