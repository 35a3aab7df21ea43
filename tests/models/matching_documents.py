"""Random small market documents for properties, from a seeded random.Random."""


def listed(rng, names, least=1):
    return rng.sample(names, rng.randint(min(least, len(names)), len(names)))


def make_document(
    rng, *, applicants=5, programs=4, couples=0, supplemental=False, even=False, reverts=False
):
    people = [f"a{i}" for i in range(applicants)]
    places = [f"p{j}" for j in range(programs)]
    entries = []
    for j, place in enumerate(places):
        entry = {
            "id": place,
            "quota": rng.randint(rng.random() > 0.1, 3 if even else 2),
            "ranks": listed(rng, people, max(1, applicants - 2)),
        }
        if even:
            entry["even"] = rng.random() < 0.5
        if reverts and j < programs - 1 and rng.random() < 0.6:
            to = places[rng.randint(j + 1, programs - 1)]
            entry["reverts"] = [{"to": to, "keep": rng.choice([0, 0, 1])}]
        entries.append(entry)
    persons = []
    for i, person in enumerate(people):
        entry = {"id": person, "ranks": [] if i < 2 * couples else listed(rng, places)}
        if supplemental and rng.random() < 0.5:
            advanced = rng.choice(places)
            others = [p for p in places if p != advanced]
            entry["supplemental"] = {advanced: listed(rng, others)}
        persons.append(entry)
    pairs = [[p, q] for p in [*places, None] for q in [*places, None] if (p, q) != (None, None)]
    return {
        "applicants": persons,
        "programs": entries,
        "couples": [
            {
                "members": [people[2 * c], people[2 * c + 1]],
                "ranks": rng.sample(pairs, rng.randint(2, min(6, len(pairs)))),
            }
            for c in range(couples)
        ],
    }


def place_on_list(document, applicant, program):
    """0 is first choice; unmatched comes after all choices."""
    entry = next(a for a in document["applicants"] if a["id"] == applicant)
    return len(entry["ranks"]) if program is None else entry["ranks"].index(program)
