"""How a page says files are read, as wholes or not, and whether its mission is the underserved."""

import re
from collections.abc import Iterator

from thirdfriday.intake.page_policies import Finding
from thirdfriday.intake.page_units import Unit

_HOLISTIC = re.compile(
    r"\bholistic\w*|\bwhole[ -](?:file|person|application|applicant|package|candidate|story"
    r"|individual|you)\b"
    r"|(?:application|file|candidate|applicant|person|package)s?(?:'s)?(?: \w+)? as a whole"
    r"|\btotal (?:package|application|applicant|file)\b"
    r"|\bentire (?:application|file|package|applicant|candidate|portfolio)"
    r"|\bcomprehensive(?:ly)? (?:review|look|assess|evaluat|consider)\w*"
    r"|review\w* comprehensively|(?:all|every|many other|many|full range of|other) (?:aspects"
    r"|sides|parts|facets|components|elements) of (?:the|an?|your|each|every) (?:application|file"
    r"|candidate|applicant|package)"
    r"|(?:every|all) (?:aspects?|parts?|sides?|components?) (?:of (?:the|your|an?"
    r"|each) [^.;]{0,30})?(?:is|are) (?:weighed|considered|reviewed|taken)|(?:judged|taken|read"
    r"|reviewed|weighed|considered|seen|looked at|evaluated|assessed) as a whole|\ball of (?:your"
    r"|the|an?) (?:application|file)|\bthe whole of it\b|in (?:its|their|the"
    r"|his or her|your) entirety|(?:wide|broad|whole) (?:array|range|variety) of (?:indicators"
    r"|factors|things|qualities|criteria|attributes|evidence|measures)|\b(?:just|only"
    r"|but) one (?:thing|factor|part|piece|element|aspect|component|consideration|measure)\b"
    r"|one (?:of (?:many"
    r"|several) (?:factors|things|parts)|(?:factor|thing|part|piece) among)|from (?:every"
    r"|all) (?:sides?|angles?)|\brounded view\b|\b(?:the )?whole of (?:your|the|each"
    r"|an?)[^.;]{0,12}(?:file|application|record|applicant|candidate|person)|\b(?:looked at|read"
    r"|reviewed|considered"
    r"|judged) in full|every(?:thing| part) in (?:the|your|each) (?:file|application)"
    r"|sum of (?:your|an|their|each|its)\b|\bnot any (?:single|one)\b|(?:considered|read"
    r"|judged) globally"
    r"|\b(?:person|people|human being) (?:before|behind|beyond|and not) (?:the|your"
    r"|their)? ?(?:numbers?|scores?|file)"
    r"|\b(?:past|beyond|behind) (?:the |your |their |test |board |exam )*(?:scores?|numbers)\b"
    r"|\beverything (?:they|you|someone|each) ha(?:ve|s) done\b"
    r"|\b(?:one|a) (?:small |single )?part of (?:how|what|the (?:picture|story))"
    r"|\bcomplete (?:record|person|story)\b"
    r"|\b(?:look|see|view|judge|consider|take)\w* (?:at )?(?:you|applicants?|each|every\w*"
    r"|people|candidates?)"
    r" (?:\w+ )?(?:as|in) (?:a )?(?:whole|full)"
    r"|\bno (?:single|one) (?:number|thing|factor|score|item|part|component|element|aspect"
    r"|metric|criterion)"
    r"|\bmuch else in the file|\bcomplete picture"
    r"|\bwell[ -]rounded (?:review|look|view)|more than (?:just )?(?:(?:their|your|a|the|test"
    r"|board|exam) )*(?:scores?|numbers?|metrics?)"
    r"|\bwhole picture\b|\boverall (?:application|file|package)\b|\btotality\b|360[ -]degree"
    r"|\bthe (?:application|file) in full\b|sum of the|the entirety of|front to back|cover to cover"
    r"|beginning to end|start to finish"
    r"|\bread (?:\w+ )?everything\b|\b(?:look|consider|weigh|review)\w* (?:at )?(?:all"
    r"|everything)(?: that)? you\b"
)
_ABOUT_MANNER = re.compile(
    r"globally|people|person|human|whole|holis|whole|total|enti|compreh|aspect|side|part|factor"
    r"|variety|array|range|picture|overall"
    r"|score|full|\ball\b|every|one |single|360|sum of|rounded|front|cover|start|number|metric"
)
_ABOUT_SELECTION = re.compile(
    r"applic|candidat|\bfiles?\b|select|admission|recruit|\brank|interview|evaluat|consider|judge"
    r"|assess|look"
    r"|review|\bscreen|\bread\b|weigh|\byour?\b|\bscores?\b|\bprocess\b"
)
_NOT_HOLISTIC = re.compile(
    r"\b(?:all|every) parts? of (?:the|your) (?:application|file) must|holistic (?:care|medicine"
    r"|patient|health|approach to (?:care|patient|health|medicine)"
    r"|treatment|wellness)|whole[ -]person (?:care|health|medicine)|comprehensive (?:care|exam)"
    r"|(?:wellness|well-being|benefits)[^.;]{0,40}whole person"
)
_UNDERSERVED = re.compile(
    r"\bmost vulnerable\b|\bshort of doctors\b|\bfewest doctors\b|\bunder-?served"
    r"|\bunder-?resourced|\bmedically needy\b"
    r"|\bvulnerable (?:population|communit"
    r"|patient|people|group)\w*|\bmost vulnerable\b|\bsafety[ -]net\b"
    r"|\bdisadvantaged (?:communit|population|patient"
    r"|people|area)\w*|\bunderprivileged|\bmarginali[sz]ed (?:communit|population|patient"
    r"|people)\w*"
    r"|\blow[ -]income (?:communit|population|patient|famil|people)\w*|\buninsured\b|\bindigent\b"
    r"|\bhealth (?:equity|disparit)\w*|\bhealthcare disparit\w*|\bhealth inequit\w*|\bhpsa\b"
    r"|health professional shortage|\bmedically under\w*|\bpoor and vulnerable|shortage areas?"
    r"|\b(?:nowhere else|no other place|no one else|nobody else) to (?:go|turn)\b|\b(?:too few"
    r"|shortage of"
    r"|lack of|not enough) (?:doctors|physicians|providers|primary care)"
    r"|\bhomeless|\bthose in need\b|\b(?:no|without|lack\w*) (?:health )?insurance|\bin poverty\b"
    r"|\b(?:people|population|communit\w+|patients|famil\w+) in need\b"
    r"|\bpoor (?:communit|famil|people|patient)\w*|\bneedy\b|\blittle access to care|\bneediest\b"
    r"|\bfederally qualified|\bfqhc\b|\bmigrant farm"
)
_SERVES = re.compile(
    r"\bserv(?:e|es|ing|ice)\b|\bcar(?:e|es|ing) for\b|\bmission\b|\bpurpose\b|\bexists?\b"
    r"|\bdedicat\w+"
    r"|\bcommit\w+|\bdevot\w+|\bour patients\b|\bpatients (?:are|who)\b|\bwe (?:choose|want"
    r"|train|look"
    r"|see|treat)\b|\bpassion\w*|\bpopulation\b|\bcommunit\w+|\bbelieve\b|\bpatients\b|\bsees?\b"
    r"|\baim\b|\bfounded\b|\bto put\b|\b(?:to|we) send\b"
    r"|\bgo where\b|\bmedicine for\b|\bneighbou?rhood\w*|\bcorner\b"
)
_IN_NEED = re.compile(
    r"\bturn(?:ed|s)? away\b|\bshut out\b|\binsured or not\b|\bwhether or not (?:they"
    r"|you) (?:are|have) insur|\bscarce\b|\bscarcity\b|\bwithout an? (?:doctor|physician|clinic"
    r"|hospital)\b|\bfewest resources|\bfew resources"
    r"|\bpoverty\b|\b(?:cannot|could not) (?:find|get|attract|keep|recruit) (?:any|one|doctors"
    r"|physicians|them|enough)\b"
    r"|\b(?:counties|towns|villages|communities|places) (?:that have none|with none|without any"
    r"|(?:with no|without an?) (?:doctor|physician|\w+ist)s?)\b"
    r"|\blife expectancy\b|\bunderinsured\b|\bhard(?:est)?[ -]to[ -]reach\b|\b(?:who"
    r"|that) need (?:it|us|we|care) (?:the )?most"
    r"|\bin most need\b|\bmost in need\b|\bforgotten\b|\bneglected\b|\b(?:minutes|miles"
    r"|hours) away\b|\binequit\w+"
    r"|\bfood insecur\w*|\bmigrant\w*|\bfarm ?workers?\b|\btribal\b|\btribes?\b"
    r"|\breservation\b(?! system)"
    r"|\bindian health"
    r"|\bnative (?:american|communit|people|village)\w*|\brefugees?\b|\basylum\b(?! pending)"
    r"|\bundocumented\b|\bwithout (?:papers|housing|homes?|a home)\b|\bunhoused\b|\bunstably housed"
    r"|\bregardless of (?:\w+ )?(?:ability to pay|insurance|means)|\bability to pay\b"
    r"|\b(?:cannot|could not|unable to) (?:pay|afford)\b|\bthe sickest\b|\bthe poorest\b"
    r"|\bthe poor\b"
    r"|\bhours? (?:\w+ ){0,3}(?:to|from|for) (?:see |reach |find )?(?:a|the|any"
    r"|their)? ?(?:nearest )?(?:doctor|physician"
    r"|hospital|clinic)\b|\bone (?:doctor|physician|clinic) (?:per|for (?:every|each))\b"
    r"|\b(?:no|few|only) (?:other )?(?:doctors?|physicians?|clinics?|hospitals?) (?:for|within"
    r"|in)\b"
    r"|\b(?:medical|health ?care|health|care) deserts?\b|\bleft (?:out|behind)\b|\bincarcerated\b"
    r"|\bno one else (?:will|wants)|\baccess to (?:health ?care|care|a doctor)\b"
    r"|\bmedicaid\b[^.;]{0,25}\b(?:patients|population|majority|most)|\bsafety net\b"
    r"|\bhealth(?:care)? (?:justice|inequalit\w+|gap)|\bsocial justice\b|\bstructural (?:racism"
    r"|barriers)"
)
_NOT_NEED = re.compile(
    r"benefit|graduates (?:took|went|have|are|now)|alumni|\bfellowship|insurance plan|dental"
    r"|vision plan|deductible|salary|visa|waiver|green card|\beads?\b|i-9|payroll|loan|elective"
)
_ABOUT_NEED = re.compile(
    r"under|need|vulner|too few|nowhere|no other|no one|lack of|not enough|safety|disadv"
    r"|marginal|income|insur|indigent"
    r"|health|hpsa|poor|shortage"
    r"|homeless|fqhc|federally|migrant|povert|access"
)


_CENTER = re.compile(r"\bfederally qualified(?: \w+){0,2}|\bfqhcs?\b")
_ROTATES = re.compile(r"\bpracticum\b|\bsites?:|\brotat\w+|\bmonths?\b|\bweeks\b|\belective")


def _served(text: str) -> bool:
    """Whether a sentence says that people in need are served, in words of need. [yes or no]"""
    text = text.replace("health service", "health")
    return bool(_IN_NEED.search(text) and _SERVES.search(text)) and not _NOT_NEED.search(text)


def find_manner(unit: Unit) -> Iterator[Finding]:
    """Candidate answers for `holistic` and `underserved`. [findings]"""
    text = unit.text
    if unit.asks:
        return
    if (
        _ABOUT_MANNER.search(text)
        and _ABOUT_SELECTION.search(f"{text} {unit.context}")
        and _HOLISTIC.search(_NOT_HOLISTIC.sub(" ", text))
        and not re.search(r"(?:not|n't)[^.;]{0,20}holistic", text)
    ):
        yield _finding(unit, "holistic")
    if _ROTATES.search(text):
        text = _CENTER.sub(" ", text)
    if (_ABOUT_NEED.search(text) and _UNDERSERVED.search(text)) or _served(text):
        yield _finding(unit, "underserved")


def _finding(unit: Unit, name: str) -> Finding:
    return Finding(name, True, unit.start, unit.end, "explicit", "stated", name)
