import { cosineScores } from "../attention/mod.ts";
import {
  bindShapes,
  columnVector,
  fromRule,
  logSumExpColumns,
  type Matrix,
  softmaxColumns,
  softmaxColumnsGradient,
} from "../core/mod.ts";
import {
  bindFinite,
  requireDistributions,
  requireFinite,
  requireNumber,
} from "../core/validate.ts";
import {
  contentWeights,
  forEachMove,
  logWeights,
  requireOddShift,
  turingAddress,
  type TuringHead,
} from "./addressing.ts";

/** The gradient of a loss with respect to what an address by content depends on. */
export interface ContentGradient {
  /** With respect to the memory (D x N); 0 for a slot of zeros. */
  memory: Matrix;
  /** With respect to the key (D x 1); 0 for a key of zeros. */
  key: Matrix;
  /** With respect to the key strength β. */
  strength: number;
}

/** The gradient of a loss with respect to what an interpolation depends on. */
export interface InterpolationGradient {
  /** With respect to the weights by content (N x 1). */
  content: Matrix;
  /** With respect to the weights of the step before (N x 1). */
  previous: Matrix;
  /** With respect to the gate g. */
  gate: number;
}

/** The gradient of a loss with respect to what a shift depends on. */
export interface ShiftGradient {
  /** With respect to the weights (N x 1). */
  weights: Matrix;
  /** With respect to the shift (S x 1). */
  shift: Matrix;
}

/** The gradient of a loss with respect to what a sharpening depends on. */
export interface SharpeningGradient {
  /** With respect to the weights (N x 1). */
  weights: Matrix;
  /** With respect to the sharpening γ. */
  sharpening: number;
}

/** The gradient of a loss with respect to everything that an address depends on. */
export interface TuringAddressGradient extends ContentGradient {
  /** With respect to the gate g. */
  gate: number;
  /** With respect to the shift (S x 1). */
  shift: Matrix;
  /** With respect to the sharpening γ. */
  sharpening: number;
  /** With respect to the weights of the step before (N x 1). */
  previous: Matrix;
}

/**
 * Gradient of the address by content: with h = ∂L/∂(βc), ∂L/∂β = hᵀc and ∂L/∂k = β Σₙ hₙ (m̂ₙ - cₙ k̂)/‖k‖.
 *
 * c is the cosine, a hat a vector of length 1; with respect to a slot it is the
 * same with key and slot exchanged. At zeros, where the cosine has no gradient,
 * it is 0.
 *
 * @source NNDL §8.5.2 神经图灵机, 基于内容的寻址 (row 24); Graves et al. 2014, eq. 5, 6, differentiated by hand
 * @param memory Memory M (D x N).
 * @param key Key k (D x 1).
 * @param strength Key strength β, at least 0.
 * @param upstream Gradient ∂L/∂w (N x 1) in the weights.
 * @returns Gradients in memory (D x N), key (D x 1) and strength.
 * @throws {ShapeError} If memory, key and gradient differ in D or N.
 * @throws {RangeError} If an entry is not finite or the strength is below 0.
 *
 * @example Along itself a key has no gradient
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { contentWeightsGradient } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * const { key } = contentWeightsGradient(
 *   fromRows([[1, 0], [0, 1]]),
 *   columnVector([2, 0]),
 *   3,
 *   columnVector([1, 0]),
 * );
 * assertEquals(key.get(0, 0), 0); // a longer key changes nothing
 * ```
 */
export function contentWeightsGradient(
  memory: Matrix,
  key: Matrix,
  strength: number,
  upstream: Matrix,
): ContentGradient {
  const action = "differentiate an address by content";
  bindFinite(action, {
    memory: [memory, "D", "N"],
    key: [key, "D", 1],
    upstream: [upstream, "N", 1],
  });
  const weights = contentWeights(memory, key, strength);
  const ofScores = softmaxColumnsGradient(weights, upstream); // N x 1
  const cosines = cosineScores(memory, key);
  const ofCosines = ofScores.clone().mul(strength);
  return {
    memory: cosineSlotGradient(memory, key, cosines, ofCosines),
    key: cosineKeyGradient(memory, key, cosines, ofCosines),
    strength: ofScores.dot(cosines),
  };
}

/**
 * Gradient of the interpolation: ∂L/∂w_content = gG, ∂L/∂w_before = (1 - g)G, ∂L/∂g = Gᵀ(w_content - w_before).
 *
 * @source NNDL §8.5.2 神经图灵机, 基于位置的寻址 (row 25); Graves et al. 2014, eq. 7, differentiated by hand
 * @param content Weights by content (N x 1), which sum to 1.
 * @param previous Weights of the step before (N x 1), which sum to 1.
 * @param gate Gate g, from 0 to 1.
 * @param upstream Gradient G (N x 1) in the interpolated weights.
 * @returns Gradients in both weights (N x 1 each) and the gate.
 * @throws {ShapeError} If the three differ in N.
 * @throws {RangeError} If weights are not a distribution, an entry is not finite, or the gate lies outside of [0, 1].
 *
 * @example The gate gains what the content's address is better by
 * ```ts
 * import { columnVector } from "@mneme/mneme/core";
 * import { interpolateWeightsGradient } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * const [content, previous] = [columnVector([1, 0]), columnVector([0, 1])];
 * const upstream = columnVector([5, 3]);
 * const { gate } = interpolateWeightsGradient(content, previous, 0.25, upstream);
 * assertEquals(gate, 2);
 * ```
 */
export function interpolateWeightsGradient(
  content: Matrix,
  previous: Matrix,
  gate: number,
  upstream: Matrix,
): InterpolationGradient {
  const action = "differentiate an interpolation of addresses";
  bindShapes(action, {
    content: [content, "N", 1],
    previous: [previous, "N", 1],
    upstream: [upstream, "N", 1],
  });
  requireDistributions(action, { content, previous });
  requireFinite(action, { upstream });
  requireNumber(action, "the gate", gate, { minimum: 0, maximum: 1 });
  return {
    content: upstream.clone().mul(gate),
    previous: upstream.clone().mul(1 - gate),
    gate: upstream.dot(content) - upstream.dot(previous),
  };
}

/**
 * Gradient of the shift: ∂L/∂w(j) = Σᵢ G(i) s(i - j), ∂L/∂s(k) = Σ_j G(j + k) w(j).
 *
 * Backwards the convolution is a correlation: each weight collects from where
 * it went.
 *
 * @source NNDL §8.5.2 神经图灵机, 基于位置的寻址 (row 25); Graves et al. 2014, eq. 8, differentiated by hand
 * @param weights Weights w (N x 1), which sum to 1.
 * @param shift Shift s (S x 1), which sums to 1; S is odd.
 * @param upstream Gradient G (N x 1) in the shifted weights.
 * @returns Gradients in the weights (N x 1) and the shift (S x 1).
 * @throws {ShapeError} If weights and gradient differ in N.
 * @throws {RangeError} If weights or shift are not a distribution, S is even, or an entry is not finite.
 *
 * @example A slot's gradient is that of the slot it moves to
 * ```ts
 * import { columnVector } from "@mneme/mneme/core";
 * import { shiftWeightsGradient } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * const { weights } = shiftWeightsGradient(
 *   columnVector([1, 0, 0]),
 *   columnVector([0, 0, 1]),
 *   columnVector([3, 5, 7]),
 * );
 * assertEquals(weights.to1DArray(), [5, 7, 3]);
 * ```
 */
export function shiftWeightsGradient(
  weights: Matrix,
  shift: Matrix,
  upstream: Matrix,
): ShiftGradient {
  const action = "differentiate a shift of an address";
  const { N, S } = bindShapes(action, {
    weights: [weights, "N", 1],
    shift: [shift, "S", 1],
    upstream: [upstream, "N", 1],
  });
  requireDistributions(action, { weights, shift });
  requireFinite(action, { upstream });
  requireOddShift(action, shift);
  const ofWeights = new Array<number>(N).fill(0);
  const ofShift = new Array<number>(S).fill(0);
  forEachMove(N, S, (from, to, i) => {
    ofWeights[from] += upstream.get(to, 0) * shift.get(i, 0);
    ofShift[i] += upstream.get(to, 0) * weights.get(from, 0);
  });
  return { weights: columnVector(ofWeights), shift: columnVector(ofShift) };
}

/**
 * Gradient of the sharpening: with y its output and G = ∂L/∂y, ∂L/∂wₙ = γ (yₙ/wₙ)(Gₙ - Σ y G),
 * ∂L/∂γ = Σₙ yₙ (Gₙ - Σ y G) log wₙ.
 *
 * yₙ/wₙ = wₙ^(γ-1) / Σ w^γ is taken in logarithms, and so has a value where
 * wₙ = 0; there wₙ adds nothing to ∂L/∂γ.
 *
 * @source NNDL §8.5.2 神经图灵机, 基于位置的寻址 (row 25); Graves et al. 2014, eq. 9, differentiated by hand
 * @param weights Weights w (N x 1), which sum to 1.
 * @param sharpening Sharpening γ, at least 1.
 * @param upstream Gradient G (N x 1) in the sharpened weights.
 * @returns Gradients in the weights (N x 1) and γ.
 * @throws {ShapeError} If weights and gradient differ in N.
 * @throws {RangeError} If weights are not a distribution, γ is below 1, or an entry is not finite.
 *
 * @example Equal weights stay equal, whatever γ
 * ```ts
 * import { columnVector } from "@mneme/mneme/core";
 * import { sharpenWeightsGradient } from "@mneme/mneme/memory";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const { sharpening } = sharpenWeightsGradient(
 *   columnVector([0.5, 0.5]),
 *   3,
 *   columnVector([7, 2]),
 * );
 * assertAlmostEquals(sharpening, 0);
 * ```
 */
export function sharpenWeightsGradient(
  weights: Matrix,
  sharpening: number,
  upstream: Matrix,
): SharpeningGradient {
  const action = "differentiate a sharpening of an address";
  bindShapes(action, {
    weights: [weights, "N", 1],
    upstream: [upstream, "N", 1],
  });
  requireDistributions(action, { weights });
  requireFinite(action, { upstream });
  requireNumber(action, "the sharpening", sharpening, { minimum: 1 });
  const logarithms = logWeights(weights);
  const scores = logarithms.clone().mul(sharpening);
  const sharpened = softmaxColumns(scores);
  const ofScores = softmaxColumnsGradient(sharpened, upstream);
  const [logTotal] = logSumExpColumns(scores);
  const mean = sharpened.dot(upstream);
  const power = (log: number) => sharpening === 1 ? 0 : (sharpening - 1) * log;
  return {
    weights: fromRule(
      weights.rows,
      1,
      (n) =>
        sharpening * (upstream.get(n, 0) - mean) *
        Math.exp(power(logarithms.get(n, 0)) - logTotal),
    ),
    sharpening: ofScores.getColumn(0).reduce(
      (sum, gradient, n) =>
        weights.get(n, 0) > 0 ? sum + gradient * logarithms.get(n, 0) : sum,
      0,
    ),
  };
}

/**
 * Gradient of a head's address: the chain rule through sharpening, shift, interpolation and content.
 *
 * @source NNDL §8.5.2 神经图灵机, 寻址 (rows 24, 25); Graves et al. 2014, eq. 5-9, differentiated by hand
 * @param memory Memory M (D x N).
 * @param head Key, strength, gate, shift and sharpening.
 * @param previous The head's weights of the step before (N x 1), which sum to 1.
 * @param upstream Gradient ∂L/∂w (N x 1) in the head's weights.
 * @returns Gradients in memory, every parameter of the head, and the weights of the step before.
 * @throws {ShapeError} If memory, key, weights and gradient differ in D or N.
 * @throws {RangeError} If a parameter is out of its range, an entry is not finite, or weights or shift are not a distribution.
 *
 * @example With the gate shut the content has no gradient
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { turingAddressGradient } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * const { strength, previous } = turingAddressGradient(
 *   fromRows([[5, 6, 7], [1, 0, 2]]),
 *   {
 *     key: columnVector([1, 2]),
 *     strength: 9,
 *     gate: 0,
 *     shift: columnVector([0, 1, 0]),
 *     sharpening: 1,
 *   },
 *   columnVector([0, 0, 1]),
 *   columnVector([3, 5, 0]),
 * );
 * assertEquals(strength, 0);
 * assertEquals(previous.to1DArray(), [3, 5, 0]);
 * ```
 */
export function turingAddressGradient(
  memory: Matrix,
  head: TuringHead,
  previous: Matrix,
  upstream: Matrix,
): TuringAddressGradient {
  const { key, strength, gate, shift, sharpening } = head;
  const { content, gated, shifted } = turingAddress(memory, head, previous);
  const ofSharpening = sharpenWeightsGradient(shifted, sharpening, upstream);
  const ofShift = shiftWeightsGradient(gated, shift, ofSharpening.weights);
  const ofGate = interpolateWeightsGradient(
    content,
    previous,
    gate,
    ofShift.weights,
  );
  return {
    ...contentWeightsGradient(memory, key, strength, ofGate.content),
    gate: ofGate.gate,
    shift: ofShift.shift,
    sharpening: ofSharpening.sharpening,
    previous: ofGate.previous,
  };
}

/** Through c = cos(k, m) to each slot: (k̂ - c m̂)/‖m‖ times the gradient in c. */
function cosineSlotGradient(
  memory: Matrix,
  key: Matrix,
  cosines: Matrix,
  upstream: Matrix,
): Matrix {
  const keyLength = lengthOf(key, 0);
  const lengths = Array.from(
    { length: memory.columns },
    (_, n) => lengthOf(memory, n),
  );
  return fromRule(memory.rows, memory.columns, (d, n) => {
    if (lengths[n] === 0 || keyLength === 0) return 0;
    const [towards, along] = [
      key.get(d, 0) / keyLength,
      memory.get(d, n) / lengths[n],
    ];
    return upstream.get(n, 0) * (towards - cosines.get(n, 0) * along) /
      lengths[n];
  });
}

/** Through c = cos(k, m) to the key, which all slots share: the same with key and slot exchanged, summed. */
function cosineKeyGradient(
  memory: Matrix,
  key: Matrix,
  cosines: Matrix,
  upstream: Matrix,
): Matrix {
  const total = key.clone().mul(0);
  for (let n = 0; n < memory.columns; n++) {
    const slot = memory.getColumnVector(n);
    total.add(
      cosineSlotGradient(
        key,
        slot,
        cosines.selection([n], [0]),
        upstream.selection([n], [0]),
      ),
    );
  }
  return total;
}

function lengthOf(matrix: Matrix, column: number): number {
  return Math.hypot(...matrix.getColumn(column));
}
