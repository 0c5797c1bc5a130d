// 习题 8-2 · Exercise 8-2: one way to solve it.

/**
 * Task 1: Var(qᵀk) = d σ⁴.
 *
 * One product has mean E[qᵢ] E[kᵢ] = 0, so its variance is its mean square,
 * E[qᵢ²] E[kᵢ²] = σ² σ². The d products are independent, so variances add.
 */
export function dotProductVariance(dimension: number, sigma: number): number {
  return dimension * sigma ** 4;
}

/**
 * Task 2: the scaled dot scores sₙ = kₙᵀq / √d.
 *
 * √d and not d: dividing a number by c divides its variance by c², and d is
 * the factor to be removed. d is the vectors' length, not the number of keys.
 */
export function scaledScores(query: number[], keys: number[][]): number[] {
  const scale = Math.sqrt(query.length);
  return keys.map((key) =>
    key.reduce((sum, entry, i) => sum + entry * query[i], 0) / scale
  );
}

/**
 * Task 3: ∂αᵢ/∂sⱼ = αᵢ (δᵢⱼ - αⱼ), where δᵢⱼ is 1 if i = j and else 0.
 *
 * From log αᵢ = sᵢ - log Σⱼ exp(sⱼ) follows ∂ log αᵢ/∂sⱼ = δᵢⱼ - αⱼ; times αᵢ
 * this is the entry. A row sums to 0: one number added to all scores changes
 * nothing.
 */
export function softmaxJacobian(scores: number[]): number[][] {
  const weights = softmax(scores);
  return weights.map((weight, i) =>
    weights.map((other, j) => weight * ((i === j ? 1 : 0) - other))
  );
}

/**
 * Task 4: the Frobenius norm of the Jacobian.
 *
 * The squares are never negative, so nothing cancels. The shorter formula
 * √(Σαᵢ² - 2Σαᵢ³ + (Σαᵢ²)²) subtracts numbers close to 1 where the softmax is
 * saturated, and is left with rounding errors, or the root of a negative number.
 */
export function gradientNorm(scores: number[]): number {
  return Math.sqrt(
    softmaxJacobian(scores).flat().reduce((sum, x) => sum + x * x, 0),
  );
}

/** exp(1e4) is too large for a number; exp(sₙ - max) never exceeds 1. */
function softmax(scores: number[]): number[] {
  const top = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - top));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}
