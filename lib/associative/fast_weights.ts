import { bindShapes, fromRule, type Matrix } from "../core/mod.ts";
import { requireSize } from "../core/size.ts";
import { requireFinite, requireNumber } from "../core/validate.ts";

/** How fast weights forget and learn. */
export interface FastWeightsRates {
  /** Decay λ, from 0 (forget all) to 1 (forget nothing). Default: 0.95. */
  decay?: number;
  /** Learning rate η. Default: 0.5. */
  rate?: number;
}

/** What a recurrent net with fast weights learns slowly, by gradient. */
export interface FastWeightsParameters {
  /** Weights W of the state (H x H). */
  stateWeights: Matrix;
  /** Weights C of the input (H x D). */
  inputWeights: Matrix;
}

/** What it carries from step to step. */
export interface FastWeightsState {
  /** Hidden state h (H x 1). */
  hidden: Matrix;
  /** Fast weights A (H x H). */
  fastWeights: Matrix;
}

/** How a step is made. */
export interface FastWeightsOptions extends FastWeightsRates {
  /** Inner steps S in which the state settles with the fast weights, at least 0. Default: 1. */
  innerSteps?: number;
  /** What is done to the sum Wh + Cx + Ah before f; in the paper layer normalization. Default: nothing. */
  normalize?: (sum: Matrix) => Matrix;
  /** The function f of one entry. Default: max(0, ·). */
  activation?: (entry: number) => number;
}

/**
 * Update of fast weights: A ← λA + ηhhᵀ, Hebb's rule that forgets.
 *
 * What a state h reads back later is attention to the states before:
 * Aₜq = Σ_τ ηλ^(t-τ) h_τ(h_τᵀq), unnormalized and weighted by age.
 *
 * @source NNDL §8.6.2 使用联想记忆增加网络容量, 赫布规则; Ba et al. 2016, eq. 1 (rows 31, 33)
 * @param fastWeights Fast weights A (H x H).
 * @param hidden Hidden state h (H x 1).
 * @param rates `decay` λ and `rate` η.
 * @returns The next fast weights (H x H), symmetric if A is.
 * @throws {ShapeError} If A is not H x H or h is not H x 1.
 * @throws {RangeError} If an entry is not finite, λ is not from 0 to 1, or η is not finite.
 *
 * @example A state reads itself back
 * ```ts
 * import { updateFastWeights } from "@mneme/mneme/associative";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const hidden = columnVector([0, 2]);
 * const fastWeights = updateFastWeights(fromRows([[0, 0], [0, 0]]), hidden);
 * assertEquals(fastWeights.mmul(hidden).to1DArray(), [0, 0.5 * 2 * 4]);
 * ```
 */
export function updateFastWeights(
  fastWeights: Matrix,
  hidden: Matrix,
  { decay = 0.95, rate = 0.5 }: FastWeightsRates = {},
): Matrix {
  const action = "update fast weights";
  bindShapes(action, {
    fastWeights: [fastWeights, "H", "H"],
    hidden: [hidden, "H", 1],
  });
  requireFinite(action, { fastWeights, hidden });
  requireNumber(action, "the decay", decay, { minimum: 0, maximum: 1 });
  requireNumber(action, "the rate", rate);
  const remembered = fastWeights.clone().mul(decay);
  return remembered.add(hidden.mmul(hidden.transpose()).mul(rate));
}

/**
 * Step of a recurrent net with fast weights: h⁰ = f(Wh + Cx), hˢ⁺¹ = f(LN(Wh + Cx + Ahˢ)), after A ← λA + ηhhᵀ.
 *
 * An associative memory as a part of a net: it adds H² numbers of short-term
 * memory to H of state, and no parameter. LN stands for `normalize`.
 *
 * @source NNDL §8.6.2 使用联想记忆增加网络容量; Ba et al. 2016, eqs. 1 and 2 (row 33)
 * @param parameters Slow weights W (H x H) and C (H x D).
 * @param state Hidden state h (H x 1) and fast weights A (H x H).
 * @param input Input x (D x 1).
 * @param options `decay` λ, `rate` η, `innerSteps` S, `normalize` and `activation`.
 * @returns The next hidden state hᔆ and the next fast weights.
 * @throws {ShapeError} If parameters, state and input do not fit.
 * @throws {RangeError} If an entry is not finite, λ is not from 0 to 1, or S is not an integer of at least 0.
 *
 * @example Without inner steps it is a simple recurrent net
 * ```ts
 * import { fastWeightsStep } from "@mneme/mneme/associative";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const { hidden } = fastWeightsStep(
 *   { stateWeights: fromRows([[2]]), inputWeights: fromRows([[3]]) },
 *   { hidden: columnVector([1]), fastWeights: fromRows([[9]]) },
 *   columnVector([1]),
 *   { innerSteps: 0 },
 * );
 * assertEquals(hidden.get(0, 0), 5);
 * ```
 */
export function fastWeightsStep(
  { stateWeights, inputWeights }: FastWeightsParameters,
  state: FastWeightsState,
  input: Matrix,
  options: FastWeightsOptions = {},
): FastWeightsState {
  const action = "step with fast weights";
  bindShapes(action, {
    stateWeights: [stateWeights, "H", "H"],
    inputWeights: [inputWeights, "H", "D"],
    fastWeights: [state.fastWeights, "H", "H"],
    hidden: [state.hidden, "H", 1],
    input: [input, "D", 1],
  });
  requireFinite(action, { stateWeights, inputWeights, input });
  const {
    innerSteps = 1,
    normalize = (sum) => sum,
    activation = (entry) => Math.max(0, entry),
  } = options;
  requireSize(action, "the number of inner steps", innerSteps, 0);
  const fastWeights = updateFastWeights(
    state.fastWeights,
    state.hidden,
    options,
  );
  const apply = (sum: Matrix) =>
    fromRule(sum.rows, 1, (i) => activation(sum.get(i, 0)));
  const slow = stateWeights.mmul(state.hidden).add(inputWeights.mmul(input));
  let hidden = apply(slow);
  for (let step = 0; step < innerSteps; step++) {
    hidden = apply(normalize(fastWeights.mmul(hidden).add(slow)));
  }
  return { hidden, fastWeights };
}
