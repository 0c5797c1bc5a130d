import { assertEquals, assertThrows } from "@std/assert";
import {
  MEMORY_OPERATIONS,
  turingAdd,
  turingErase,
  turingRead,
  turingReadGradient,
  turingWrite,
  turingWriteGradient,
} from "@mneme/mneme/memory";
import {
  columnVector,
  fromRows,
  fromRule,
  type Matrix,
  ShapeError,
} from "@mneme/mneme/core";
import {
  assertMatrix,
  matrices,
  permuteColumns,
  type Rows,
  SEEDS,
} from "../support.ts";
import { assertGradient, inner } from "../gradients.ts";
import { distribution } from "./distributions.ts";

/** Weights (slots x heads), a distribution in each column. */
function weightsOf(seed: number, slots: number, heads: number): Matrix {
  const columns = Array.from(
    { length: heads },
    (_, h) => distribution(seed + 100 * h, slots).to1DArray(),
  );
  return fromRule(slots, heads, (n, h) => columns[h][n]);
}

/** Erase vectors, entries between 0 and 1. */
function fractions(seed: number, rows: number, columns: number): Matrix {
  return matrices(seed)(rows, columns).apply(function (i, j) {
    this.set(i, j, 1 / (1 + Math.exp(-this.get(i, j))));
  });
}

/** All erases, then all adds, one after the other, entry by entry. */
function writeByDefinition(m: Rows, w: Rows, e: Rows, a: Rows): Matrix {
  return fromRows(m.map((row, d) =>
    row.map((entry, n) => {
      let next = entry;
      e[d].forEach((erase, h) => next *= 1 - w[n][h] * erase);
      a[d].forEach((add, h) => next += w[n][h] * add);
      return next;
    })
  ));
}

// row 24: r = Σ wₙ mₙ, and m(1 - w·e) + w·a: slot (4, 7), w = 1/2, e = (1, 0), a = (6, 2) gives (5, 8), by hand (§8.5.2)
Deno.test("turingRead() and turingWrite(), by hand", () => {
  const memory = fromRows([[4, 2], [7, 1]]);
  const weights = columnVector([0.5, 0.5]);
  assertMatrix(turingRead(memory, weights), [[3], [4]]);
  const after = turingWrite(memory, {
    weights,
    erase: columnVector([1, 0]),
    add: columnVector([6, 2]),
  });
  assertMatrix(after, [[5, 4], [8, 2]]);
});

Deno.test("turingWrite() of a focused, full erase replaces one slot and no other", () => {
  const after = turingWrite(fromRows([[3, 5, 7], [11, 13, 17]]), {
    weights: columnVector([0, 1, 0]),
    erase: columnVector([1, 1]),
    add: columnVector([19, 23]),
  });
  assertEquals(after.to2DArray(), [[3, 19, 7], [11, 23, 17]]);
});

Deno.test("turingWrite() is erase, then add", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const [memory, add] = [draw(3, 7), draw(3, 2)];
    const [weights, erase] = [weightsOf(seed, 7, 2), fractions(seed, 3, 2)];
    const written = turingWrite(memory, { weights, erase, add });
    assertMatrix(
      turingAdd(turingErase(memory, weights, erase), weights, add),
      written,
      { message: `seed ${seed}` },
    );
    assertMatrix(
      written,
      writeByDefinition(
        memory.to2DArray(),
        weights.to2DArray(),
        erase.to2DArray(),
        add.to2DArray(),
      ),
      { message: `seed ${seed}` },
    );
  }
});

// row 24: several heads: all erase before any adds (Graves et al. 2014, §3.2), so their order is none; head by head it would be one
Deno.test("turingWrite() does not care in which order its heads come", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const [memory, add] = [draw(3, 7), draw(3, 2)];
    const [weights, erase] = [weightsOf(seed, 7, 2), fractions(seed, 3, 2)];
    const swap = (matrix: Matrix) => permuteColumns(matrix, [1, 0]);
    assertMatrix(
      turingWrite(memory, {
        weights: swap(weights),
        erase: swap(erase),
        add: swap(add),
      }),
      turingWrite(memory, { weights, erase, add }),
      { message: `seed ${seed}` },
    );
  }
  const one = columnVector([1]);
  const head = { weights: one, erase: one, add: columnVector([6]) };
  const together = turingWrite(columnVector([4]), {
    weights: fromRows([[1, 1]]),
    erase: fromRows([[1, 1]]),
    add: fromRows([[6, 6]]),
  });
  const headByHead = turingWrite(turingWrite(columnVector([4]), head), head);
  assertEquals(together.get(0, 0), 12);
  assertEquals(headByHead.get(0, 0), 6);
});

Deno.test("turingRead() of a one-hot address is random access", () => {
  const memory = matrices(7)(3, 5);
  const address = columnVector([0, 0, 0, 1, 0]);
  assertEquals(turingRead(memory, address), memory.getColumnVector(3));
});

Deno.test("turingReadGradient() equals finite differences", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const [memory, upstream] = [draw(3, 7), draw(3, 2)];
    const weights = weightsOf(seed, 7, 2);
    const gradient = turingReadGradient(memory, weights, upstream);
    const message = `seed ${seed}`;
    assertGradient(
      gradient.memory,
      memory,
      (moved) => inner(moved.mmul(weights), upstream),
      message,
    );
    assertGradient(
      gradient.weights,
      weights,
      (moved) => inner(memory.mmul(moved), upstream),
      message,
    );
  }
});

Deno.test("turingWriteGradient() equals finite differences", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const parts = {
      memory: draw(3, 7),
      weights: weightsOf(seed, 7, 2),
      erase: fractions(seed, 3, 2),
      add: draw(3, 2),
    };
    const upstream = draw(3, 7);
    const gradient = turingWriteGradient(parts.memory, parts, upstream);
    for (const name of Object.keys(parts) as (keyof typeof parts)[]) {
      assertGradient(gradient[name], parts[name], (moved) => {
        const { memory, weights, erase, add }: typeof parts = {
          ...parts,
          ...{ [name]: moved },
        };
        const written = writeByDefinition(
          memory.to2DArray(),
          weights.to2DArray(),
          erase.to2DArray(),
          add.to2DArray(),
        );
        return inner(written, upstream);
      }, `${name}, seed ${seed}`);
    }
  }
});

Deno.test("turingWriteGradient() divides by no zero when two heads erase fully", () => {
  const memory = columnVector([7]);
  const ones = fromRows([[1, 1]]);
  const gradient = turingWriteGradient(
    memory,
    { weights: ones, erase: ones, add: fromRows([[2, 3]]) },
    columnVector([1]),
  );
  assertEquals(gradient.memory.to1DArray(), [0]);
  assertMatrix(gradient.erase, [[0, 0]]);
  assertEquals(gradient.weights.to1DArray(), [2, 3]);
});

// row 38: writing, and erasing before adding, are the Turing machine's side of exercise 8-5
Deno.test("turingWrite() changes the memory it returns, not the one it gets", () => {
  const memory = fromRows([[3, 5]]);
  const heads = {
    weights: columnVector([0.5, 0.5]),
    erase: columnVector([1]),
    add: columnVector([7]),
  };
  const after = turingWrite(memory, heads);
  turingWriteGradient(memory, heads, fromRows([[1, 1]]));
  turingRead(memory, heads.weights);
  assertEquals(after.to2DArray(), [[5, 6]]);
  assertEquals(memory.to2DArray(), [[3, 5]]);
  assertEquals(heads.weights.to1DArray(), [0.5, 0.5]);
  assertEquals(heads.add.to1DArray(), [7]);
  assertEquals(MEMORY_OPERATIONS.writesToMemory, "turing-machine");
  assertEquals(MEMORY_OPERATIONS.erasesThenAdds, "turing-machine");
});

Deno.test("turingWrite() and its fellows throw when shapes disagree", () => {
  const memory = fromRows([[3, 5, 7], [1, 2, 4]]);
  const weights = columnVector([0.5, 0.5]);
  const vector = columnVector([1, 0]);
  assertThrows(
    () => turingRead(memory, weights),
    ShapeError,
    "Cannot read a Turing machine's memory as N must be one size: memory (DxN) is 2x3, weights (NxH) is 2x1",
  );
  assertThrows(
    () => turingErase(memory, weights, vector),
    ShapeError,
    "Cannot erase in a Turing machine's memory as N must be one size",
  );
  const focused = columnVector([1, 0, 0]);
  assertThrows(
    () => turingAdd(memory, focused, fromRows([[1, 2], [3, 4]])),
    ShapeError,
    "Cannot add to a Turing machine's memory as H must be one size",
  );
  assertThrows(
    () =>
      turingWrite(memory, { weights: focused, erase: vector, add: focused }),
    ShapeError,
    "Cannot write to a Turing machine's memory as D must be one size",
  );
  assertThrows(
    () => turingReadGradient(memory, focused, columnVector([1])),
    ShapeError,
    "Cannot differentiate a Turing machine's read as D must be one size",
  );
  assertThrows(
    () =>
      turingWriteGradient(
        memory,
        { weights: focused, erase: vector, add: vector },
        columnVector([1, 2]),
      ),
    ShapeError,
    "Cannot differentiate a Turing machine's write as N must be one size",
  );
});

Deno.test("turingWrite() and its fellows throw when an entry is out of range", () => {
  const memory = fromRows([[3, 5]]);
  const weights = columnVector([0.5, 0.5]);
  const one = columnVector([1]);
  assertThrows(
    () => turingRead(memory, columnVector([0.5, 0.6])),
    RangeError,
    "Cannot read a Turing machine's memory as each column of weights must sum to 1: column 0 sums to 1.1",
  );
  assertThrows(
    () => turingErase(memory, weights, columnVector([1.5])),
    RangeError,
    "Cannot erase in a Turing machine's memory as every entry of erase must lie from 0 to 1: entry (0, 0) is 1.5",
  );
  assertThrows(
    () =>
      turingWrite(memory, { weights, erase: one, add: columnVector([NaN]) }),
    RangeError,
    "Cannot write to a Turing machine's memory as every entry of add must be finite: entry (0, 0) is NaN",
  );
});
