"""What keeps people out of a page, as axe-core sees it."""

from axe_playwright_python.sync_playwright import Axe

SERIOUS = ("serious", "critical")


def barriers(page) -> list[str]:
    """Every serious violation that axe-core finds on the page."""
    violations = Axe().run(page).response["violations"]
    return [
        f"{page.url} {one['id']}: {one['nodes'][0]['html'][:120]} ({one['help']})"
        for one in violations
        if one["impact"] in SERIOUS
    ]
