"""The findings of a name left in from another version."""

from thirdfriday.domain.program import Program
from thirdfriday.kit.finding import Finding, Severity


def wrong_program(span: tuple[int, int], right: str) -> Finding:
    """The finding of another hospital named as where to train."""
    return Finding(
        "wrong_program",
        Severity.ERROR,
        span[0],
        span[1],
        f"This speaks of training at another hospital; the text is for {right}.",
        "Put the right name in, and read the sentence again: what you praise must be true there.",
    )


def wrong_city(span: tuple[int, int], program: Program) -> Finding:
    """The finding of another city named as where to live."""
    return Finding(
        "wrong_city",
        Severity.ERROR,
        span[0],
        span[1],
        f"The program is in {program.city}, {program.state}; this speaks of another city.",
        f"Write {program.city}, or take the sentence out if it is not true of it.",
    )


def wrong_specialty(span: tuple[int, int], name: str, wanted: list[str]) -> Finding:
    """The finding of another specialty named as the writer's own."""
    meant = " or ".join(own.replace("_", " ") for own in wanted)
    return Finding(
        "wrong_specialty",
        Severity.ERROR,
        span[0],
        span[1],
        f"This names {name} as your specialty; the text is for {meant}.",
        "Use the version of that specialty, and check the rest of it for the other one.",
    )
