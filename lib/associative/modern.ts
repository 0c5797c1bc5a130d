import {
  type Attention,
  dotScores,
  keyValueAttention,
} from "../attention/mod.ts";
import { bindShapes, logSumExpColumns, type Matrix } from "../core/mod.ts";
import { requireFinite, requireNumber } from "../core/validate.ts";

/** How sharply the patterns compete. */
export interface RetrievalOptions {
  /** Inverse temperature β, above 0. Default: 1/√M, as in scaled dot attention. */
  inverseTemperature?: number;
}

/**
 * Update of the modern Hopfield network: s' = X softmax(βXᵀs).
 *
 * That is attention: patterns are keys and values, states are queries, and
 * β = 1/√M is the scaled dot score. One update nearly always suffices, and the
 * number of patterns that can be kept grows exponentially with M.
 *
 * @source NNDL §8.6.1 联想记忆, 存储容量; Ramsauer et al. 2021, eq. 3 (rows 32, 76)
 * @param patterns Patterns X (M x N), one to a column, of any finite numbers.
 * @param states States S (M x K), one to a column.
 * @param options `inverseTemperature` β.
 * @returns The next states as `output` (M x K) and how they are mixed from the patterns as `weights` (N x K), whose columns sum to 1.
 * @throws {ShapeError} If patterns and states differ in M.
 * @throws {RangeError} If an entry is not finite, or β is not above 0.
 *
 * @example At β = 1/√M it is attention
 * ```ts
 * import { retrieveModern } from "@mneme/mneme/associative";
 * import { keyValueAttention } from "@mneme/mneme/attention";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const patterns = fromRows([[1, 2], [3, -5]]);
 * const state = columnVector([1, 1]);
 * assertEquals(
 *   retrieveModern(patterns, state),
 *   keyValueAttention({ keys: patterns, values: patterns }, state),
 * );
 * ```
 */
export function retrieveModern(
  patterns: Matrix,
  states: Matrix,
  { inverseTemperature }: RetrievalOptions = {},
): Attention {
  const action = "retrieve a pattern";
  requireRetrieval(action, patterns, states, inverseTemperature);
  const memory = { keys: patterns, values: patterns };
  if (inverseTemperature === undefined) {
    return keyValueAttention(memory, states);
  }
  return keyValueAttention(memory, states, {
    score: (keys, queries) => dotScores(keys, queries).mul(inverseTemperature),
  });
}

/**
 * Energy of the modern Hopfield network: E = -β⁻¹ log Σₙ exp(βxₙᵀs) + ½ sᵀs + β⁻¹ log N + ½ maxₙ ‖xₙ‖².
 *
 * @source NNDL §8.6.1 能量函数; Ramsauer et al. 2021, eq. 2 (row 30)
 * @param patterns Patterns X (M x N), one to a column, of any finite numbers.
 * @param state State s (M x 1).
 * @param options `inverseTemperature` β.
 * @returns E, at least 0, which {@linkcode retrieveModern} never raises.
 * @throws {ShapeError} If patterns and state differ in M.
 * @throws {RangeError} If an entry is not finite, or β is not above 0.
 *
 * @example Retrieval goes downhill
 * ```ts
 * import { modernEnergy, retrieveModern } from "@mneme/mneme/associative";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assert } from "@std/assert";
 *
 * const patterns = fromRows([[1, -1], [1, 1]]);
 * const cue = columnVector([0.2, 0.1]);
 * const { output } = retrieveModern(patterns, cue);
 * assert(modernEnergy(patterns, output) < modernEnergy(patterns, cue));
 * ```
 */
export function modernEnergy(
  patterns: Matrix,
  state: Matrix,
  { inverseTemperature = 1 / Math.sqrt(patterns.rows) }: RetrievalOptions = {},
): number {
  const action = "compute the energy";
  bindShapes(action, {
    patterns: [patterns, "M", "N"],
    state: [state, "M", 1],
  });
  requireRetrieval(action, patterns, state, inverseTemperature);
  const [logSum] = logSumExpColumns(
    dotScores(patterns, state).mul(inverseTemperature),
  );
  const mixing = (Math.log(patterns.columns) - logSum) / inverseTemperature;
  const lengths = Array.from(
    { length: patterns.columns },
    (_, n) => patterns.getColumnVector(n).norm() ** 2,
  );
  const longest = lengths.reduce((a, b) => Math.max(a, b));
  return mixing + (state.norm() ** 2 + longest) / 2;
}

function requireRetrieval(
  action: string,
  patterns: Matrix,
  states: Matrix,
  inverseTemperature?: number,
): void {
  bindShapes(action, {
    patterns: [patterns, "M", "N"],
    states: [states, "M", "K"],
  });
  requireFinite(action, { patterns, states });
  if (inverseTemperature !== undefined) {
    requireNumber(action, "the inverse temperature", inverseTemperature, {
      minimum: Number.MIN_VALUE,
    });
  }
}
