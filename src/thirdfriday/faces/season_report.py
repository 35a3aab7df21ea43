"""The season as one self-contained HTML file, without scripts."""

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from thirdfriday.faces.report import stacked
from thirdfriday.faces.wording import few, in_ten, percent, percent_range
from thirdfriday.plan.notes import in_place
from thirdfriday.plan.season_plan import SeasonPlan


def season_html(made: SeasonPlan) -> str:
    """The whole page as one document that needs nothing from elsewhere."""
    environment = Environment(
        loader=PackageLoader("thirdfriday.faces"),
        autoescape=select_autoescape(("html", "j2")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "percent": percent,
        "percent_range": percent_range,
        "in_ten": in_ten,
        "few": few,
        "in_place": in_place,
    }
    return stacked(environment.get_template("season.html.j2").render(made=made))
