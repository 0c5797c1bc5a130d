import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  batchOf,
  drawDigits,
  drawPoints,
  hullExample,
  sortingExamples,
} from "../../experiments/pointer/examples.ts";
import {
  convexHull,
  isSimple,
  type Point,
  polygonArea,
  samePolygon,
  scoreHulls,
  turn,
} from "../../experiments/pointer/hull.ts";
import { initBackend, tf } from "../../lib/layers/mod.ts";
import { seededRandom } from "../../mod.ts";
import { runShort } from "./support.ts";

await initBackend();

/** A square's corners against the clock, and its middle. */
const SQUARE: Point[] = [[1, 1], [0.5, 0.5], [0, 0], [1, 0], [0, 1]];

/** The hull by trying all pairs: i to j is a side if all others lie to its left. */
function bruteForceHull(points: readonly Point[]): number[] {
  const next = new Map<number, number>();
  points.forEach((a, i) =>
    points.forEach((b, j) => {
      const left = points.every((c, k) =>
        k === i || k === j || turn(a, b, c) > 0
      );
      if (i !== j && left) next.set(i, j);
    })
  );
  const hull = [Math.min(...next.keys())];
  for (let at = next.get(hull[0])!; at !== hull[0]; at = next.get(at)!) {
    hull.push(at);
  }
  return hull;
}

Deno.test("convexHull() starts at the lowest place and goes counterclockwise, by hand", () => {
  assertEquals(convexHull(SQUARE), [0, 4, 2, 3]);
  const onSide: Point[] = [[0, 0], [1, 0], [2, 0], [1, 1]];
  assertEquals(convexHull(onSide), [0, 2, 3]);
});

Deno.test("convexHull() is the hull by brute force", () => {
  for (let seed = 1; seed <= 100; seed++) {
    const points = drawPoints(seededRandom(seed), 5 + seed % 6);
    assertEquals(convexHull(points), bruteForceHull(points), `seed ${seed}`);
  }
});

Deno.test("samePolygon() overlooks where it starts and which way it goes", () => {
  assert(samePolygon([0, 4, 2, 3], [2, 3, 0, 4]));
  assert(samePolygon([0, 4, 2, 3], [4, 0, 3, 2]));
  assert(!samePolygon([0, 4, 2, 3], [0, 2, 4, 3]));
  assert(!samePolygon([0, 4, 2, 3], [0, 4, 2]));
  assert(!samePolygon([0, 4, 2, 3], [1, 4, 2, 3]));
});

Deno.test("isSimple() rejects polygons that cross or touch themselves", () => {
  assert(isSimple(SQUARE, [0, 4, 2, 3]));
  assert(isSimple(SQUARE, [0, 4, 1, 2, 3])); // a notch
  assert(!isSimple(SQUARE, [0, 2, 4, 3])); // an hourglass
  assert(!isSimple(SQUARE, [0, 1, 2, 4, 1])); // twice through the middle
  assert(!isSimple(SQUARE, [0, 4]));
});

Deno.test("scoreHulls() measures as the paper does, by hand", () => {
  assertEquals(polygonArea(SQUARE, [0, 4, 2, 3]), 1);
  assertEquals(polygonArea(SQUARE, [0, 4, 1, 2, 3]), 0.75);
  const answers = [[4, 2, 3, 0], [0, 4, 1, 2, 3], [0, 2, 4, 3], [0, 4, 2]];
  const { exact, area, failed } = scoreHulls(Array(4).fill(SQUARE), answers);
  assertEquals([exact, failed], [25, 25]);
  assertAlmostEquals(area, 100 * (1 + 0.75 + 0.5) / 3);
});

Deno.test("hullExample() ends where it began", () => {
  const { inputs, pointers } = hullExample(SQUARE);
  assertEquals(pointers, [0, 4, 2, 3, 0]);
  assertEquals(inputs[1], [0, 0]);
  assertAlmostEquals(inputs[0][0], Math.sqrt(3));
});

Deno.test("drawDigits() gives different digits and the order that sorts them", () => {
  for (const { numbers, order } of drawDigits(seededRandom(3), 50)) {
    assertEquals(new Set(numbers).size, 5);
    assertEquals(order.map((place) => numbers[place]), numbers.toSorted());
  }
});

Deno.test("sortingExamples() holds out no row that it trains on", () => {
  const { train, held } = sortingExamples(null, seededRandom(3), 5000);
  assertEquals(train.length, 4000);
  // 4,000 of the 30,240 rows that there are come up again in one of eight.
  assert(held.length > 800 && held.length < 950, `${held.length}`);
  const seen = new Set(train.map(({ inputs }) => inputs.join()));
  assert(held.every(({ inputs }) => !seen.has(inputs.join())));
});

Deno.test("batchOf() pads places that do not count, by hand", () => {
  const batch = batchOf([
    { inputs: [[1], [2], [3]], pointers: [2, 0, 1] },
    { inputs: [[4], [5], [6]], pointers: [1] },
  ]);
  assertEquals(batch.inputs.arraySync(), [[[1], [2], [3]], [[4], [5], [6]]]);
  assertEquals(batch.pointers.arraySync(), [[2, 0, 1], [1, 0, 0]]);
  assertEquals(batch.weights!.arraySync(), [[1, 1, 1], [1, 0, 0]]);
  tf.dispose(batch as unknown as tf.TensorContainer);
});

Deno.test("pointer --short learns to sort five digits", async () => {
  const run = await runShort("pointer");
  // By chance one row of 120 comes out sorted; seed 1 reaches 100%, and what
  // is asked for leaves one row of ten to luck.
  assert(run.value("exact-sort-5") >= 90, `${run.value("exact-sort-5")}%`);
});

Deno.test("pointer --short --task hull learns to find hulls", async () => {
  const run = await runShort("pointer", { task: "hull" });
  // Before training fewer than one hull of 20 comes out; seed 1 reaches 52%,
  // and what is asked for is half as far from chance.
  const exact = run.value("exact-hull-5");
  assert(exact >= 30, `exact, 5 points: ${exact}%`);
});
