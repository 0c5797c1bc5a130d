import { fromRule, type Matrix } from "../core/mod.ts";
import { requireSize } from "../core/size.ts";
import { requireNumber } from "../core/validate.ts";

/** How fast the waves slow down from pair to pair, and where the positions begin. */
export interface PositionOptions {
  /** The base: pair j has the wave length 2π · base^(2j/D), above 0. Default: 10000. */
  base?: number;
}

/** How fast the waves slow down, and where the positions begin. */
export interface SinusoidalOptions extends PositionOptions {
  /** The position of the first column, a finite number. Default: 0. */
  first?: number;
}

/**
 * Angular frequencies of D/2 pairs: ωⱼ = base^(-2j/D), j = 0, ..., D/2 - 1, from 1 down.
 *
 * @source NNDL §15.6.3 位置编码; Vaswani et al. 2017, §3.5; Su et al. 2021, eq. 15 (row 72)
 */
export function frequencies(
  action: string,
  dimension: number,
  base: number,
): number[] {
  if (requireSize(action, "the dimension", dimension, 2) % 2 !== 0) {
    throw new RangeError(
      `Cannot ${action} as the dimension must be even: ${dimension}`,
    );
  }
  if (!(requireNumber(action, "the base", base) > 0)) {
    throw new RangeError(
      `Cannot ${action} as the base must be above 0: ${base}`,
    );
  }
  return Array.from(
    { length: dimension / 2 },
    (_, j) => base ** (-2 * j / dimension),
  );
}

/**
 * Sinusoidal positions: PE(p)₂ⱼ = sin(p ωⱼ), PE(p)₂ⱼ₊₁ = cos(p ωⱼ), ωⱼ = 10000^(-2j/D).
 *
 * Attention does not know the order of its items; added to them, these tell it.
 * A shift by k is one and the same rotation at every position
 * ({@linkcode positionShift}), and PE(p)ᵀPE(p + k) = Σⱼ cos(k ωⱼ) depends on k only.
 *
 * @source NNDL §15.6.3 位置编码; S4 Transformer其他操作; Vaswani et al. 2017, §3.5 (row 72)
 * @param dimension Dimension D, even, at least 2.
 * @param length Number N of positions, an integer of at least 1.
 * @param options `base` in place of 10000, `first` is the position of the first column.
 * @returns Positions (D x N), entries from -1 to 1; each column has length √(D/2).
 * @throws {RangeError} If dimension or length is no such integer, the base is not above 0, or `first` is not finite.
 *
 * @example Position 0 has sines 0 and cosines 1
 * ```ts
 * import { sinusoidalPositions } from "@mneme/mneme/transformer";
 * import { assertEquals } from "@std/assert";
 *
 * const positions = sinusoidalPositions(4, 2);
 * assertEquals(positions.getColumn(0), [0, 1, 0, 1]);
 * assertEquals(positions.get(2, 1), Math.sin(1 / 100));
 * ```
 */
export function sinusoidalPositions(
  dimension: number,
  length: number,
  { base = 10000, first = 0 }: SinusoidalOptions = {},
): Matrix {
  const action = "encode positions";
  const omega = frequencies(action, dimension, base);
  requireSize(action, "the length", length);
  requireNumber(action, "the first position", first);
  return fromRule(dimension, length, (i, n) => {
    const angle = (first + n) * omega[i >> 1];
    return i % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
}

/**
 * Shift of sinusoidal positions: PE(p + k) = R_k PE(p), where R_k turns pair j by k ωⱼ.
 *
 * Why a linear layer can learn to look k items back: R_k does not depend on p.
 *
 * @source Vaswani et al. 2017, §3.5: "PE(pos + k) can be represented as a linear function of PE(pos)" (row 72)
 * @param dimension Dimension D, even, at least 2.
 * @param offset How far k to shift, a finite number.
 * @param options `base` in place of 10000.
 * @returns The rotation R_k (D x D), block diagonal with blocks [[cos, sin], [-sin, cos]]; R_kᵀR_k = I.
 * @throws {RangeError} If the dimension is not even, the base is not above 0, or the offset is not finite.
 *
 * @example One matrix moves every position by three
 * ```ts
 * import { positionShift, sinusoidalPositions } from "@mneme/mneme/transformer";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const moved = positionShift(4, 3).mmul(sinusoidalPositions(4, 5));
 * const later = sinusoidalPositions(4, 5, { first: 3 });
 * assertAlmostEquals(moved.get(2, 4), later.get(2, 4), 1e-12);
 * ```
 */
export function positionShift(
  dimension: number,
  offset: number,
  { base = 10000 }: PositionOptions = {},
): Matrix {
  const action = "shift positions";
  const omega = frequencies(action, dimension, base);
  requireNumber(action, "the offset", offset);
  return fromRule(dimension, dimension, (i, j) => {
    if (i >> 1 !== j >> 1) return 0;
    const angle = offset * omega[i >> 1];
    if (i === j) return Math.cos(angle);
    return i < j ? Math.sin(angle) : -Math.sin(angle);
  });
}
