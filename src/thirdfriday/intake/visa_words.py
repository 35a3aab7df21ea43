"""The words a page uses of visas: the types, sponsoring, refusing, limiting."""

import re

J1 = (
    r"\bj[ -]?1s?\b(?:[ -](?:exchange visitor |clinical |training )?(?:visas?"
    r"|status))?(?: sponsorships?)?|exchange[ -]visitors?(?: \(j-?1\))?(?: visas?)?"
)
ECFMG_VISA = (
    r"visas?(?: that are| which are)? (?:sponsored|issued) (?:only )?(?:by|through"
    r"|via) (?:the )?(?:ecfmg|intealth)"
    r"|(?:ecfmg|intealth)[ -]sponsored visas?|visa sponsorship (?:only )?(?:by|through|via"
    r"|from) (?:the )?(?:ecfmg|intealth)"
)
H1 = (
    r"\bh visas?\b|\bh[ -]?1(?:[ -]?b)?s?\b(?:[ -](?:work |worker )?(?:visas?"
    r"|status))?(?: sponsorships?)?|\bhb-?1\b(?: visas?)?(?: sponsorships?)?|\btemporary workers?\b"
)
OTHER_VISA = (
    r"\b(?:f|h|o|e|l|b|tn)[ -]?[2-5]s?\b(?:[ -]visas?)?|\b[foltb][ -]?1s?\b(?:[ -]visas?)?"
    r"|\btn\b(?: visas?)?"
)
ANY = r"\bsponsors? (?:nobody|no one|none)\b|\bvisas?\b|\bsponsorships?\b"
MENTION = re.compile(
    rf"(?P<ecfmg>{ECFMG_VISA})|(?P<j1>{J1})|(?P<h1b>{H1})|(?P<other>{OTHER_VISA})"
    rf"|(?P<any>{ANY})"
)
TRIGGER = re.compile(r"visa|sponsor|\bj[ -]?1|\bh[ -]?1|exchange visitor|\bh visas?")
CUT_STRONG = re.compile(
    r";|\bexclud\w+|\(|\bbut\b|\bhowever\b|\bwhile\b|\bwhereas\b|\balthough\b|\bthough\b|\byet\b"
    r"|\brather than\b|\binstead of\b"
    r"|\bin place of\b|\bin lieu of\b|\bnor\b|: |\. "
)
CUT_WEAK = re.compile(r",|\band\b|\bor\b|\bas well as\b|/|&|\bplus\b| - ")
NEGATIVE = re.compile(
    r"\bnot\b|n't\b|\bcannot\b|\bno\b|\bnone\b|\bnever\b|\bneither\b|\bnor\b|\bnobody\b"
    r"|\bno one\b|\bbeyond what\b|\bended\b|\bagainst\b|\bclosed to\b|\blacks?\b|\blacking\b"
    r"|\bno longer\b|\bstopp?\w*\b|\bphased out\b|\bwithdrawn\b|\bunable\b|\bwithout\b"
    r"|\bused to\b|\bformerly\b|\bsuspended\b|\bon hold\b|\bpaused\b|\bhalted\b|\bdeclined?s?\b"
    r"|\b(?:are|is) (?:long )?over\b|\bgoodbye\b|\bfarewell\b"
    r"|\brefuses?\b|\bineligible\b|\bexclud\w+|\bdiscontinued\b|\bceased?\b|\bstopped\b"
    r"|\bunavailable\b|\bimpossible\b|\bon ice\b|\bshelved\b|\bfrozen\b|\bgiven up\b|\bdropped\b"
    r"|\babandoned\b"
    r"|\boff limits\b|\bno more\b|\bis closed\b|\bleave (?=h-?1)|\bstays? no\b|\b(?:remains"
    r"|is still) (?:a )?no\b"
    r"|\bprohibit\w*|\brather than\b|\binstead of\b|\bin place of\b|\bin lieu of\b|\bhardly\b"
    r"|\boutside (?:of )?(?:what|the scope|our)\b|\bnon-?sponsor\w*|\bout of the question\b"
    r"|\boff the table\b|\bruled out\b"
)
SPONSORING = re.compile(
    r"sponsor|support|accept|offer|provid|consider|\btak(?:e|es|ing|en)\b|eligib|process|allow"
    r"|permit|grant|honou?r|issue|available|possible|\buse|\bfile|recogni|\bdo\b"
    r"|participat|\bhire|\bable\b|\boption|\bhonor|\baccommodat|\bwork with|\bhandle|\bobtain"
    r"|\barrange|\bpursue|\bfund|\bpay|\bappoint|\bamong\b|\bgiv|\bdoes\b|\bsomething\b"
    r"|petition for|submit|initiat|prepar|lodge|\bsign|\bstart|\bpart of\b|\bmeans\b|\bpermit"
    r"|\btrain\b|\btouch\b"
    r"|\bqualif|\bget\b"
)
NOTHING_MORE = re.compile(
    r"\W*(?:(?:at|for|right|currently|presently|this|now|under|in|as|yet|sorry|however|anymore"
    r"|any longer|to|by)\b.*)?$"
)
IS_NOT = re.compile(
    r"\bvisas? \b(?:are|is|will be) not \w+|(?:h-?1-?b?s?|j-?1s?)(?: visas?| petitions?| status"
    r"| applications?| sponsorship)? (?:(?:are|is|will be|can be) not|(?:are|is)n't|won't be"
    r"|cannot be|can't be) \w+"
)
WHOLE_REFUSALS = frozenset(
    {
        "none",
        "nobody",
        "no one",
        "beyond what",
        "on ice",
        "are over",
        "is over",
        "are long over",
        "declined",
        "goodbye",
        "farewell",
        "shelved",
        "frozen",
        "given up",
        "dropped",
        "abandoned",
        "off limits",
        "is closed",
        "leave ",
        "stays no",
        "stay no",
        "remains no",
        "remains a no",
        "is still no",
        "is still a no",
        "outside of what",
        "outside what",
        "outside the scope",
        "outside of the scope",
        "outside our",
        "outside of our",
        "ended",
        "phased out",
        "withdrawn",
        "neither",
        "nor",
        "unavailable",
        "out of the question",
        "off the table",
        "ruled out",
        "ineligible",
        "discontinued",
        "suspended",
        "on hold",
        "paused",
        "halted",
        "ceased",
        "stopped",
        "rather than",
        "instead of",
        "in place of",
        "in lieu of",
        "excluded",
    }
)
BENIGN = re.compile(
    r"\bnot only\b|\bno exceptions?\b|\bno (?:later|more|less|fewer|longer than|sooner|further"
    r"|farther) than\b|\bno longer than\b|\bnot limited to\b"
    r"|\bwithout exception\b|\bnot required\b|\bnot need\w*|\bno problem\b|\bnot guarantee\w*"
    r"|\bno guarantee\w*"
    r"|\bwho (?:are|do|is|does) not\b|\bif (?:you|they|the applicant|an applicant|not) (?:are "
    r"|do |is )?(?:not|n't)?"
    r"|\bnon-(?:us|u\.s\.?|citizens?|immigrants?|residents?)|\bnot (?:us|u\.s\.?|united states"
    r"|american) citizens?"
    r"|\bnot (?:a |an )?(?:us |u\.s\. )?(?:citizens?|permanent)|\bno (?:charge|cost|fee)s?\b"
    r"|\bno preference\b"
    r"|\bneither (?:an? |us |united states |american )*(?:citizens?|permanent residents?"
    r"|green card holders?)"
    r"(?: n?or (?:an? |lawful |us |united states )*(?:permanent )?(?:residents?|citizens?"
    r"|holders?))?"
    r"|\bnot (?:e-?mail|write|call|contact|assume|phone|ask|discuss|comment|advis|inquire|talk"
    r"|answer|affect|influence|matter|weigh)\w*"
    r"|\b(?:where|when|if|in case)\b[^,.;:]{0,30}?(?:\bcannot\b|\bnot\b|n't|\bunable\b)"
    r"|\b(?:who|that)\b[^.;,]{0,12}\bcannot\b(?= (?:by law )?(?:hold|get|obtain|use)\b)"
    r"|\bwhether or not\b|\bno difference\b|\bnot (?:be )?(?:a )?(?:disadvantage|penali)\w*"
)
VERB = re.compile(
    r"\b(?:sponsor\w*|support\w*|accept\w*|offer\w*|provid\w+|consider\w*|takes?|taken|taking"
    r"|available|eligib\w+"
    r"|process\w*|allow\w*|permit\w*|possible|welcome\w*|grant\w*|honou?r\w*|issue\w*|prefer\w*"
    r"|handle\w*|files?"
    r"|use[sd]?|utiliz\w+|requir\w+|qualif\w+|obtain\w*|gets?|holds?|holding|have|has|had|ok|okay"
    r"|fine|needs?|must"
    r"|is|are|was|were|having|can"
    r"|can't|cannot|will|won't|do|does|doesn't|don't|isn't|aren't|not|nor|neither|no"
    r"|participat\w+|recogni[sz]\w+"
    r"|places?|placed|put|rather than|instead of|in place of|in lieu of|limited|excluded"
    r"|works? with|enter\w*|preferred|may|be|comes?|as a rule|usually|normally|none|never|nobody"
    r"|no one|otherwise|cover\w*|exclud\w*|confined|restricted|finished?|trains?)\b"
)
NOT_NEEDING = re.compile(
    r"\b(?:must|may|should|can|cannot) not (?:need|require) (?:\w+ ){0,2}(?:visa|sponsorship)"
    r"|\b(?:if|provided|as long as|so long as|only|who)\b(?: \w+){0,4}? (?:do|will|would|does) not"
    r" (?:need|require) (?:\w+ ){0,2}(?:visa|sponsorship)"
)
ONLY = re.compile(
    r"\bonly\b|\bsolely\b|\bexclusively\b|\bsole\b|\bjust\b|\balone\b|\bnothing but\b"
    r"|\bstrictly\b|\bis all\b|\ball (?:that |which )?(?:we|(?:the|our) \w+) (?:can|do|does|will"
    r"|may"
    r"|offer|sponsor|support|provide|accept|take|file|handle)s?\b|\bnone but\b|\b(?:limited"
    r"|confined|restricted) to\b|\bno more\b|\bno(?:thing)? else\b|\bno others?\b|\bno (?:further"
    r"|farther) than\b|\bor nothing\b"
)
CONFINED = re.compile(
    rf"\bno petitions\b|\b(?:(?:limited|confined|restricted) to|no (?:further"
    rf"|farther) than) (?:the |an? "
    rf"|only )*(?:ecfmg[ -]sponsored )?(?:{J1})"
)
NOT_THAT_ONLY = re.compile(
    r"\bnot only\b|\b(?:only|solely|exclusively|just) (?:through|by|via|under|if|when|after|for"
    r"|with|to|from|in|those|once)\b"
    r"|\bfor (?:\w+ ){0,3}?(?:residents?|positions?|interns?|trainees|applicants|candidates"
    r"|graduates"
    r"|tracks?) (?:only|alone|exclusively)\b"
    r"|\b(?:through|by|via|under|from) (?:the )?(?:ecfmg|intealth)(?: sponsorship)?,? (?:only"
    r"|alone|exclusively|solely)\b"
)
ONLY_VISA = re.compile(
    r"\b(?:only|sole|one|single) (?:acceptable |accepted |available |type of |kind of |training "
    r"|form of )*"
    r"(?:visas?|sponsorships?)\b"
)
EXCEPTION = re.compile(
    r"\b(?:other than|except(?:ing)?(?: for)?|besides|apart from|aside from|outside of(?! what"
    r"| the scope| our)|beyond(?! what| the scope)"
    r"|save(?: for)?|excluding|(?<=none )but|(?<=nothing )but|(?<=no visas )but|(?<=no visa )but"
    r"|with the exception of)\b(?: an?\b| the\b"
    r"| ecfmg[ -]sponsored\b)*\s*(?P<list>(?:[^.;,]{0,25}))"
)
CONDITION = re.compile(
    r"case[ -]by[ -]case|individual(?:ly)? basis|one by one|exception\w*|certain|limited|\bmay\b"
    r"|\bmight\b|\bcould\b"
    r"|\bif\b|provided that|step (?:3|iii|three)|occasion\w*|\bhope\b|depend\w*|discretion"
    r"|approv\w+|rare\w*|unless"
    r"|\bselect(?:ed)?\b|circumstances|subject to|highly qualified|already|current\w*|transfer\w*"
    r"|negotia\w+|sometimes"
)
LOOPHOLE = re.compile(
    r"\bexcept(?:ions?|ional)?\b(?! no\b)|\bunless\b|\brare(?:ly)?\b|\bsometimes\b"
    r"|\boccasional(?:ly)?\b"
)
NO_LOOPHOLE = re.compile(r"no exceptions?|without exception")
US_SCHOOL = re.compile(
    r"(?:graduat\w+|students?|seniors?|those|applicants?|candidates?|completed|degrees?"
    r"|trained)\b[^.;]{0,40}"
    r"\b(?:us|u\.s\.?|american|united states|lcme)\b[^.;]{0,25}\b(?:schools?|m\.?d|universit\w+"
    r"|colleges?|institutions?)"
    r"|\b(?:us|u\.s\.?|american|lcme)[ -](?:accredited )?(?:medical )?(?:school "
    r"|university )?(?:graduates?|grads?|trained|seniors?)"
    r"|(?:m\.?d|degrees?|diplomas?|those|persons|people|graduates?)\b[^.;]{0,40}\b(?:school|college"
    r"|universit)\w*"
    r"[^.;]{0,12} in (?:the )?(?:us\b|united states)"
)
ALREADY = re.compile(r"transfer\w*|already|current\w*|now (?:on|hold)|existing|elsewhere|extension")
_NO_RESIDENT = (
    r"(?:fellow\w*|faculty|attendings?|attending physicians?|staff physicians|researchers?"
    r"|research (?:staff|scientists)|post-?docs?|postdoctoral \w+|employees other than residents)"
)
FELLOWS_ONLY = re.compile(
    r"(?:only|limited|restricted|reserved|just|solely|exclusively)\b(?![^.;]{0,30}\bresiden)"
    rf"[^.;]{{0,30}}\b{_NO_RESIDENT}\b(?! and residen| or residen)"
    rf"|(?<!residents and )(?<!residents or )\b{_NO_RESIDENT}\b[^.;]{{0,12}}\bonly\b"
)
LEAD_NO = re.compile(
    r"^\W*no\b(?:[,.:;]|(?= (?:you|we|they|it|applicants?|candidates?|all|only|everyone"
    r"|residents?|the|our|a|an|any|this|each)\b))"
)
OTHER_PEOPLE = re.compile(
    r"moonlight|return home|home for two|home (?:residen|countr)|two-year|2-year"
    r"|visiting (?:medical )?students?"
    r"|for (?:visiting |rotating )?medical students|to canadians|for canadians|^canadians"
    r"|observer|visiting|j-1 waiver|waiver(?! jobs)|clerkship"
    r"|\bused to (?:carry|hold|be on)\b|\bresidents in this state\b"
    r"|\belectives?\b|research (?:scholar|j-?1|fellow)|for (?:your |their )?spouses?|\bdependents?"
    r"|j-?2\b|faculty position|shadow"
)
FELLOWS = re.compile(r"fellow(?:s|ship|ships)?\b")
RESIDENTS = re.compile(r"residen|trainee|house ?staff|intern|pgy")
LEGAL = re.compile(
    r"citizen|residency or|green card|permanent resident|work authori[sz]ation|legally|ead\b"
)
UNDECIDED = re.compile(
    r"complicated|\bdepend\w*|under (?:review|discussion|consideration)|to be determined|\btbd\b"
    r"|\bwaiting\b|\bawait\w*|\bunclear\b|\bunsure\b|\buncertain\b|\btalk to (?:us|we)\b"
    r"|\bwait and see\b"
    r"|being (?:considered|explored|discussed|decided)|look(?:ing)? into|not (?:yet )?decided"
    r"|\b(?:questions?|letters|e-?mails|calls) (?:on|about|regarding|concerning)"
    r"|\b(?:write to|contact|e-?mail|inquire"
    r"|enquire|check with|speak (?:to|with)|ask)\b|\bvaries\b|\bvary\b|hard to say|\b(?:i"
    r"|we) leave\b|\bleft to\b|\b(?:should|must|can|may) go to\b"
    r"|\brefer(?:red)? to\b|\brather not (?:guess|say)|\bdecided (?:by|elsewhere)|\bnot ours to\b"
)
OPEN = re.compile(
    r"\bnot (?:yet )?(?:been )?(?:determined|decided|known|clear|certain|settled|resolved)\b"
    r"|\bdebating\b|\bwhether to\b|\bwhether (?:or not )?(?:an? |the )?(?:h-1b|j-1|visa|sponsorship"
    r"|we\b|it\b)"
    r"|\bin the past\b(?! and)"
    r"|\bundecided\b|\bundetermined\b|\bto be (?:decided|determined|announced)\b|\btbd\b"
)
FIRST_OR_SECOND = re.compile(
    r"\b(?P<one>yes|no)\b[^.;]{0,12}\b(?:the )?(?:first|former)\b.*?\b(?P<two>yes|no)\b[^.;]{0,12}"
    r"\b(?:the )?(?:second|latter)\b"
)
ONLY_ONE = re.compile(
    r"\b(?:only|just) the (?P<a>first|former|second|latter)\b"
    r"|\bthe (?P<b>first|former|second|latter)\b[^.;]{0,12}\b(?:only|not the)\b"
)
NOT_REFUSING = re.compile(
    r"\b(?:do |does |will |would )?not (?:exclude|rule out|turn away|object to|refuse|decline)\b"
)
NO_NEED = re.compile(
    r"(?:need|require)s? no (?:\w+ )?(?:visas?|sponsorship)"
    r"|no (?:visa |\w+ )?sponsorship (?:is |will be )?(?:needed|required|necessary)"
)
YES = re.compile(r"[:\s|-]*\(?\b(yes|no|y|n|none|available|unavailable|accepted)\)?[.!;,]*\s*$")
SHORT = 20
ANY_OTHER = re.compile(
    r"\b(?:any )?other (?:types? of |kinds? of |forms? of |work )?(?:visas?|sponsorships?)"
)
CELL = re.compile(
    rf"(?:{J1}|{H1})(?: status)?[\s:|=(,-]{{0,4}}\b(?P<said>yes|no)\b(?=\W*(?:$|[,.;:)(]|if\b|but\b"
    r"|with\b|for\b|through\b|by\b|case\b|once\b))"
)
ASSERTED = re.compile(
    rf"\b(?:files?|sponsors?|supports?|offers?|accepts?|provides?|process(?:es)?|petitions? for"
    rf"|takes?"
    rf"|considers?|handles?) (?:\w+ ){{0,2}}?(?:{J1}|{H1})(?: petitions?| visas?"
    rf"| status)?[^,;:.]{{0,25}}"
    r"(?=: |,? (?:with|provided|subject|on condition|given)\b)"
)
WILLING = re.compile(
    r"sponsor|accept|offer|support|consider|\btak(?:e|es|en|ing)\b|available|provid|eligible"
    r"|\btalked into\b|\bpersuaded\b"
    r"|\bfil(?:e|es|ed|ing)\b"
    r"|petition|processe[sd]|processing|\b(?:we|hospital|office|system) process\b|honou?r|issue"
    r"|obtain|\boption|possible|looked at|\bwelcome|\bok\b|\bokay\b|\bfine\b|\bopen to\b"
    r"|\bon (?:an? |the |their )?(?:j|h)-1|\bdo(?:es)? (?:for|them|it|so)\b|\bworks?\b|\bhost"
    r"|\bholds?\b|\bholding\b|\btrain|\bcover"
    r"|\bpay\b|\bpays\b|\bgrant|\ballow|\bpermit|\bapprov|\barrang|\bhandle|\bsubmit|\bpursue"
    r"|\bno problem"
    r"|\bhapp(?:y|ily)|\bglad|\bcan be\b|\bcan have\b|\busual|\bprefer|\broute\b|\bway\b"
    r"|\broad\b|\bpath|\brecogni|\butili|\buse[sd]?\b"
    r"|\bparticipat|\bemploy|\bhire|\bappoint|\brecruit|\bneed|\brequire|\bmust\b|\bonly\b|\bjust\b"
    r"|\bsecure"
    r"|\bobtain|\bget\b|\bqualif|\bjoin|\benter|\bbring|\bassist|\bhelp|\bfund|\bcase[ -]by[ -]case"
    r"|\bexception|\blimited|\byes\b|\bcurrently\b|\bdo both|\bdo\b(?! not)|\ball we"
    r"|\bhave (?:had|done|filed)"
)
CELL_BEFORE = re.compile(rf"\b(?P<said>yes|no) (?:for|to|on) (?:the |an? )?(?:{J1}|{H1})")
OR_OTHERWISE = re.compile(
    rf"\b(?:no|not|cannot)\b[^.;]{{0,40}}\b(?:visas?|sponsor\w*)\b,? (?:{J1}"
    rf"|{H1}),? or (?:otherwise|any other)"
)
