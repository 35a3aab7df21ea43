"""The season as one self-contained HTML file, without scripts."""

from thirdfriday.faces.page_templates import report_template
from thirdfriday.faces.report import stacked
from thirdfriday.plan.season_plan import SeasonPlan


def season_html(made: SeasonPlan) -> str:
    """The whole page as one document that needs nothing from elsewhere."""
    return stacked(report_template("season.html.j2").render(made=made))
