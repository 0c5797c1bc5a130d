/**
 * Convex hulls by pointing at their corners, five to ten points.
 *
 * @module
 */
import type { Random } from "../../mod.ts";
import {
  decodePointerNetwork,
  pointerLoss,
  type PointerWeights,
  pointerWeights,
  tf,
  variablesOf,
} from "../../lib/layers/mod.ts";
import type { Figure, Run } from "../experiment.ts";
import {
  batchOf,
  centered,
  drawPoints,
  hullExample,
  inputsOf,
} from "./examples.ts";
import { type HullScore, type Point, scoreHulls } from "./hull.ts";
import { drawHulls } from "./pictures.ts";

const FULL = { hidden: 128, batch: 128, steps: 12_000, rate: 2e-3, held: 2000 };
const SHORT = { hidden: 32, batch: 32, steps: 300, rate: 5e-3, held: 200 };
/** How many points there are. */
const LEAST = 5;
const MOST = 10;
/** The share of batches with the least number of points, which the aim is about. */
const LEAST_SHARE = 0.6;

/** Trains on hulls of five to ten points and scores those of five and of ten. */
export async function runHulls(run: Run): Promise<Figure[]> {
  const { held, ...settings } = run.short ? SHORT : FULL;
  const { steps, batch, rate } = settings;
  const weights = pointerWeights({
    name: "hulls",
    inputSize: 2,
    hiddenSize: settings.hidden,
    random: run.random("weights"),
  });
  const sets = (count: number, size: number) => {
    const random = run.random(`held-${size}`);
    return Array.from({ length: count }, () => drawPoints(random, size));
  };
  const few = sets(Math.min(held, 500), LEAST);
  await run.train({
    name: "hull",
    variables: variablesOf(weights),
    steps,
    optimizer: { kind: "adam", rate },
    // A short warm-up, then down to 0 along half a cosine.
    schedule: (step) =>
      Math.min(1, (step + 1) / 100) *
      (1 + Math.cos(Math.PI * step / steps)) / 2,
    clip: { norm: 2 },
    batch: (random) => drawBatch(random, batch),
    loss: (batch) => pointerLoss(weights, batch),
    evaluate: {
      every: Math.ceil(steps / 10),
      measure: () => ({ exact: scoreHulls(few, answer(weights, few)).exact }),
    },
  });
  const scores = [LEAST, MOST].map((size) => {
    const points = sets(held, size);
    return scoreHulls(points, answer(weights, points));
  });
  const shown = sets(6, MOST - 2);
  await drawHulls(run, shown, answer(weights, shown));
  tf.dispose(variablesOf(weights));
  return [...figuresOf(scores[0], LEAST), ...figuresOf(scores[1], MOST)];
}

function drawBatch(random: Random, count: number) {
  const size = random.uniform() < LEAST_SHARE
    ? LEAST
    : LEAST + 1 + random.integer(MOST - LEAST);
  return batchOf(
    Array.from({ length: count }, () => hullExample(drawPoints(random, size))),
  );
}

/** The corners that the network points at, up to where it points at the first one again. */
function answer(weights: PointerWeights, sets: Point[][]): number[][] {
  const [{ length: size }] = sets;
  const decoded = tf.tidy(() =>
    decodePointerNetwork(
      weights,
      inputsOf(sets.map((points) => points.map(centered))),
      { length: size + 1, allowed: mayFollow },
    )
  );
  return decoded.map((places) => {
    const end = places.indexOf(places[0], 1);
    return places.slice(0, end);
  });
}

/** A corner comes once, but for the first, which closes a polygon of at least three. */
function mayFollow(place: number, chosen: readonly number[]): boolean {
  const closed = chosen.length > 1 && chosen.indexOf(chosen[0], 1) > 0;
  if (closed) return true; // what follows is cut off
  if (place === chosen[0]) return chosen.length > 2;
  return !chosen.includes(place);
}

function figuresOf(
  { exact, area, failed }: HullScore,
  size: number,
): Figure[] {
  const aimed = size === LEAST;
  const paper = (value: string) => `${value} (Vinyals et al. 2015, table 1)`;
  return [{
    id: `exact-hull-${size}`,
    name: {
      en: `hulls of ${size} points found exactly, %`,
      zh: `${size} 个点的凸包完全正确，%`,
    },
    value: exact,
    paper: paper(aimed ? "92.0" : "87.0"),
    ...aimed && { target: { kind: "aim", atLeast: 92 } },
  }, {
    id: `area-hull-${size}`,
    name: {
      en: `area covered, ${size} points, %`,
      zh: `${size} 个点时覆盖的面积，%`,
    },
    value: area,
    paper: paper(aimed ? "99.6" : "99.8"),
    ...aimed && { target: { kind: "aim", atLeast: 99.5 } },
  }, {
    id: `failed-hull-${size}`,
    name: {
      en: `answers that are no simple polygon, ${size} points, %`,
      zh: `${size} 个点时不是简单多边形的答案，%`,
    },
    value: failed,
    ...aimed && { target: { kind: "aim", atMost: 1 } },
  }];
}
