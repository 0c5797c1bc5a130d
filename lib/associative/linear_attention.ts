import { dotScores, type KeyValueMemory } from "../attention/mod.ts";
import {
  bindShapes,
  fromRule,
  type Matrix,
  type ShapedMatrix,
} from "../core/mod.ts";
import { requireFinite, requireNumber } from "../core/validate.ts";

/** What plain and gated linear attention are told beside keys, values and queries. */
export interface LinearAttentionOptions {
  /**
   * Logarithms g of the decay (Dk x N, one for each key feature, or 1 x N, one
   * for all): before item n is written the state is multiplied by exp(gₙ). It
   * makes the rule gated. Default: 0, nothing is forgotten.
   */
  logDecay?: Matrix;
  /** Factor of the outputs. Default: 1/√Dk, as in scaled dot attention. */
  scale?: number;
}

/** What the recurrent form is told: also how items are written, and what was written before. */
export interface LinearRecurrenceOptions extends LinearAttentionOptions {
  /**
   * Write strengths β (1 x N). They make it the delta rule: of a value only
   * what the state does not yet say of its key is written. Default: plain sums.
   */
  writeStrength?: Matrix;
  /** State S (Dv x Dk) to go on from. Default: 0. */
  state?: Matrix;
}

/** What linear attention gives. */
export interface LinearAttention {
  /** Outputs (Dv x N), one to a query. */
  output: Matrix;
  /** State S (Dv x Dk) after the last item: all that is kept, however long the sequence. */
  state: Matrix;
}

/**
 * Linear attention, recurrent: Sₙ = Sₙ₋₁ diag(exp gₙ) + uₙkₙᵀ, oₙ = scale · Sₙqₙ; uₙ = vₙ, or βₙ(vₙ - Sₙ₋₁ diag(exp gₙ) kₙ) by the delta rule.
 *
 * Attention without softmax. The sum over items can be kept as one matrix of
 * fast weights, so a step costs the same at any length; the price is that keys
 * which are not orthogonal disturb each other, which the delta rule mends.
 *
 * @source NNDL §8.6.2 使用联想记忆增加网络容量; Katharopoulos et al. 2020, eqs. 16 to 20 (no normalizer); Schlag, Irie and Schmidhuber 2021, eq. 24 (delta rule); Yang et al. 2024, eq. 3, and 2025, eq. 10 (gates) (row 33)
 * @param memory Keys K (Dk x N) and values V (Dv x N), written one after another.
 * @param queries Queries Q (Dk x N); query n sees items 1 to n.
 * @param options `logDecay` g and `writeStrength` β choose the rule, `scale` and `state`.
 * @returns Outputs (Dv x N) and the state (Dv x Dk) after the last item.
 * @throws {ShapeError} If keys, values, queries and options do not fit.
 * @throws {RangeError} If an entry is not finite.
 *
 * @example The delta rule replaces what the plain rule adds
 * ```ts
 * import { linearAttention } from "@mneme/mneme/associative";
 * import { fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const memory = { keys: fromRows([[1, 1]]), values: fromRows([[3, 5]]) };
 * const queries = fromRows([[1, 1]]);
 * const writeStrength = fromRows([[1, 1]]);
 * const plain = linearAttention(memory, queries);
 * const delta = linearAttention(memory, queries, { writeStrength });
 * assertEquals(plain.output.to2DArray(), [[3, 8]]);
 * assertEquals(delta.output.to2DArray(), [[3, 5]]);
 * ```
 */
export function linearAttention(
  { keys, values }: KeyValueMemory,
  queries: Matrix,
  options: LinearRecurrenceOptions = {},
): LinearAttention {
  const action = "attend linearly";
  const { logDecay, writeStrength } = options;
  requireSequence(action, { keys, values, queries }, options);
  const scale = options.scale ?? 1 / Math.sqrt(keys.rows);
  const output = fromRule(values.rows, values.columns, () => 0);
  let state = options.state?.clone() ??
    fromRule(values.rows, keys.rows, () => 0);
  for (let n = 0; n < keys.columns; n++) {
    const key = keys.getColumnVector(n);
    let written = values.getColumnVector(n);
    if (logDecay) state.mulRowVector(decayAt(logDecay, n, keys.rows));
    if (writeStrength) {
      written = written.sub(state.mmul(key)).mul(writeStrength.get(0, n));
    }
    state = state.add(written.mmul(key.transpose()));
    const read = state.mmul(queries.getColumnVector(n)).mul(scale);
    output.setColumn(n, read);
  }
  return { output, state };
}

/**
 * Linear attention, all items at once: O = scale · V(L ⊙ KᵀQ) with Lₘₙ = exp(gₘ₊₁ + ... + gₙ) for m <= n, else 0.
 *
 * The masked form of the plain and the gated rule: causal attention with the
 * softmax left out. It costs N² like attention, and equals the recurrent form.
 *
 * @source NNDL §8.6.2 使用联想记忆增加网络容量; Katharopoulos et al. 2020, eq. 8; Yang et al. 2024, eq. 4 (row 33)
 * @param memory Keys K (Dk x N) and values V (Dv x N).
 * @param queries Queries Q (Dk x N); query n sees items 1 to n.
 * @param options `logDecay` g (a decay for each key feature goes inside of KᵀQ) and `scale`.
 * @returns Outputs (Dv x N).
 * @throws {ShapeError} If keys, values, queries and decay do not fit.
 * @throws {RangeError} If an entry is not finite.
 *
 * @example An item counts half as much after each step
 * ```ts
 * import { maskedLinearAttention } from "@mneme/mneme/associative";
 * import { fromRows } from "@mneme/mneme/core";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const memory = { keys: fromRows([[1, 0, 0]]), values: fromRows([[8, 0, 0]]) };
 * const output = maskedLinearAttention(memory, fromRows([[1, 1, 1]]), {
 *   logDecay: fromRows([[0, Math.log(0.5), Math.log(0.5)]]),
 * });
 * assertAlmostEquals(output.get(0, 2), 2);
 * ```
 */
export function maskedLinearAttention(
  { keys, values }: KeyValueMemory,
  queries: Matrix,
  options: LinearAttentionOptions = {},
): Matrix {
  const action = "attend linearly";
  requireSequence(action, { keys, values, queries }, options);
  const { logDecay, scale = 1 / Math.sqrt(keys.rows) } = options;
  const scores = logDecay
    ? decayedScores(keys, queries, logDecay)
    : dotScores(keys, queries);
  const masked = fromRule(
    keys.columns,
    keys.columns,
    (m, n) => m <= n ? scores.get(m, n) * scale : 0,
  );
  return values.mmul(masked);
}

/** Σ_d k_dm q_dn exp(g_d,m+1 + ... + g_dn) for m <= n; the sums are of logarithms, so that a strong decay does not divide by 0. */
function decayedScores(
  keys: Matrix,
  queries: Matrix,
  logDecay: Matrix,
): Matrix {
  const size = keys.columns;
  const scores = fromRule(size, size, () => 0);
  for (let d = 0; d < keys.rows; d++) {
    const gates = logDecay.getRow(logDecay.rows === 1 ? 0 : d);
    for (let m = 0; m < size; m++) {
      let total = 0;
      for (let n = m; n < size; n++) {
        if (n > m) total += gates[n];
        const term = keys.get(d, m) * queries.get(d, n) * Math.exp(total);
        scores.set(m, n, scores.get(m, n) + term);
      }
    }
  }
  return scores;
}

/** The factors exp(gₙ) of the Dk columns of the state. */
function decayAt(logDecay: Matrix, n: number, size: number): number[] {
  const factors = logDecay.getColumn(n).map(Math.exp);
  return factors.length === size ? factors : new Array(size).fill(factors[0]);
}

function requireSequence(
  action: string,
  { keys, values, queries }: KeyValueMemory & { queries: Matrix },
  { logDecay, scale, writeStrength, state }: LinearRecurrenceOptions,
): void {
  const shapes: Record<string, ShapedMatrix> = {
    keys: [keys, "Dk", "N"],
    values: [values, "Dv", "N"],
    queries: [queries, "Dk", "N"],
  };
  if (logDecay) {
    shapes.logDecay = [logDecay, logDecay.rows === 1 ? 1 : "Dk", "N"];
  }
  if (writeStrength) shapes.writeStrength = [writeStrength, 1, "N"];
  if (state) shapes.state = [state, "Dv", "Dk"];
  bindShapes(action, shapes);
  for (const [name, [matrix]] of Object.entries(shapes)) {
    requireFinite(action, { [name]: matrix });
  }
  if (scale !== undefined) requireNumber(action, "the scale", scale);
}
