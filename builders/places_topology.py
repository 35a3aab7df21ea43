"""Read TopoJSON: rings of points, the county that holds a point, a smaller topology."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Topology = dict[str, Any]


def decoded_arcs(topology: Topology) -> list[Points]:
    """Answer every arc of a quantised topology. [degrees, shape (n, 2): longitude, latitude]"""
    scale = np.array(topology["transform"]["scale"])
    shift = np.array(topology["transform"]["translate"])
    return [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]


def ring_points(ring: Sequence[int], arcs: Sequence[Points]) -> Points:
    """Answer the closed ring that a list of arc numbers describes. [degrees, shape (n, 2)]"""
    pieces: list[Points] = []
    for number in ring:
        points = arcs[number] if number >= 0 else arcs[~number][::-1]
        pieces.append(points if not pieces else points[1:])
    return np.concatenate(pieces)


def polygons(geometry: dict[str, Any]) -> list[list[list[int]]]:
    """Answer the polygons of a geometry, each a list of rings of arc numbers."""
    if geometry["type"] == "Polygon":
        return [geometry["arcs"]]
    if geometry["type"] == "MultiPolygon":
        return list(geometry["arcs"])
    return []


def inside(ring: Points, longitude: float, latitude: float) -> bool:
    """Answer whether a point lies inside a closed ring, by counting crossings."""
    x, y = ring[:, 0], ring[:, 1]
    x_next, y_next = np.roll(x, -1), np.roll(y, -1)
    straddles = (y > latitude) != (y_next > latitude)
    rise = np.where(y_next == y, 1.0, y_next - y)
    crossing = (x_next - x) * (latitude - y) / rise + x
    return bool(np.count_nonzero(straddles & (longitude < crossing)) % 2)


class CountyFinder:
    """Finds the county (or county equivalent) that holds a point."""

    def __init__(self, topology: Topology) -> None:
        arcs = decoded_arcs(topology)
        self.names: dict[str, str] = {}
        self._parts: list[tuple[str, list[Points]]] = []
        for geometry in topology["objects"]["counties"]["geometries"]:
            self.names[geometry["id"]] = geometry["properties"]["name"]
            for polygon in polygons(geometry):
                self._parts.append((geometry["id"], [ring_points(r, arcs) for r in polygon]))
        self._boxes = np.array(
            [[*rings[0].min(axis=0), *rings[0].max(axis=0)] for _, rings in self._parts]
        )

    def county_of(self, latitude: float, longitude: float, *, state_fips: str) -> tuple[str, bool]:
        """Answer the county of a point as (FIPS code, whether the point is inside it).

        A point just off a simplified shore falls in no county; then the county of the same state
        whose outline has the nearest vertex answers, and the second value is False.
        """
        box = self._boxes
        near = (box[:, 0] <= longitude) & (longitude <= box[:, 2])
        near &= (box[:, 1] <= latitude) & (latitude <= box[:, 3])
        for index in np.flatnonzero(near):
            code, rings = self._parts[int(index)]
            hit = inside(rings[0], longitude, latitude)
            if hit and not any(inside(hole, longitude, latitude) for hole in rings[1:]):
                return code, True
        stretch = np.array([np.cos(np.radians(latitude)), 1.0])
        target = np.array([longitude, latitude])
        distances = [
            (float(np.min(np.sum(((rings[0] - target) * stretch) ** 2, axis=1))), code)
            for code, rings in self._parts
            if code.startswith(state_fips)
        ]
        return min(distances)[1], False


def smaller_topology(
    topology: Topology, *, layers: dict[str, Iterable[str]], grid: int
) -> Topology:
    """Answer a topology of the named geometries only, on a coarser grid of `grid` steps.

    Args:
        topology: a quantised topology whose geometries have ids.
        layers: for each layer kept, the ids of the geometries kept.
        grid: steps along the longer side of the kept extent.
    """
    arcs = decoded_arcs(topology)
    kept: dict[str, list[dict[str, Any]]] = {}
    for layer, ids in layers.items():
        wanted = set(ids)
        kept[layer] = [g for g in topology["objects"][layer]["geometries"] if g["id"] in wanted]
    used = sorted(
        {
            n if n >= 0 else ~n
            for gs in kept.values()
            for g in gs
            for p in polygons(g)
            for r in p
            for n in r
        }
    )
    number = {old: new for new, old in enumerate(used)}
    extent = np.concatenate([arcs[old] for old in used])
    low, high = extent.min(axis=0), extent.max(axis=0)
    step = float((high - low).max()) / grid
    objects = {
        layer: {"type": "GeometryCollection", "geometries": [_renumbered(g, number) for g in found]}
        for layer, found in kept.items()
    }
    shift = [round(float(value), 6) for value in low]
    return {
        "type": "Topology",
        "transform": {"scale": [round(step, 9)] * 2, "translate": shift},
        "objects": objects,
        "arcs": [_quantised(arcs[old], low, step) for old in used],
    }


def _renumbered(geometry: dict[str, Any], number: dict[int, int]) -> dict[str, Any]:
    """Answer the geometry with its arc numbers replaced."""

    def new(value: int) -> int:
        return number[value] if value >= 0 else ~number[~value]

    rings = [[[new(n) for n in ring] for ring in polygon] for polygon in polygons(geometry)]
    return {
        "type": "MultiPolygon",
        "id": geometry["id"],
        "properties": {"name": geometry["properties"]["name"]},
        "arcs": rings,
    }


def _quantised(points: Points, low: Points, step: float) -> list[list[int]]:
    """Answer the arc as integer steps, first absolute, then differences, repeats removed."""
    cells = np.rint((points - low) / step).astype(int)
    fresh = np.concatenate([[True], np.any(np.diff(cells, axis=0) != 0, axis=1)])
    fresh[-1] = True
    cells = cells[fresh]
    return [[int(a), int(b)] for a, b in np.concatenate([cells[:1], np.diff(cells, axis=0)])]
