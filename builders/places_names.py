"""Write the name of a place in one way, so that two spellings of one city meet."""

import unicodedata

SHORT_FORMS = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}


def normal_name(name: str) -> str:
    """Answer the name in lower case without accents, points, commas or apostrophes.

    Short forms at the beginning are written out.

    >>> normal_name("St. Louis") == normal_name("SAINT LOUIS") == "saint louis"
    True
    >>> normal_name("Panorama City,")
    'panorama city'
    """
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = letters.lower().replace(".", "").replace("'", "").replace(",", " ").replace("-", " ")
    words = plain.split()
    if words and words[0] in SHORT_FORMS:
        words[0] = SHORT_FORMS[words[0]]
    return " ".join(words)
