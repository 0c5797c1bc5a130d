import { fromRule, type Matrix } from "../core/mod.ts";

/** Symmetric weights with a zero diagonal: wᵢⱼ = wⱼᵢ = entry(i, j), asked once for each pair, i > j. */
export function fromPairs(
  size: number,
  entry: (i: number, j: number) => number,
): Matrix {
  const weights = fromRule(size, size, () => 0);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const weight = entry(i, j);
      weights.set(i, j, weight);
      weights.set(j, i, weight);
    }
  }
  return weights;
}

/** Throws a RangeError that names the first pair of entries wᵢⱼ ≠ wⱼᵢ. */
export function requireSymmetry(
  action: string,
  rows: readonly ArrayLike<number>[],
): void {
  for (let i = 0; i < rows.length; i++) {
    for (let j = i + 1; j < rows.length; j++) {
      if (rows[i][j] === rows[j][i]) continue;
      throw new RangeError(
        `Cannot ${action} as its weights must be symmetric: entry (${i}, ${j}) is ${
          rows[i][j]
        }, entry (${j}, ${i}) is ${rows[j][i]}`,
      );
    }
  }
}
