import { bindShapes, type Matrix } from "../core/mod.ts";
import { requireFinite } from "../core/validate.ts";
import { MAXIMUM_SWEEPS } from "./settle.ts";
import {
  innerProduct,
  readPatterns,
  readStates,
  rowsOf,
  toColumn,
} from "./states.ts";

/** A pair that a bidirectional memory holds or has come to. */
export interface StatePair {
  /** States a (Ma x 1) of the left layer, each +1 or -1. */
  left: Matrix;
  /** States b (Mb x 1) of the right layer, each +1 or -1. */
  right: Matrix;
}

/** Where a bidirectional memory has come to rest, and how. */
export interface SettledPair extends StatePair {
  /** Energies: the first pair's, then one after each update of a layer that changed it; none above the one before. */
  energies: number[];
}

/**
 * Weights of a bidirectional associative memory: W = Σₙ xₙyₙᵀ, Hebb's rule for pairs.
 *
 * Hetero-association: the two patterns of a pair live in spaces of their own.
 *
 * @source NNDL §8.6, 异联想模型; Kosko 1988, eq. 6, columns for his rows (row 26)
 * @param left Left patterns X (Ma x N), one to a column, each entry +1 or -1.
 * @param right Right patterns Y (Mb x N); pattern n belongs to left pattern n.
 * @returns Weights W (Ma x Mb), integers from -N to N.
 * @throws {ShapeError} If left and right differ in N.
 * @throws {RangeError} If an entry is neither +1 nor -1.
 *
 * @example One pair: the outer product
 * ```ts
 * import { bidirectionalWeights } from "@mneme/mneme/associative";
 * import { columnVector } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const weights = bidirectionalWeights(
 *   columnVector([1, -1]),
 *   columnVector([1, 1, -1]),
 * );
 * assertEquals(weights.to2DArray(), [[1, 1, -1], [-1, -1, 1]]);
 * ```
 */
export function bidirectionalWeights(left: Matrix, right: Matrix): Matrix {
  const action = "store pairs";
  bindShapes(action, { left: [left, "Ma", "N"], right: [right, "Mb", "N"] });
  readPatterns(action, left);
  readPatterns(action, right);
  return left.mmul(right.transpose());
}

/**
 * Energy of a pair: E = -aᵀWb.
 *
 * @source NNDL §8.6, 异联想模型; Kosko 1988, eq. 11 (rows 26, 30)
 * @param weights Weights W (Ma x Mb).
 * @param pair States a (Ma x 1) and b (Mb x 1), each +1 or -1.
 * @returns E, which no update of a layer raises.
 * @throws {ShapeError} If weights and states do not fit.
 * @throws {RangeError} If a state is neither +1 nor -1, or a weight is not finite.
 *
 * @example A stored pair of 2 and 3 neurons
 * ```ts
 * import { bidirectionalEnergy, bidirectionalWeights } from "@mneme/mneme/associative";
 * import { columnVector } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const pair = { left: columnVector([1, -1]), right: columnVector([1, 1, -1]) };
 * const weights = bidirectionalWeights(pair.left, pair.right);
 * assertEquals(bidirectionalEnergy(weights, pair), -2 * 3);
 * ```
 */
export function bidirectionalEnergy(
  weights: Matrix,
  { left, right }: StatePair,
): number {
  const action = "compute the energy";
  bindShapes(action, {
    weights: [weights, "Ma", "Mb"],
    left: [left, "Ma", 1],
    right: [right, "Mb", 1],
  });
  requireFinite(action, { weights });
  return energyOf(
    rowsOf(weights),
    readStates(action, left, weights.rows),
    readStates(action, right, weights.columns),
  );
}

/**
 * Recall of a pair from its left half: b = sgn(Wᵀa), a = sgn(Wb), in turn, until neither changes.
 *
 * A field of 0 leaves a neuron as it is (at the very first update, +1): so any
 * change lowers the energy, and the layers come to rest whatever the weights.
 * To recall from the right half, pass the transposed weights.
 *
 * @source NNDL §8.6, 异联想模型; Kosko 1988, §IV (row 26)
 * @param weights Weights W (Ma x Mb).
 * @param cue States a (Ma x 1) to start from, each +1 or -1.
 * @returns The pair at rest and the energies on the way.
 * @throws {ShapeError} If the cue is not Ma x 1.
 * @throws {RangeError} If a state is neither +1 nor -1, a weight is not finite, or weights differ so much in size that rounding keeps the layers flipping.
 *
 * @example Either half recalls the other
 * ```ts
 * import { bidirectionalWeights, recallPair } from "@mneme/mneme/associative";
 * import { columnVector } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const left = columnVector([1, -1]);
 * const right = columnVector([1, 1, -1]);
 * const weights = bidirectionalWeights(left, right);
 * assertEquals(recallPair(weights, left).right, right);
 * assertEquals(recallPair(weights.transpose(), right).right, left);
 * ```
 */
export function recallPair(weights: Matrix, cue: Matrix): SettledPair {
  const action = "recall a pair";
  requireFinite(action, { weights });
  const rows = rowsOf(weights);
  const columns = rowsOf(weights.transpose());
  let left = readStates(action, cue, weights.rows);
  let right = layer(columns, left, new Float64Array(weights.columns).fill(1));
  const energies = [energyOf(rows, left, right)];
  for (let round = 1; round <= MAXIMUM_SWEEPS; round++) {
    const nextLeft = layer(rows, right, left);
    const nextRight = layer(columns, nextLeft, right);
    if (isSame(left, nextLeft)) {
      return { left: toColumn(left), right: toColumn(right), energies };
    }
    energies.push(energyOf(rows, nextLeft, right));
    if (!isSame(right, nextRight)) {
      energies.push(energyOf(rows, nextLeft, nextRight));
    }
    [left, right] = [nextLeft, nextRight];
  }
  throw new RangeError(
    `Cannot ${action} as weights must not differ so much in size that rounding decides: ${MAXIMUM_SWEEPS} rounds still flipped a neuron`,
  );
}

/** The sign of each row's field; a field of 0 keeps the state. */
function layer(
  rows: readonly Float64Array[],
  inputs: Float64Array,
  states: Float64Array,
): Float64Array {
  return states.map((state, i) =>
    Math.sign(innerProduct(rows[i], inputs)) || state
  );
}

function energyOf(
  rows: readonly Float64Array[],
  left: Float64Array,
  right: Float64Array,
): number {
  return 0 - rows.reduce(
    (sum, row, i) => sum + left[i] * innerProduct(row, right),
    0,
  );
}

function isSame(a: Float64Array, b: Float64Array): boolean {
  return a.every((state, i) => state === b[i]);
}
