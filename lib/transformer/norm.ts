import { fromRule, type Matrix } from "../core/mod.ts";
import { bindFinite, requireNumber } from "../core/validate.ts";

/** What layer normalization learns. */
export interface LayerNormParameters {
  /** Scale γ (D x 1). */
  scale: Matrix;
  /** Shift β (D x 1). Default: 0. */
  shift?: Matrix;
}

/** What RMS normalization learns. */
export interface RmsNormParameters {
  /** Scale γ (D x 1). */
  scale: Matrix;
}

/** What keeps the denominator from 0. */
export interface NormOptions {
  /** ε, added to the variance (to the mean square in RMS normalization), at least 0. Default: 1e-5. */
  epsilon?: number;
}

/** What normalization divides by, one number to a column. */
export interface ColumnStatistics {
  /** Means μ (1 x N). */
  mean: Matrix;
  /** Inverse standard deviations 1/√(σ² + ε) (1 x N), σ² with 1/D. */
  inverseDeviation: Matrix;
}

/** The derivatives of a number by everything that layer normalization takes. */
export interface LayerNormGradient {
  /** By the inputs (D x N). */
  inputs: Matrix;
  /** By the scale γ (D x 1). */
  scale: Matrix;
  /** By the shift β (D x 1). */
  shift: Matrix;
}

/**
 * Column statistics: μₙ = 1/D Σ_d x_dn and 1/√(σₙ² + ε) with σₙ² = 1/D Σ_d (x_dn - μₙ)².
 *
 * @source NNDL §7.5.2 层归一化, eqs. for μ and σ²; Ba et al. 2016, eq. 3, with ε (row 73)
 * @param inputs Inputs X (D x N), one item to a column.
 * @param options `epsilon` is ε.
 * @returns Means and inverse standard deviations (1 x N each).
 * @throws {RangeError} If a number is not finite, or ε is negative.
 *
 * @example The variance has D below it, not D - 1
 * ```ts
 * import { columnVector } from "@mneme/mneme/core";
 * import { columnStatistics } from "@mneme/mneme/transformer";
 * import { assertEquals } from "@std/assert";
 *
 * const { mean, inverseDeviation } = columnStatistics(columnVector([1, 5]), {
 *   epsilon: 0,
 * });
 * assertEquals([mean.get(0, 0), inverseDeviation.get(0, 0)], [3, 1 / 2]);
 * ```
 */
export function columnStatistics(
  inputs: Matrix,
  { epsilon = 1e-5 }: NormOptions = {},
): ColumnStatistics {
  bindFinite("take the statistics of items", { inputs: [inputs, "D", "N"] });
  return statistics(inputs, epsilon);
}

/**
 * Layer normalization: LN(x) = γ ⊙ (x - μ) / √(σ² + ε) + β, each item by itself.
 *
 * μ and σ² are those of the item's D features (batch normalization takes those
 * of a feature over the batch), so it works alike for any N. To normalize over
 * several axes of a tensor, make a column of them.
 *
 * @source NNDL §7.5.2 层归一化; S4 Transformer其他操作; Ba et al. 2016, eqs. 3 and 4 (row 73)
 * @param inputs Inputs X (D x N), one item to a column.
 * @param parameters Scale γ and shift β (D x 1 each).
 * @param options `epsilon` is ε.
 * @returns Outputs (D x N); with γ = 1 and β = 0 each column has mean 0 and variance σ²/(σ² + ε). A constant column gives β.
 * @throws {ShapeError} If inputs, scale and shift differ in D.
 * @throws {RangeError} If a number is not finite, or ε is negative.
 *
 * @example Neither shift nor scale of an item matters
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { layerNorm } from "@mneme/mneme/transformer";
 * import { assertEquals } from "@std/assert";
 *
 * const y = layerNorm(fromRows([[1, 110], [5, 150]]), { scale: columnVector([1, 1]) }, {
 *   epsilon: 0,
 * });
 * assertEquals(y.to2DArray(), [[-1, -1], [1, 1]]);
 * ```
 */
export function layerNorm(
  inputs: Matrix,
  { scale, shift }: LayerNormParameters,
  { epsilon = 1e-5 }: NormOptions = {},
): Matrix {
  bindFinite("normalize items", {
    inputs: [inputs, "D", "N"],
    scale: [scale, "D", 1],
    ...shift && { shift: [shift, "D", 1] },
  });
  const standard = standardized(inputs, statistics(inputs, epsilon));
  return fromRule(
    inputs.rows,
    inputs.columns,
    (d, n) => scale.get(d, 0) * standard.get(d, n) + (shift?.get(d, 0) ?? 0),
  );
}

/**
 * RMS normalization: RMSN(x) = γ ⊙ x / √(1/D Σ_d x_d² + ε), each item by itself.
 *
 * Layer normalization without the mean: cheaper by a pass, and it keeps the
 * item's direction.
 *
 * @source Zhang and Sennrich 2019, eq. 4, with ε; the successor of S4's 层归一化 in today's Transformers (row 73)
 * @param inputs Inputs X (D x N), one item to a column.
 * @param parameters Scale γ (D x 1).
 * @param options `epsilon` is ε.
 * @returns Outputs (D x N); with γ = 1 and ε = 0 each column has mean square 1.
 * @throws {ShapeError} If inputs and scale differ in D.
 * @throws {RangeError} If a number is not finite, or ε is negative.
 *
 * @example The direction stays
 * ```ts
 * import { columnVector } from "@mneme/mneme/core";
 * import { rmsNorm } from "@mneme/mneme/transformer";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const y = rmsNorm(columnVector([3, 4]), { scale: columnVector([1, 1]) }, {
 *   epsilon: 0,
 * });
 * assertAlmostEquals(y.get(0, 0), 3 / Math.sqrt(12.5));
 * assertAlmostEquals(y.get(1, 0), 4 / Math.sqrt(12.5));
 * ```
 */
export function rmsNorm(
  inputs: Matrix,
  { scale }: RmsNormParameters,
  { epsilon = 1e-5 }: NormOptions = {},
): Matrix {
  bindFinite("normalize items by their root mean square", {
    inputs: [inputs, "D", "N"],
    scale: [scale, "D", 1],
  });
  requireEpsilon(epsilon);
  const factors = Array.from({ length: inputs.columns }, (_, n) => {
    const column = inputs.getColumn(n);
    return inverseRoot(column.map((x) => x * x), epsilon);
  });
  return fromRule(
    inputs.rows,
    inputs.columns,
    (d, n) => scale.get(d, 0) * inputs.get(d, n) * factors[n],
  );
}

/**
 * Gradient of layer normalization: ∂x = (g - mean g - x̂ ⊙ mean(g ⊙ x̂)) / √(σ² + ε), with g = γ ⊙ ∂y and x̂ = (x - μ)/√(σ² + ε).
 *
 * The two means take out what the output cannot show: a common shift of an
 * item, and, but for ε, its common scale. ∂γ = Σₙ ∂yₙ ⊙ x̂ₙ and ∂β = Σₙ ∂yₙ.
 *
 * @source NNDL §7.5.2 层归一化, differentiated by hand; Ba et al. 2016 (row 73)
 * @param inputs Inputs X (D x N).
 * @param parameters Scale γ (D x 1); the shift does not matter.
 * @param upstream Derivatives ∂Y of a number L by the outputs (D x N).
 * @param options `epsilon` is ε.
 * @returns The derivatives of L by inputs (D x N), whose columns sum to 0, scale and shift (D x 1 each).
 * @throws {ShapeError} If inputs, upstream and scale differ in D or N.
 * @throws {RangeError} If a number is not finite, or ε is negative.
 *
 * @example What all outputs share does not reach the inputs
 * ```ts
 * import { columnVector } from "@mneme/mneme/core";
 * import { layerNormGradient } from "@mneme/mneme/transformer";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const { inputs } = layerNormGradient(
 *   columnVector([1, 2, 5]),
 *   { scale: columnVector([1, 1, 1]) },
 *   columnVector([7, 7, 7]),
 * );
 * for (const x of inputs.getColumn(0)) assertAlmostEquals(x, 0, 1e-12);
 * ```
 */
export function layerNormGradient(
  inputs: Matrix,
  { scale }: LayerNormParameters,
  upstream: Matrix,
  { epsilon = 1e-5 }: NormOptions = {},
): LayerNormGradient {
  bindFinite("differentiate layer normalization", {
    inputs: [inputs, "D", "N"],
    scale: [scale, "D", 1],
    upstream: [upstream, "D", "N"],
  });
  const [D, N] = [inputs.rows, inputs.columns];
  const found = statistics(inputs, epsilon);
  const standard = standardized(inputs, found);
  const scaled = fromRule(D, N, (d, n) => scale.get(d, 0) * upstream.get(d, n));
  const along = scaled.clone().mul(standard);
  const byInputs = standard.clone(); // each column becomes its derivative
  for (let n = 0; n < N; n++) {
    const [shared, pulled] = [scaled, along].map((m) => meanOf(m.getColumn(n)));
    const factor = found.inverseDeviation.get(0, n);
    for (let d = 0; d < D; d++) {
      const free = scaled.get(d, n) - shared - standard.get(d, n) * pulled;
      byInputs.set(d, n, factor * free);
    }
  }
  const total = (matrix: Matrix) =>
    fromRule(D, 1, (d) => matrix.getRow(d).reduce((a, b) => a + b));
  return {
    inputs: byInputs,
    scale: total(upstream.clone().mul(standard)),
    shift: total(upstream),
  };
}

function statistics(inputs: Matrix, epsilon: number): ColumnStatistics {
  requireEpsilon(epsilon);
  const columns = Array.from(
    { length: inputs.columns },
    (_, n) => inputs.getColumn(n),
  );
  const means = columns.map(meanOf);
  return {
    mean: fromRule(1, inputs.columns, (_, n) => means[n]),
    inverseDeviation: fromRule(
      1,
      inputs.columns,
      (_, n) =>
        inverseRoot(columns[n].map((x) => (x - means[n]) ** 2), epsilon),
    ),
  };
}

/** (X - μ) / √(σ² + ε), a new matrix. */
function standardized(
  inputs: Matrix,
  { mean, inverseDeviation }: ColumnStatistics,
): Matrix {
  return fromRule(
    inputs.rows,
    inputs.columns,
    (d, n) => (inputs.get(d, n) - mean.get(0, n)) * inverseDeviation.get(0, n),
  );
}

/** 1/√(mean + ε); 0 for squares that are all 0, whose item is 0 whatever divides it. */
function inverseRoot(squares: readonly number[], epsilon: number): number {
  const total = meanOf(squares) + epsilon;
  return total === 0 ? 0 : 1 / Math.sqrt(total);
}

function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b) / numbers.length;
}

function requireEpsilon(epsilon: number): void {
  requireNumber("normalize items", "epsilon", epsilon, { minimum: 0 });
}
