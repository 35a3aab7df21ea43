"""The migrations of the season's log, one module a revision, shipped with the package."""
