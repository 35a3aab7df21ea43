"""Templates of the HTML pages, with the filters that put figures into words."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from thirdfriday.faces.wording import (
    dollars,
    fees_in_words,
    few,
    in_ten,
    percent,
    percent_range,
    saved,
    signed,
)
from thirdfriday.plan.notes import in_place


def templates_of(package: str) -> Environment:
    """The templates of a package; every value is escaped, and a missing one is an error."""
    environment = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {
        "percent": percent,
        "percent_range": percent_range,
        "in_ten": in_ten,
        "dollars": dollars,
        "fees_in_words": fees_in_words,
        "few": few,
        "saved": saved,
        "signed": signed,
        "in_place": in_place,
    }
    return environment


@cache
def report_template(name: str) -> Template:
    """A template of a self-contained report, compiled once in a process."""
    return templates_of("thirdfriday.faces").get_template(name)
