import { bindShapes, fromRule, type Matrix } from "../core/mod.ts";
import { hadamard } from "../core/elementwise.ts";
import {
  requireDistributions,
  requireFinite,
  requireFractions,
} from "../core/validate.ts";

/** What H heads write, and where. */
export interface TuringWrite {
  /** Weights w (N x H), one head to a column; columns sum to 1. */
  weights: Matrix;
  /** Erase vectors e (D x H), entries from 0 to 1. */
  erase: Matrix;
  /** Add vectors a (D x H). */
  add: Matrix;
}

/** The gradient of a loss with respect to what a read depends on. */
export interface TuringReadGradient {
  /** With respect to the memory (D x N). */
  memory: Matrix;
  /** With respect to the weights (N x H). */
  weights: Matrix;
}

/** The gradient of a loss with respect to what a write depends on. */
export interface TuringWriteGradient extends TuringReadGradient {
  /** With respect to the erase vectors (D x H). */
  erase: Matrix;
  /** With respect to the add vectors (D x H). */
  add: Matrix;
}

/**
 * Read: r = Σₙ wₙ mₙ, for H heads R = MW.
 *
 * The paper writes M as N x D, a slot to a row; here, as in the notes, a slot
 * is a column of M (D x N).
 *
 * @source NNDL §8.5.2 神经图灵机, 读向量 (row 24); Graves et al. 2014, eq. 2
 * @param memory Memory M (D x N).
 * @param weights Weights W (N x H), one head to a column; columns sum to 1.
 * @returns Read vectors (D x H), one head to a column.
 * @throws {ShapeError} If memory and weights differ in N.
 * @throws {RangeError} If an entry is not finite, or a column of weights is not a distribution.
 *
 * @example A blurred address reads a blend
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { turingRead } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * const memory = fromRows([[1, 3, 100], [2, 6, 100]]);
 * const read = turingRead(memory, columnVector([0.5, 0.5, 0]));
 * assertEquals(read.to2DArray(), [[2], [4]]);
 * ```
 */
export function turingRead(memory: Matrix, weights: Matrix): Matrix {
  const action = "read a Turing machine's memory";
  bindShapes(action, {
    memory: [memory, "D", "N"],
    weights: [weights, "N", "H"],
  });
  requireFinite(action, { memory });
  requireDistributions(action, { weights });
  return memory.mmul(weights);
}

/**
 * Erase: m̃ₙ = mₙ ⊙ Πₕ (1 - w_hn e_h).
 *
 * A slot loses a share only where weight and erase vector both are above 0.
 * Products commute, so the heads have no order.
 *
 * @source NNDL §8.5.2 神经图灵机, 删除向量 (row 24); Graves et al. 2014, eq. 3
 * @param memory Memory M (D x N).
 * @param weights Weights W (N x H), one head to a column; columns sum to 1.
 * @param erase Erase vectors E (D x H), entries from 0 to 1.
 * @returns The memory after all erases (D x N).
 * @throws {ShapeError} If the matrices differ in D, N or H.
 * @throws {RangeError} If an entry is not finite, an erase lies outside of [0, 1], or a column of weights is not a distribution.
 *
 * @example A full erase at one slot clears what the vector names
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { turingErase } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * const memory = fromRows([[1, 2], [3, 4]]);
 * const after = turingErase(memory, columnVector([0, 1]), columnVector([1, 0]));
 * assertEquals(after.to2DArray(), [[1, 0], [3, 4]]);
 * ```
 */
export function turingErase(
  memory: Matrix,
  weights: Matrix,
  erase: Matrix,
): Matrix {
  requireErase("erase in a Turing machine's memory", memory, weights, erase);
  return hadamard(memory, keptShares(weights, erase));
}

/**
 * Add: mₙ = m̃ₙ + Σₕ w_hn a_h, so M = M̃ + AWᵀ.
 *
 * @source NNDL §8.5.2 神经图灵机, 增加向量 (row 24); Graves et al. 2014, eq. 4
 * @param memory Memory M̃ (D x N), after the erases.
 * @param weights Weights W (N x H), one head to a column; columns sum to 1.
 * @param add Add vectors A (D x H).
 * @returns The memory after all adds (D x N).
 * @throws {ShapeError} If the matrices differ in D, N or H.
 * @throws {RangeError} If an entry is not finite, or a column of weights is not a distribution.
 *
 * @example What is added lands in proportion to the weights
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { turingAdd } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * const after = turingAdd(
 *   fromRows([[1, 2]]),
 *   columnVector([0.25, 0.75]),
 *   columnVector([8]),
 * );
 * assertEquals(after.to2DArray(), [[3, 8]]);
 * ```
 */
export function turingAdd(
  memory: Matrix,
  weights: Matrix,
  add: Matrix,
): Matrix {
  const action = "add to a Turing machine's memory";
  bindShapes(action, {
    memory: [memory, "D", "N"],
    weights: [weights, "N", "H"],
    add: [add, "D", "H"],
  });
  requireFinite(action, { memory, add });
  requireDistributions(action, { weights });
  return added(memory, weights, add);
}

/**
 * Write: mₙ ← mₙ ⊙ Πₕ (1 - w_hn e_h) + Σₕ w_hn a_h, first every erase, then every add.
 *
 * With one head it is the notes' m(1 - w·e) + w·a. With several the paper lets
 * all of them erase before any adds, so their order does not matter; head by
 * head, a later one would erase what an earlier one has just added.
 *
 * @source NNDL §8.5.2 神经图灵机 (row 24); Graves et al. 2014, eq. 3, 4
 * @param memory Memory M (D x N).
 * @param heads Weights (N x H), erase and add vectors (D x H), one head to a column.
 * @returns The next memory (D x N).
 * @throws {ShapeError} If the matrices differ in D, N or H.
 * @throws {RangeError} If an entry is not finite, an erase lies outside of [0, 1], or a column of weights is not a distribution.
 *
 * @example Half a write
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { turingWrite } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * const after = turingWrite(fromRows([[4, 4]]), {
 *   weights: columnVector([0.5, 0.5]),
 *   erase: columnVector([1]),
 *   add: columnVector([6]),
 * });
 * assertEquals(after.to2DArray(), [[5, 5]]); // 4 · (1 - 0.5) + 0.5 · 6
 * ```
 */
export function turingWrite(
  memory: Matrix,
  { weights, erase, add }: TuringWrite,
): Matrix {
  const action = "write to a Turing machine's memory";
  requireWrite(action, memory, { weights, erase, add });
  const erased = hadamard(memory, keptShares(weights, erase));
  return added(erased, weights, add);
}

/**
 * Gradient of the read: ∂L/∂M = GWᵀ, ∂L/∂W = MᵀG, where G = ∂L/∂R.
 *
 * @source NNDL §8.5.2 神经图灵机, 读向量 (row 24), differentiated by hand
 * @param memory Memory M (D x N).
 * @param weights Weights W (N x H) that it was read with.
 * @param upstream G = ∂L/∂R (D x H).
 * @returns Gradients with respect to memory (D x N) and weights (N x H).
 * @throws {ShapeError} If the matrices differ in D, N or H.
 * @throws {RangeError} If an entry is not finite, or a column of weights is not a distribution.
 *
 * @example A weight's gradient is what its slot holds
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { turingReadGradient } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * const { memory, weights } = turingReadGradient(
 *   fromRows([[3, 5]]),
 *   columnVector([0.25, 0.75]),
 *   columnVector([2]),
 * );
 * assertEquals(weights.to2DArray(), [[6], [10]]);
 * assertEquals(memory.to2DArray(), [[0.5, 1.5]]);
 * ```
 */
export function turingReadGradient(
  memory: Matrix,
  weights: Matrix,
  upstream: Matrix,
): TuringReadGradient {
  const action = "differentiate a Turing machine's read";
  bindShapes(action, {
    memory: [memory, "D", "N"],
    weights: [weights, "N", "H"],
    upstream: [upstream, "D", "H"],
  });
  requireFinite(action, { memory, upstream });
  requireDistributions(action, { weights });
  return {
    memory: upstream.mmul(weights.transpose()),
    weights: memory.transpose().mmul(upstream),
  };
}

/**
 * Gradient of the write: with G = ∂L/∂M' and F = Π (1 - w e), ∂L/∂M = G ⊙ F, ∂L/∂A = GW,
 * ∂L/∂w_hn = Σ_d G_dn (a_dh - e_dh m_dn F_dn / (1 - w_hn e_dh)), and ∂L/∂e_dh the same without a, w in place of e.
 *
 * The quotient stands for the product over the other heads, which is how it is
 * computed: a head that erases fully is no division by zero.
 *
 * @source NNDL §8.5.2 神经图灵机 (row 24), differentiated by hand
 * @param memory Memory M (D x N) before the write.
 * @param heads Weights (N x H), erase and add vectors (D x H) that it was written with.
 * @param upstream G = ∂L/∂M' (D x N), with respect to the memory after the write.
 * @returns Gradients with respect to memory (D x N), weights (N x H), erase and add vectors (D x H).
 * @throws {ShapeError} If the matrices differ in D, N or H.
 * @throws {RangeError} If an entry is not finite, an erase lies outside of [0, 1], or a column of weights is not a distribution.
 *
 * @example One slot, one head, fully erased
 * ```ts
 * import { fromRows } from "@mneme/mneme/core";
 * import { turingWriteGradient } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * const one = fromRows([[1]]);
 * const { memory, erase, add } = turingWriteGradient(
 *   fromRows([[7]]),
 *   { weights: one, erase: one, add: fromRows([[3]]) },
 *   one,
 * );
 * assertEquals(memory.get(0, 0), 0);
 * assertEquals(erase.get(0, 0), -7);
 * assertEquals(add.get(0, 0), 1);
 * ```
 */
export function turingWriteGradient(
  memory: Matrix,
  { weights, erase, add }: TuringWrite,
  upstream: Matrix,
): TuringWriteGradient {
  const action = "differentiate a Turing machine's write";
  requireWrite(action, memory, { weights, erase, add });
  bindShapes(action, {
    memory: [memory, "D", "N"],
    upstream: [upstream, "D", "N"],
  });
  requireFinite(action, { upstream });
  const overSlot = hadamard(upstream, memory); // G ⊙ M
  const others = Array.from(
    { length: weights.columns },
    (_, h) => hadamard(overSlot, keptShares(weights, erase, h)), // D x N each
  );
  const ofWeights = fromRule(
    weights.rows,
    weights.columns,
    (n, h) =>
      -sumUpTo(memory.rows, (d) => erase.get(d, h) * others[h].get(d, n)),
  );
  const ofErase = fromRule(
    erase.rows,
    erase.columns,
    (d, h) =>
      -sumUpTo(memory.columns, (n) => weights.get(n, h) * others[h].get(d, n)),
  );
  return {
    memory: hadamard(upstream, keptShares(weights, erase)),
    weights: ofWeights.add(upstream.transpose().mmul(add)),
    erase: ofErase,
    add: upstream.mmul(weights),
  };
}

/** Πₕ (1 - w_hn e_dh), D x N: what each entry keeps; `without` leaves one head out. */
function keptShares(
  weights: Matrix,
  erase: Matrix,
  without?: number,
): Matrix {
  return fromRule(erase.rows, weights.rows, (d, n) => {
    let kept = 1;
    for (let h = 0; h < weights.columns; h++) {
      if (h !== without) kept *= 1 - weights.get(n, h) * erase.get(d, h);
    }
    return kept;
  });
}

/** M + AWᵀ, a new matrix. */
function added(memory: Matrix, weights: Matrix, add: Matrix): Matrix {
  return add.mmul(weights.transpose()).add(memory);
}

function sumUpTo(count: number, term: (index: number) => number): number {
  let sum = 0;
  for (let index = 0; index < count; index++) sum += term(index);
  return sum;
}

function requireErase(
  action: string,
  memory: Matrix,
  weights: Matrix,
  erase: Matrix,
): void {
  bindShapes(action, {
    memory: [memory, "D", "N"],
    weights: [weights, "N", "H"],
    erase: [erase, "D", "H"],
  });
  requireFinite(action, { memory });
  requireDistributions(action, { weights });
  requireFractions(action, { erase });
}

function requireWrite(
  action: string,
  memory: Matrix,
  { weights, erase, add }: TuringWrite,
): void {
  bindShapes(action, {
    memory: [memory, "D", "N"],
    weights: [weights, "N", "H"],
    erase: [erase, "D", "H"],
    add: [add, "D", "H"],
  });
  requireFinite(action, { memory, add });
  requireDistributions(action, { weights });
  requireFractions(action, { erase });
}
