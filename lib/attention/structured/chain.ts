import {
  bindShapes,
  fromRule,
  logSumExpColumns,
  type Matrix,
  ShapeError,
  softmaxColumns,
} from "../../core/mod.ts";
import { bindFinite, requireFinite } from "../../core/validate.ts";

/** What a chain of binary variables prefers: each alone, and each two neighbors together. */
export interface ChainPotentials {
  /** Scores θ (N x 1): θₙ counts if zₙ = 1. */
  scores: Matrix;
  /** Couplings ψ (2 x 2), row zₙ and column zₙ₊₁: one for all edges or a list of N - 1. Default: 0, no coupling. */
  couplings?: Matrix | readonly Matrix[];
}

/** What is known of the chain exactly. */
export interface ChainMarginals {
  /** p(zₙ = 1) (N x 1), entries from 0 to 1; they need not sum to 1. */
  marginals: Matrix;
  /** p(zₙ, zₙ₊₁) (2 x 2) of each of the N - 1 edges, summing to 1. */
  pairs: Matrix[];
  /** log Z, the logarithm of the sum over all 2ᴺ configurations. */
  logPartition: number;
}

/** What structured attention gives. */
export interface ChainAttention extends ChainMarginals {
  /** Output c (D x 1). */
  output: Matrix;
}

/** Gradients of a loss in the potentials of a chain. */
export interface ChainGradients {
  /** Gradient in the scores θ (N x 1). */
  scores: Matrix;
  /** Gradient in the couplings ψ (2 x 2) of each edge; for couplings that are shared, their sum counts. */
  couplings: Matrix[];
}

/**
 * Marginals of a binary chain: p(z) ∝ exp(Σₙ θₙzₙ + Σₙ ψ(zₙ, zₙ₊₁)), so p(zₙ = 1) by forward-backward.
 *
 * The sum over 2ᴺ configurations costs 4N. Without couplings the variables are
 * independent and p(zₙ = 1) = σ(θₙ): a sigmoid, not a softmax, so any number of
 * items can be selected.
 *
 * @source NNDL §8.2.1 结构化注意力, 图模型; Kim et al. 2017, §3.1 and fig. 2 (row 11)
 * @param potentials Scores θ (N x 1) and couplings ψ (2 x 2).
 * @returns Marginals (N x 1), pair marginals (2 x 2) of each edge, and log Z.
 * @throws {ShapeError} If the scores are not a column, a coupling is not 2 x 2, or a list has not one for each edge.
 * @throws {RangeError} If a potential is not finite.
 *
 * @example Independent variables have sigmoids
 * ```ts
 * import { chainMarginals } from "@mneme/mneme/attention";
 * import { columnVector } from "@mneme/mneme/core";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const { marginals } = chainMarginals({ scores: columnVector([0, Math.log(3)]) });
 * assertAlmostEquals(marginals.get(0, 0), 0.5);
 * assertAlmostEquals(marginals.get(1, 0), 0.75);
 * ```
 */
export function chainMarginals(potentials: ChainPotentials): ChainMarginals {
  const { theta, psi } = unfold(potentials);
  const { forward, backward } = messages(theta, psi);
  const joint = (n: number, b: number) => forward[n][b] + backward[n][b];
  const both = fromRule(2, theta.length, (b, n) => joint(n, b));
  const states = softmaxColumns(both);
  return {
    marginals: fromRule(theta.length, 1, (n) => states.get(1, n)),
    pairs: psi.map((each, n) => {
      const weights = softmaxColumns(fromRule(4, 1, (i) => {
        const [a, b] = [i >> 1, i & 1];
        return forward[n][a] + each.get(a, b) + theta[n + 1] * b +
          backward[n + 1][b];
      }));
      return fromRule(2, 2, (a, b) => weights.get(2 * a + b, 0));
    }),
    logPartition: logSumExpColumns(both)[0],
  };
}

/**
 * Structured attention by a chain: c = E[Σₙ zₙxₙ] = Σₙ p(zₙ = 1) xₙ.
 *
 * Neighbors that are coupled are selected together, as the words of a phrase.
 * The weights do not sum to 1; the output is a sum, not a mean.
 *
 * @source NNDL §8.2.1 结构化注意力, 图模型; Kim et al. 2017, §3.1 (row 11)
 * @param inputs Inputs X (D x N).
 * @param potentials Scores θ (N x 1) and couplings ψ (2 x 2).
 * @returns Output (D x 1), marginals (N x 1), pair marginals and log Z.
 * @throws {ShapeError} If inputs and scores differ in N, or the couplings do not fit.
 * @throws {RangeError} If an entry is not finite.
 *
 * @example Two certain items are both read
 * ```ts
 * import { chainAttention } from "@mneme/mneme/attention";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const { output } = chainAttention(fromRows([[3, 5, 7]]), {
 *   scores: columnVector([50, 50, -50]),
 * });
 * assertAlmostEquals(output.get(0, 0), 8);
 * ```
 */
export function chainAttention(
  inputs: Matrix,
  potentials: ChainPotentials,
): ChainAttention {
  const action = "attend by a chain";
  bindShapes(action, {
    inputs: [inputs, "D", "N"],
    scores: [potentials.scores, "N", 1],
  });
  requireFinite(action, { inputs });
  const chain = chainMarginals(potentials);
  return { output: inputs.mmul(chain.marginals), ...chain };
}

/**
 * Gradient of chain marginals: ∂L/∂θₙ = μₙ (E[G | zₙ = 1] - E[G]) with G = Σₙ gₙzₙ, g = ∂L/∂μ,
 * and for an edge ∂L/∂ψ(a, b) = p(a, b) (E[G | a, b] - E[G]).
 *
 * Softmax's gradient has the same form: a probability times what the event
 * adds to the mean. E[G | zₙ] splits into a past and a future part, which follow
 * by the recursions of forward-backward, so the cost stays linear in N.
 *
 * @source NNDL §8.2.1 结构化注意力, 图模型, differentiated; Kim et al. 2017, fig. 2, does it in another way (row 11)
 * @param potentials Scores θ (N x 1) and couplings ψ (2 x 2).
 * @param upstream Gradient g in the marginals (N x 1).
 * @returns Gradients in the scores (N x 1) and in each edge's couplings (2 x 2).
 * @throws {ShapeError} If scores and upstream differ in N, or the couplings do not fit.
 * @throws {RangeError} If an entry is not finite.
 *
 * @example A single variable has the sigmoid's gradient
 * ```ts
 * import { chainMarginalsGradient } from "@mneme/mneme/attention";
 * import { columnVector } from "@mneme/mneme/core";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const gradient = chainMarginalsGradient(
 *   { scores: columnVector([0]) },
 *   columnVector([1]),
 * );
 * assertAlmostEquals(gradient.scores.get(0, 0), 0.25);
 * ```
 */
export function chainMarginalsGradient(
  potentials: ChainPotentials,
  upstream: Matrix,
): ChainGradients {
  const action = "differentiate a chain's marginals";
  bindShapes(action, {
    scores: [potentials.scores, "N", 1],
    upstream: [upstream, "N", 1],
  });
  requireFinite(action, { upstream });
  const { theta, psi } = unfold(potentials);
  const { marginals, pairs } = chainMarginals(potentials);
  const g = upstream.getColumn(0);
  const { past, future } = conditionalMeans(theta, psi, g);
  const mean = g.reduce((sum, each, n) => sum + each * marginals.get(n, 0), 0);
  return {
    scores: fromRule(
      theta.length,
      1,
      (n) => marginals.get(n, 0) * (past[n][1] + future[n][1] - mean),
    ),
    couplings: pairs.map((pair, n) =>
      fromRule(
        2,
        2,
        (a, b) =>
          pair.get(a, b) *
          (past[n][a] + g[n + 1] * b + future[n + 1][b] - mean),
      )
    ),
  };
}

/** A number for each of the two values of zₙ, n = 0, ..., N - 1. */
type Table = [number, number][];

/**
 * Messages in logarithms: forward(n, b) sums over all z before n with zₙ = b,
 * θₙ included; backward(n, a) over all z after n.
 */
function messages(
  theta: readonly number[],
  psi: readonly Matrix[],
): { forward: Table; backward: Table } {
  const forward: Table = [[0, theta[0]]];
  psi.forEach((each, n) => {
    const [f0, f1] = logSumExpColumns(
      fromRule(2, 2, (a, b) => forward[n][a] + each.get(a, b)),
    );
    forward.push([f0, f1 + theta[n + 1]]);
  });
  const backward: Table = theta.map(() => [0, 0]);
  for (let n = psi.length - 1; n >= 0; n--) {
    const after = backward[n + 1];
    const [b0, b1] = logSumExpColumns(
      fromRule(
        2,
        2,
        (b, a) => psi[n].get(a, b) + theta[n + 1] * b + after[b],
      ),
    );
    backward[n] = [b0, b1];
  }
  return { forward, backward };
}

/**
 * past(n, b) = E[Σ_{j≤n} gⱼzⱼ | zₙ = b] and future(n, a) = E[Σ_{j>n} gⱼzⱼ | zₙ = a]:
 * the means of G's two parts, each by its recursion along the chain.
 */
function conditionalMeans(
  theta: readonly number[],
  psi: readonly Matrix[],
  g: readonly number[],
): { past: Table; future: Table } {
  const { forward, backward } = messages(theta, psi);
  const past: Table = [[0, g[0]]];
  const future: Table = theta.map(() => [0, 0]);
  psi.forEach((each, n) => {
    const before = softmaxColumns( // p(zₙ = a | zₙ₊₁ = b), column b
      fromRule(2, 2, (a, b) => forward[n][a] + each.get(a, b)),
    );
    const mean = (b: number) =>
      before.get(0, b) * past[n][0] + before.get(1, b) * past[n][1];
    past.push([mean(0), mean(1) + g[n + 1]]);
  });
  for (let n = psi.length - 1; n >= 0; n--) {
    const after = softmaxColumns( // p(zₙ₊₁ = b | zₙ = a), column a
      fromRule(
        2,
        2,
        (b, a) => psi[n].get(a, b) + theta[n + 1] * b + backward[n + 1][b],
      ),
    );
    const mean = (a: number) =>
      after.get(0, a) * future[n + 1][0] +
      after.get(1, a) * (g[n + 1] + future[n + 1][1]);
    future[n] = [mean(0), mean(1)];
  }
  return { past, future };
}

/** The potentials as θ and one ψ for each edge, checked. */
function unfold(
  { scores, couplings = fromRule(2, 2, () => 0) }: ChainPotentials,
): { theta: number[]; psi: Matrix[] } {
  const action = "take a chain's marginals";
  const { N } = bindShapes(action, { scores: [scores, "N", 1] });
  const psi = "rows" in couplings
    ? Array<Matrix>(N - 1).fill(couplings)
    : [...couplings];
  if (psi.length !== N - 1) {
    throw new ShapeError(
      `Cannot ${action} as the couplings must be one for each of the N - 1 edges: N is ${N}, couplings are ${psi.length}`,
    );
  }
  requireFinite(action, { scores });
  new Set("rows" in couplings ? [couplings] : psi).forEach((coupling) => {
    bindFinite(action, { coupling: [coupling, 2, 2] });
  });
  return { theta: scores.getColumn(0), psi };
}
