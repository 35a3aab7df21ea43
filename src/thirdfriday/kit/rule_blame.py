"""Excuses and blame: somebody else's part takes the place of what one changed."""

from thirdfriday.kit.finding import Severity
from thirdfriday.kit.phrase_rule import PhraseRule, patterns

_WHO = (
    r"(?:school|university|dean|attending|preceptor|professors?|faculty|administration|department|"
    r"advis[eo]rs?|mentor|clerkship director|instructor|tutor|evaluator|college|curriculum|proctor|"
    r"test center|testing center|teachers?|supervisor|residents?|chief|program|classmates|team)"
)
_TEST = (
    r"(?:exam(?:ination)?s?|tests?|questions?|boards?|step \d(?: ck)?|grad(?:es?|ing)|evaluations?|"
    r"system|process|proctor|curve|shelf|score|comlex|usmle)"
)

blame = PhraseRule(
    "excuses_and_blame",
    Severity.WARNING,
    "This puts the cause on somebody or something else. Readers look for what you did next.",
    "Say in one sentence what happened, in one what you changed, in one what shows that it worked.",
    patterns(
        rf"\b{_TEST}\b[^.?!]{{0,30}}\b(?:was|were|is|are|seemed|felt) (?:\w+ )?(?:unfair\w*|"
        rf"biased|rigged|"
        r"flawed|ridiculous|poorly (?:written|worded|designed)|arbitrary|unreasonabl[ey])",
        rf"\b(?:poorly|badly) (?:written|worded|designed) (?:\w+ )?{_TEST}\b|\bflawed {_TEST}\b",
        rf"\bunfair (?:\w+ )?{_TEST}\b|\bunfair (?:treatment|advantage)\b|\btrick questions?\b",
        r"\b(?:bad|poorly worded|confusing|badly written) (?:\w+ )?questions\b",
        r"\b(?:not|never|wasn't|isn't|hardly) (?:\w+ )?my (?:own )?fault\b|\bno fault of my own\b",
        rf"\bI blame\b|\b{_WHO} (?:\w+ )?(?:is|are|was|were) to blame\b",
        rf"\b(?:my|the|our|that) (?:\w+ )?{_WHO} (?:\w+ )?(?:did(?:n't| not)|never|failed to|"
        rf"failed) (?!(?:ever )?(?:scold|shame|blame|laugh|judge|mock|rush|punish|doubt|"
        rf"embarrass|flatter)\b)"
        rf"(?:\w+ )?"
        r"(?:prepare|prepared|support|supported|provide|provided|warn|warned|liked?|helped|"
        r"taught us|"
        r"give (?:me|us) (?:\w+ )?(?:enough|time|support|adequate|proper|a fair)|"
        r"gave (?:me|us) (?:enough|time|a fair|any)|me\b|us\b)",
        rf"\b{_WHO} (?:\w+ )?(?:disliked|hated|targeted|sabotaged|held) me\b|\bhad it in for me\b",
        rf"\b{_WHO}\b[^.?!]{{0,20}}\b(?:let me down|was (?:biased|unfair|against me|out to get)|"
        rf"made it "
        r"impossible|were (?:biased|unfair|against me)|mishandled|messed up|lost my)",
        rf"\b(?:my|the|a) (?:\w+ )?{_WHO}(?:'s|s')? (?:own )?(?:bias|incompetence|negligence|"
        rf"attitude|dislike|"
        r"prejudice|mistakes?|failure|lack of)\b",
        r"\b(?:bad|poor|terrible|weak|nervous) (?:standardi[sz]ed )?test[- ]taker",
        r"\bnot (?:been )?(?:a )?(?:good|strong|"
        r"great) (?:at )?(?:standardi[sz]ed )?(?:test[- ]taker|tests|"
        r"test[- ]taking)",
        r"\b(?:don't|do not|never) test well\b",
        r"\bnot (?:\w+ )?(?:reflect|represent|show|define|capture|indicate)\w* (?:my |"
        r"the )?(?:true|real|full|"
        r"actual|abilit|potential|intelligence|knowledge|hard work|effort|capabilit|who I)",
        r"\b(?:unlucky|bad luck|unfortunate) (?:with|in|on)\b[^.?!]{0,25}\b(?:questions?|exam|"
        r"test|form|step|"
        r"day|draw)",
        r"\b(?:just|simply|merely) (?:was |were |been )?(?:unlucky|bad luck|a bad day|an off day)",
        r"\b(?:if it (?:had not|hadn't|were not|weren't) (?:been )?for|had it not been for|"
        r"if not for)\b"
        r"[^.?!]{0,90}\bI (?:would|could|'d)(?: have)? (?:easily |surely |"
        r"certainly )?(?:have )?(?:pass|scor|"
        r"match|graduat|honor|done better|done well)",
        r"\bI (?:was|have been|felt|am|got) (?:\w+ )?(?:treated|graded|evaluated|judged|marked|"
        r"failed|"
        r"penali[sz]ed|dismissed) (?:\w+ )?unfairly",
        r"\bI (?:was|have been|felt|got) (?:\w+ )?unfairly\b|\bunfairly (?:\w+ )?(?:failed|"
        r"graded|judged) me\b",
        r"\b(?:beyond|outside|out of) my (?:own )?control\b",
        r"\b(?:biased|prejudiced|discriminat\w+|rigged) against (?:me|people like me|us|imgs?|"
        r"international|foreign|caribbean)",
        r"\b(?:entirely |largely |mostly )?the fault of\b|\bwas at fault\b",
        rf"\b{_WHO}'s fault\b|\b{_WHO} (?:\w+ )?(?:did|has done) nothing\b",
        r"\b(?:no one|nobody) (?:\w+ )?(?:warned|helped|prepared|supported) (?:me|us)\b|"
        r"\b(?:no one|nobody) (?:\w+ )?told (?:me|us)\b(?! (?:that one|how to))",
        r"\b(?:because of|due to|thanks to) (?:covid\S*|the pandemic|my (?:\w+ )?(?:roommate|"
        r"neighbors?|landlord|boss|job|ex))\b"
        r"[^.?!]{0,60}\b(?:fail\w*|low|scored?|poor\w*|pass)\b",
        r"\bquestions (?:were|was) nothing like\b|\bfavoritism\b",
        r"\bproctors?\b|\b(?:test(?:ing)? (?:center|site|room)|exam room) (?:was|"
        r"were) (?:\w+ )?(?:loud|noisy|cold|"
        r"hot|crowded|distracting|chaotic)",
        rf"\b{_WHO} (?:\w+ )?(?:gave|offered|provided) (?:us |me )?(?:no|little|poor|inadequate|"
        rf"insufficient|almost no|"
        r"very little|hardly any)\b",
        rf"\b{_WHO} (?:\w+ )?kept (?:changing|moving|losing|delaying|cancell?ing)\b",
        r"\bwould have (?:\w+ ){0,2}(?:scored|passed|done|matched|graduated)\b[^.?!]{0,40}\bif\b",
        rf"\b(?:lack of|without|no|little|poor) (?:\w+ )?(?:support|guidance|resources|"
        rf"mentorship|help|preparation) (?:from|by|at) "
        rf"(?:my|the|our) (?:\w+ )?{_WHO}",
        r"\b(?:noisy|loud|broken|incompetent|rude|terrible|faulty|"
        r"slow) (?:test(?:ing)? (?:center|site)|proctor|"
        r"computer|headphones|software)",
        r"\bI was never (?:given|offered|shown|told) (?:a fair|a real|enough|adequate|proper|"
        r"any|the (?:chance|"
        r"support|time|same))",
        r"\b(?:everyone|everybody|others|other students|my classmates|"
        r"classmates) (?:else )?(?:\w+ )?(?:cheated|"
        r"had (?:unfair|better|more time|the answers|an unfair))",
    ),
    patterns(
        r"\b(?:patients?|zip code|families|insurance|insurer|care is|access)\b[^.?!]{0,40}\bunfair"
    ),
)
