/**
 * Convex hulls: the right answer, and how good another one is.
 *
 * @module
 */

/** A point in the plane. */
export type Point = readonly [x: number, y: number];

/**
 * The convex hull's corners as places of the points, the lowest place first, counterclockwise.
 *
 * Andrew's monotone chain: the lower side from left to right, the upper side back.
 *
 * @param points At least three points, not all on one line; points on a side are no corners.
 */
export function convexHull(points: readonly Point[]): number[] {
  const order = points.map((_, i) => i).sort((a, b) =>
    points[a][0] - points[b][0] || points[a][1] - points[b][1]
  );
  const corners = [
    ...chain(points, order).slice(0, -1),
    ...chain(points, order.reverse()).slice(0, -1),
  ];
  const first = corners.indexOf(Math.min(...corners));
  return [...corners.slice(first), ...corners.slice(0, first)];
}

/** Of points in order the ones that a walk along their right side turns left at. */
function chain(points: readonly Point[], order: readonly number[]): number[] {
  const kept: number[] = [];
  for (const place of order) {
    while (kept.length > 1) {
      const [a, b] = [kept[kept.length - 2], kept[kept.length - 1]];
      if (turn(points[a], points[b], points[place]) > 0) break;
      kept.pop();
    }
    kept.push(place);
  }
  return kept;
}

/** Twice the area of the triangle a, b, c: above 0 where the walk turns left at b. */
export function turn(a: Point, b: Point, c: Point): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/** Whether two lists of corners are the same polygon, wherever they start and whichever way they go. */
export function samePolygon(
  first: readonly number[],
  second: readonly number[],
): boolean {
  if (first.length !== second.length) return false;
  const shift = second.indexOf(first[0]);
  const length = second.length;
  return shift >= 0 &&
    [1, -1].some((direction) =>
      first.every((place, i) =>
        place === second[(shift + direction * i + length) % length]
      )
    );
}

/** Whether the corners make a polygon whose sides meet at the corners only. */
export function isSimple(
  points: readonly Point[],
  corners: readonly number[],
): boolean {
  const count = corners.length;
  if (count < 3 || new Set(corners).size < count) return false;
  const side = (i: number): [Point, Point] => [
    points[corners[i]],
    points[corners[(i + 1) % count]],
  ];
  for (let i = 0; i < count; i++) {
    for (let j = i + 2; j < count; j++) {
      const neighbors = i === 0 && j === count - 1;
      if (!neighbors && cross(side(i), side(j))) return false;
    }
  }
  return true;
}

/** Whether two segments have a point in common. */
function cross([a, b]: [Point, Point], [c, d]: [Point, Point]): boolean {
  const apart = (p: Point, q: Point, r: Point, s: Point) =>
    turn(p, q, r) * turn(p, q, s) > 0;
  return !apart(a, b, c, d) && !apart(c, d, a, b);
}

/** The area of a simple polygon, by the shoelace formula. */
export function polygonArea(
  points: readonly Point[],
  corners: readonly number[],
): number {
  const twice = corners.reduce((sum, place, i) => {
    const [x, y] = points[place];
    const [nextX, nextY] = points[corners[(i + 1) % corners.length]];
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(twice) / 2;
}

/** How good answers are, as the paper measures it. */
export interface HullScore {
  /** Percent of the answers that are the hull. */
  exact: number;
  /** Percent of the hull's area that the answer covers, the mean over those that are simple polygons. */
  area: number;
  /** Percent of the answers that are no simple polygon. */
  failed: number;
}

/** Scores answers against the hulls of their points. */
export function scoreHulls(
  sets: readonly (readonly Point[])[],
  answers: readonly (readonly number[])[],
): HullScore {
  let [exact, covered, simple] = [0, 0, 0];
  sets.forEach((points, i) => {
    const hull = convexHull(points);
    if (samePolygon(hull, answers[i])) exact++;
    if (!isSimple(points, answers[i])) return;
    simple++;
    covered += polygonArea(points, answers[i]) / polygonArea(points, hull);
  });
  const percent = 100 / sets.length;
  return {
    exact: exact * percent,
    area: simple === 0 ? 0 : 100 * covered / simple,
    failed: (sets.length - simple) * percent,
  };
}
