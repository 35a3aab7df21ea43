"""Stable matchings of markets with couples as an integer program, for an exact solver.

Written from the definition alone, on the document's own names; for markets that are too large to
try every matching. Without supplemental lists, even numbers and reversions.
"""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from tests.models.matching_enumeration import Tiny


class StableProgram:
    """x = 1 where an agent has an option; b = 1 where a program would turn an option down."""

    def __init__(self, document):
        self.tiny = Tiny(document)
        self.quota = {p["id"]: p["quota"] for p in document["programs"]}
        self.agents = self.tiny.options()
        self.place = {}
        for k, options in enumerate(self.agents):
            for r in range(len(options)):
                self.place[k, r] = len(self.place)
        self.holding = {}
        for (k, r), column in self.place.items():
            for name, program in self.agents[k][r]:
                if program is not None:
                    self.holding.setdefault(program, []).append((name, column))
        self.rows, self.low, self.high, self.width = [], [], [], len(self.place)
        self.state()

    def add(self, row, low, high=np.inf):
        self.rows.append(row)
        self.low.append(low)
        self.high.append(high)

    def state(self):
        for k, options in enumerate(self.agents):
            self.add({self.place[k, r]: 1 for r in range(len(options))}, 1, 1)
        for program, held in self.holding.items():
            self.add(summed(held), 0, self.quota[program])
        for k, options in enumerate(self.agents):
            for r, option in enumerate(options[:-1]):
                row = {self.place[k, better]: 1 for better in range(r + 1)}
                wanted = {}
                for name, program in option:
                    if program is not None:
                        wanted.setdefault(program, set()).add(name)
                refused = [self.refusal(program, names) for program, names in wanted.items()]
                if None in refused:
                    continue
                self.add(row | dict.fromkeys(refused, 1), 1)

    def refusal(self, program, names):
        """The column that is 1 only if better ones fill the seats; None if they never can."""
        rank = self.tiny.rank[program]
        need = self.quota[program] - len(names) + 1
        if need <= 0:
            return None
        worst = max(rank[name] for name in names)
        better = [(n, c) for n, c in self.holding[program] if n not in names and rank[n] < worst]
        column = self.width
        self.width += 1
        self.add(summed(better) | {column: -need}, 0)
        return column

    def feasible(self, fixed=None):
        """Whether there is a stable matching; with `fixed`, whether that one is."""
        matrix = np.zeros((len(self.rows), self.width))
        for k, row in enumerate(self.rows):
            for column, value in row.items():
                matrix[k, column] = value
        low, high = np.zeros(self.width), np.ones(self.width)
        if fixed is not None:
            for (k, r), column in self.place.items():
                here = all(fixed[name] == program for name, program in self.agents[k][r])
                low[column] = high[column] = here
        found = milp(
            np.zeros(self.width),
            constraints=LinearConstraint(matrix, self.low, self.high),
            bounds=Bounds(low, high),
            integrality=np.ones(self.width),
        )
        assert found.status in {0, 2}, found.message
        return found.status == 0


def summed(held):
    row = {}
    for _, column in held:
        row[column] = row.get(column, 0) + 1
    return row
