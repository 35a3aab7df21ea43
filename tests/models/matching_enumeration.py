"""Every matching of a tiny market document and which of them are stable, by trying all of them.

Written from the rules alone, on the document's own names, sharing no code with the package.
"""

from itertools import product


class Tiny:
    def __init__(self, document):
        self.applicants = {a["id"]: a for a in document["applicants"]}
        self.programs = {p["id"]: p for p in document["programs"]}
        self.couples = document.get("couples", [])
        self.coupled = {m: c for c in self.couples for m in c["members"]}
        self.rank = {
            p: {a: r for r, a in enumerate(program["ranks"])}
            for p, program in self.programs.items()
        }

    def mutual(self, applicant, program):
        return program is None or applicant in self.rank[program]

    def options(self):
        """Per agent, its outcomes from best to worst: tuples of (applicant, program)."""
        agents = []
        for name, applicant in self.applicants.items():
            if name not in self.coupled:
                listed = [p for p in applicant["ranks"] if self.mutual(name, p)]
                agents.append([((name, p),) for p in [*listed, None]])
        for couple in self.couples:
            x, y = couple["members"]
            listed = []
            for p, q in couple["ranks"]:
                if p is None and q is None:
                    break
                if self.mutual(x, p) and self.mutual(y, q):
                    listed.append(((x, p), (y, q)))
            agents.append([*listed, ((x, None), (y, None))])
        return agents

    def supplement_list(self, name, primary):
        links = self.applicants[name].get("supplemental", {})
        return [q for q in links.get(primary, []) if self.mutual(name, q)]

    def matchings(self):
        agents = self.options()
        for chosen in product(*(range(len(options)) for options in agents)):
            primary = {
                name: p for options, k in zip(agents, chosen, strict=True) for name, p in options[k]
            }
            linked = [n for n, p in primary.items() if p and self.supplement_list(n, p)]
            lists = [[*self.supplement_list(n, primary[n]), None] for n in linked]
            for extra in product(*lists):
                yield primary, dict(zip(linked, extra, strict=True))

    def holders(self, primary, extra, program):
        here = [n for n, p in primary.items() if p == program]
        here += [n for n, p in extra.items() if p == program]
        return sorted(here, key=self.rank[program].__getitem__)

    def takes(self, held, program, wanted, positions):
        """Whether all of `wanted` are among the program's best of those it holds and them."""
        limit = len(held) if self.programs[program].get("even") else positions[program]
        best = sorted(set(held) | set(wanted), key=self.rank[program].__getitem__)[:limit]
        return set(wanted) <= set(best)

    def costs_partner(self, name, primary, held, program, positions):
        """Whether the supplemental seat would take the place of the partner's seat of the pair."""
        limit = len(held) if self.programs[program].get("even") else positions[program]
        if name not in self.coupled or len(held) < limit:
            return False
        dropped = held[-1]
        return (
            dropped != name
            and dropped in self.coupled[name]["members"]
            and primary[dropped] == program
        )

    def is_stable(self, primary, extra, positions):
        held = {p: self.holders(primary, extra, p) for p in self.programs}
        if any(len(held[p]) > positions[p] for p in held):
            return False
        if any(self.programs[p].get("even") and len(held[p]) % 2 for p in held):
            return False
        for options in self.options():
            for option in options:
                if all(primary[name] == p for name, p in option):
                    break
                wanted = {}
                for name, p in option:
                    if p is not None:
                        wanted.setdefault(p, []).append(name)
                if all(self.takes(held[p], p, new, positions) for p, new in wanted.items()):
                    return False
        for name, now in extra.items():
            for p in self.supplement_list(name, primary[name]):
                if p == now:
                    break
                if self.takes(held[p], p, [name], positions) and not self.costs_partner(
                    name, primary, held[p], p, positions
                ):
                    return False
        return not any(
            self.programs[p].get("even")
            and positions[p] - len(held[p]) >= 2
            and self.comers(primary, extra, held, p, positions) >= 2
            for p in held
        )

    def comers(self, primary, extra, held, program, positions):
        count = 0
        for options in self.options():
            names = [name for name, _ in options[0]]
            coming = set()
            for option in options:
                if all(primary[name] == p for name, p in option):
                    break
                others = {}
                for name, p in option:
                    if p is not None and p != program:
                        others.setdefault(p, []).append(name)
                if all(self.takes(held[p], p, new, positions) for p, new in others.items()):
                    coming |= {n for n, p in option if p == program and n not in held[program]}
            for name in names:
                if name in extra and name not in held[program]:
                    listed = [*self.supplement_list(name, primary[name]), None]
                    if program in listed[: listed.index(extra[name])]:
                        coming.add(name)
            count += len(coming)
        return count

    def stable_matchings(self, positions):
        return [
            (dict(primary), dict(extra))
            for primary, extra in self.matchings()
            if self.is_stable(primary, extra, positions)
        ]
