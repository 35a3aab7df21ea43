"""WHAT WAS PUBLISHED: numbers with unit, range, source and locator; the tables; the audit."""
