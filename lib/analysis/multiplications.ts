import {
  bindShapes,
  fromRule,
  type Matrix,
  type ShapedMatrix,
  ShapeError,
  softmaxColumns,
} from "../core/mod.ts";
import type { GateParameters } from "../recurrent/mod.ts";
import type { Projections } from "../self_attention/mod.ts";

/** A multiplication that counts how often it is used. */
export interface MultiplicationCounter {
  /** Multiplications so far. */
  readonly count: number;
  /** a·b, counted. */
  multiply(a: number, b: number): number;
}

/** What a counted run gives. */
export interface CountedRun {
  /** The layer's outputs, one item to a column. */
  output: Matrix;
  /** Multiplications of this run. */
  multiplications: number;
}

/**
 * A fresh counter: count = number of calls of multiply(a, b) = a·b.
 *
 * @source NNDL 习题 8-3, operations counted instead of derived (row 36)
 * @returns A counter at 0, for one run or several.
 *
 * @example It multiplies and counts
 * ```ts
 * import { multiplicationCounter } from "@mneme/mneme/analysis";
 * import { assertEquals } from "@std/assert";
 *
 * const counter = multiplicationCounter();
 * assertEquals(counter.multiply(3, 5), 15);
 * assertEquals(counter.count, 1);
 * ```
 */
export function multiplicationCounter(): MultiplicationCounter {
  let count = 0;
  return {
    get count() {
      return count;
    },
    multiply(a: number, b: number): number {
      count++;
      return a * b;
    },
  };
}

/**
 * Self-attention with every multiplication counted: KᵀQ takes n²d, V softmax(·) another n²d, 2n²d in all.
 *
 * The projections (3nd²) come before it, as in Vaswani's table; the divisions
 * by √d and the exponentials are no multiplications.
 *
 * @source NNDL 习题 8-3; Vaswani et al. 2017, table 1 (row 36)
 * @param projections Queries Q, keys K and values V (d x n each).
 * @param counter The multiplication to use. Default: a fresh one.
 * @returns Outputs H = V softmax(KᵀQ / √d) (d x n) and the count 2n²d.
 * @throws {ShapeError} If the three differ in d or n.
 *
 * @example Three items of two features
 * ```ts
 * import { countedSelfAttention } from "@mneme/mneme/analysis";
 * import { fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const inputs = fromRows([[1, 2, 3], [4, 5, 6]]);
 * const run = countedSelfAttention({ queries: inputs, keys: inputs, values: inputs });
 * assertEquals(run.multiplications, 2 * 3 * 3 * 2);
 * ```
 */
export function countedSelfAttention(
  { queries, keys, values }: Projections,
  counter: MultiplicationCounter = multiplicationCounter(),
): CountedRun {
  const { d } = bindShapes("count self-attention", {
    queries: [queries, "d", "n"],
    keys: [keys, "d", "n"],
    values: [values, "d", "n"],
  });
  const before = counter.count;
  const scores = product(keys.transpose(), queries, counter);
  const weights = softmaxColumns(scores.div(Math.sqrt(d)));
  const output = product(values, weights, counter);
  return { output, multiplications: counter.count - before };
}

/**
 * A simple recurrent layer with every multiplication counted: Wx and Uh take d² each in n steps, 2nd² in all.
 *
 * The first step multiplies U by the state 0, and that counts.
 *
 * @source NNDL 习题 8-3; Vaswani et al. 2017, table 1 (row 36)
 * @param inputs Inputs X (d x n), one item to a column.
 * @param parameters W (d x d), U (d x d) and b (d x 1): state and input have one width.
 * @param counter The multiplication to use. Default: a fresh one.
 * @returns Hidden states (d x n) of hₙ = tanh(Wxₙ + Uhₙ₋₁ + b), h₀ = 0, and the count 2nd².
 * @throws {ShapeError} If inputs and parameters differ in d.
 *
 * @example Three steps of width two
 * ```ts
 * import { countedRecurrence } from "@mneme/mneme/analysis";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const { multiplications } = countedRecurrence(fromRows([[1, 2, 3], [4, 5, 6]]), {
 *   inputWeights: fromRows([[1, 0], [0, 1]]),
 *   stateWeights: fromRows([[0, 1], [1, 0]]),
 *   bias: columnVector([0, 0]),
 * });
 * assertEquals(multiplications, 2 * 3 * 2 * 2);
 * ```
 */
export function countedRecurrence(
  inputs: Matrix,
  { inputWeights, stateWeights, bias }: GateParameters,
  counter: MultiplicationCounter = multiplicationCounter(),
): CountedRun {
  const { d, n } = bindShapes("count recurrence", {
    inputs: [inputs, "d", "n"],
    inputWeights: [inputWeights, "d", "d"],
    stateWeights: [stateWeights, "d", "d"],
    bias: [bias, "d", 1],
  });
  const before = counter.count;
  const output = fromRule(d, n, () => 0);
  let state = fromRule(d, 1, () => 0);
  for (let t = 0; t < n; t++) {
    const fromInput = product(inputWeights, inputs.getColumnVector(t), counter);
    const fromState = product(stateWeights, state, counter);
    state = fromInput.add(fromState).add(bias).tanh();
    output.setColumn(t, state);
  }
  return { output, multiplications: counter.count - before };
}

/**
 * A one-sided convolution with every multiplication counted: n positions, k taps of d x d, k·n·d² in all.
 *
 * yₜ = Σⱼ Wⱼxₜ₋ⱼ, j = 0, ..., k - 1, so there are as many outputs as inputs.
 * What lies before the start is 0; the zeros are multiplied like the rest, and
 * that counts.
 *
 * @source NNDL 习题 8-3; Vaswani et al. 2017, table 1 (row 36)
 * @param inputs Inputs X (d x n), one item to a column.
 * @param kernel The taps W₀, ..., Wₖ₋₁ (d x d each), at least one; W₀ is for the position itself.
 * @param counter The multiplication to use. Default: a fresh one.
 * @returns Outputs Y (d x n) and the count k·n·d².
 * @throws {ShapeError} If a tap is not d x d, or there is none.
 *
 * @example Two taps over three positions of width one
 * ```ts
 * import { countedConvolution } from "@mneme/mneme/analysis";
 * import { fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const taps = [fromRows([[1]]), fromRows([[10]])];
 * const run = countedConvolution(fromRows([[2, 3, 5]]), taps);
 * assertEquals(run.output.to2DArray(), [[2, 3 + 20, 5 + 30]]);
 * assertEquals(run.multiplications, 2 * 3);
 * ```
 */
export function countedConvolution(
  inputs: Matrix,
  kernel: readonly Matrix[],
  counter: MultiplicationCounter = multiplicationCounter(),
): CountedRun {
  const { d, n } = bindTaps(inputs, kernel);
  const before = counter.count;
  const output = fromRule(d, n, () => 0);
  kernel.forEach((tap, j) => {
    const shifted = fromRule(
      d,
      n,
      (i, t) => t >= j ? inputs.get(i, t - j) : 0,
    );
    output.add(product(tap, shifted, counter));
  });
  return { output, multiplications: counter.count - before };
}

function bindTaps(
  inputs: Matrix,
  kernel: readonly Matrix[],
): Record<string, number> {
  if (kernel.length === 0) {
    throw new ShapeError(
      "Cannot count a convolution as its kernel must have at least one tap: it has 0",
    );
  }
  const shapes: Record<string, ShapedMatrix> = { inputs: [inputs, "d", "n"] };
  kernel.forEach((tap, j) => shapes[`kernel[${j}]`] = [tap, "d", "d"]);
  return bindShapes("count a convolution", shapes);
}

/** AB, each multiplication counted. */
function product(
  a: Matrix,
  b: Matrix,
  counter: MultiplicationCounter,
): Matrix {
  return fromRule(a.rows, b.columns, (i, j) => {
    let sum = 0;
    for (let k = 0; k < a.columns; k++) {
      sum += counter.multiply(a.get(i, k), b.get(k, j));
    }
    return sum;
  });
}
