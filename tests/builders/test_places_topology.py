"""Reading TopoJSON: points of arcs, points inside rings, smaller copies."""

import numpy as np
from builders.places_topology import (
    CountyFinder,
    decoded_arcs,
    inside,
    ring_points,
    smaller_topology,
)

SQUARES = {
    "type": "Topology",
    "transform": {"scale": [1.0, 1.0], "translate": [-100.0, 40.0]},
    "arcs": [
        [[4, 0], [0, 4]],
        [[4, 4], [-4, 0], [0, -4], [4, 0]],
        [[4, 0], [4, 0], [0, 4], [-4, 0]],
        [[1, 1], [1, 0], [0, 1], [-1, 0], [0, -1]],
    ],
    "objects": {
        "counties": {
            "geometries": [
                {
                    "type": "Polygon",
                    "id": "99001",
                    "properties": {"name": "West"},
                    "arcs": [[0, 1], [3]],
                },
                {
                    "type": "Polygon",
                    "id": "99003",
                    "properties": {"name": "East"},
                    "arcs": [[2, -1]],
                },
            ]
        }
    },
}


def test_arcs_are_sums_of_steps_and_run_backwards_when_negative() -> None:
    arcs = decoded_arcs(SQUARES)
    assert arcs[0].tolist() == [[-96.0, 40.0], [-96.0, 44.0]]
    ring = ring_points([2, -1], arcs)
    assert ring[0].tolist() == ring[-1].tolist() == [-96.0, 40.0]


def test_a_point_is_in_one_county_and_a_hole_is_in_none() -> None:
    finder = CountyFinder(SQUARES)
    assert finder.county_of(43.0, -99.0, state_fips="99") == ("99001", True)
    assert finder.county_of(43.0, -93.0, state_fips="99") == ("99003", True)
    assert finder.county_of(41.5, -98.5, state_fips="99") == ("99001", False)


def test_a_point_off_the_shore_takes_the_nearest_county() -> None:
    assert CountyFinder(SQUARES).county_of(42.0, -91.5, state_fips="99") == ("99003", False)


def test_inside_counts_crossings() -> None:
    ring = np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0], [0.0, 0.0]])
    assert inside(ring, 1.0, 1.0)
    assert not inside(ring, 3.0, 1.0)


def test_a_smaller_topology_keeps_only_what_is_asked_and_stays_in_place() -> None:
    small = smaller_topology(SQUARES, layers={"counties": ["99003"]}, grid=100)
    assert len(small["arcs"]) == 2
    geometry = small["objects"]["counties"]["geometries"][0]
    ring = ring_points(geometry["arcs"][0][0], decoded_arcs(small))
    assert np.allclose(ring.min(axis=0), [-96.0, 40.0], atol=0.05)
    assert np.allclose(ring.max(axis=0), [-92.0, 44.0], atol=0.05)
