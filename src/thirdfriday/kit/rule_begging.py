"""Begging: pleading, desperation and promises take the place of a reason."""

from thirdfriday.kit.finding import Severity
from thirdfriday.kit.phrase_rule import PhraseRule, patterns

_ASK = (
    r"(?:please|kindly|just|only|hope you|ask you|asking you|ask that you|wish you|if you|"
    r"could you|"
    r"you to|pray|beg)"
)

begging = PhraseRule(
    "begging",
    Severity.WARNING,
    "This pleads. It asks for pity where a reader looks for a reason to meet you.",
    "Say in one sentence what you bring to this program and which fact of your file shows it; ask "
    "once, plainly.",
    patterns(
        r"\b(?:I|I'm|am|humbly|hereby|must|will|can only|to) (?:\w+ )?(?:beg|begging|plead|"
        r"pleading|"
        r"implore|imploring|beseech|beseeching|grovel)\b(?! to differ)",
        r"\b(?:beg|plead with|implore|beseech) (?:you|the (?:program|committee)|for (?:a|an|"
        r"your|any))\b",
        rf"\b{_ASK}\b[^.?!]{{0,30}}\b(?:give|grant|offer|allow|afford) me (?:just |only |even |"
        rf"at least )?"
        r"(?:a|an|one|this|the|that|another) (?:\w+ )?(?:chance|shot|opportunity)\b",
        r"(?:^|[,;:]\s*|\band )(?:give|grant) me (?:just |only )?(?:a|one|"
        r"this) (?:\w+ )?(?:chance|shot)\b",
        r"\btak(?:e|ing) a (?:chance|gamble|risk) on me\b",
        r"\bI(?:'m| am|'ve| have)?\b[^.?!]{0,25}\bdesperate(?:ly)?\b|\bmy desperat|"
        r"\bin desperation\b",
        r"\bI(?:'d| would| will|'ll| am (?:willing|ready|prepared|happy|open) to|'m (?:willing|"
        r"ready|prepared|happy|open) to| can)? (?:gladly |happily |"
        r"literally )?(?:do|accept|take|give) (?:anything|everything|whatever|"
        r"any (?:\w+ )?(?:position|"
        r"spot|program|specialty|residency|offer|slot|place))\b",
        r"\bany (?:open |available )?(?:spot|position|slot)\b[^.?!]{0,15}\b(?:at all|anywhere|"
        r"in any)\b",
        r"\b(?:I|even)\b[^.?!]{0,30}\b(?:for free|without (?:pay|a salary|salary)|unpaid)\b",
        r"\b(?:my|this is|our|the) (?:\w+ )?(?:last|only|final) (?:chance|hope|shot|opportunity)\b",
        r"\bI (?:just |only |really )?need (?:just )?(?:one|a|this|your) (?:single )?(?:chance|"
        r"opportunity|interview|shot|help)\b",
        r"\b(?:kindly|please) (?:help|save|support|assist|rescue) me\b|\b(?:request|"
        r"urge) you to (?:grant|give|offer|accept)\b",
        r"\bgrant me an? (?:interview|opportunity|position|spot)\b|"
        r"\bgrateful\b[^.?!]{0,25}\b(?:whole|rest of my|entire) life\b",
        r"\bwould mean (?:the world|everything) to me\b|\b(?:hear|heed|consider) my plea\b|"
        r"\bplease (?:do not|don't) "
        r"(?:reject|ignore|turn|give up)|\blet me prove\b|\bat your mercy\b|\ball I(?:'ve|"
        r" have) ever wanted\b",
        r"\bplease,? please\b|\bplease reconsider\b|\b(?:give|grant|deserve|need|ask\w* for|"
        r"hop\w+ for|want) "
        r"(?:me )?a second chance\b",
        r"\bneed (?:someone|somebody|one (?:person|program)|a program) (?:to|who|"
        r"that)\b[^.?!]{0,20}\b(?:believe|"
        r"take|give|trust)|(?<!\bif I had )(?<!\bif there was )(?<!\bthere was )(?<!he had )"
        r"(?<!they had )\bno other (?:options?|choices?|hope|way)(?: left)?\b|\bempty-handed\b",
        r"\bplease,? (?:just |do )?(?:interview|invite|accept|take|save|rescue|help) me\b",
        r"\b(?:have|show|take) (?:some |a little |any )?(?:mercy|pity|"
        r"compassion)\b[^.?!]{0,12}\b(?:on|for|"
        r"to|toward) (?:me|us)|\b(?:have|show) (?:mercy|pity)\b",
        r"\bfind it in your heart\b|\bgoodness of your heart\b|\bkindness of your heart\b",
        r"\b(?:forever|eternally) (?:be )?(?:indebted|grateful|thankful)\b(?=[^.?!]*\byou\b)",
        r"\b(?:if|should) you\b[^.?!]{0,80}\b(?:forever|eternally|be indebted)\b",
        r"\ball (?:that )?I (?:need|ask|want|am asking)(?: for)? (?:is|for is)? ?(?:just |"
        r"only )?(?:a|one|an)"
        r" (?:single )?(?:chance|yes|interview|shot|opportunity|invitation)\b",
        r"\b(?:one|a single|just one) (?:\w+ )?(?:interview|chance|"
        r"invitation)\b[^.?!]{0,10}\bis all I\b",
        r"\b(?:my|our) (?:whole |entire )?(?:\w+ )?(?:life|future|career|dreams?|family|"
        r"fate)\b[^.?!]{0,25}\b"
        r"(?:depends?|hangs?|rests?|lies|is|are)\b[^.?!]{0,6}\b(?:on|in|with|"
        r"entirely on) (?:you|this)",
        r"\b(?:lives?|future|fate|dreams?) (?:hangs?|depends?|rests?) (?:on|upon)\b",
        r"\bin your hands\b",
        r"\bnowhere (?:else )?(?:left )?to (?:go|turn)\b|\bnowhere else to (?:go|turn)\b",
        r"\b(?:promise|swear|assure you|guarantee)\b[^.?!]{0,25}\b(?:not|never|"
        r"won't)\b[^.?!]{0,10}\b"
        r"(?:disappoint|let you down|regret)",
        r"\byou will (?:not|never) regret\b|\byou won't regret\b",
        r"\b(?:I know )?I (?:do not|don't|may not) deserve\b",
        r"\boverlook my (?:\w+ )?(?:file|scores?|failures?|weakness|record)",
        r"\b(?:I am|I'm) (?:down )?on my knees\b",
        r"\bI (?:desperately|badly) need\b|\bI really need (?:this|a|your)\b",
    ),
    patterns(
        r"\bbeg\b[^.?!]{0,30}\bto (?:excuse|differ)\b|\bbeg (?:your|their) pardon\b",
        r"\b(?:patients?|families|he|she|they|mother|father) (?:\w+ )?(?:beg|plead|implor)",
    ),
)
