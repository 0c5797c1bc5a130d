import { assertEquals, assertThrows } from "@std/assert";
import { bilinearScores } from "@mneme/mneme/attention";
import {
  columnVector,
  fromRows,
  fromRule,
  itemsToRows,
  type Matrix,
  seededRandom,
  ShapeError,
} from "@mneme/mneme/core";
import { projectInputs, selfAttention } from "@mneme/mneme/self_attention";
import {
  asRows,
  assertMatrix,
  matrices,
  permuteColumns,
  type Rows,
  SEEDS,
  softmaxRows,
  times,
} from "../support.ts";

// D 7, N 5, Dk 3, Dv 2
function draw(seed: number, scale = 1) {
  const matrix = matrices(seed);
  return {
    inputs: matrix(7, 5, scale),
    parameters: {
      queryWeights: matrix(3, 7),
      keyWeights: matrix(3, 7),
      valueWeights: matrix(2, 7),
    },
  };
}

/** softmax(QKᵀ/√d)V with Q = XWqᵀ and so on, items as rows. */
function inRows(x: Rows, wq: Matrix, wk: Matrix, wv: Matrix): Rows {
  const [q, k, v] = [wq, wk, wv].map((w) => times(x, asRows(w)));
  const scores = q.map((query) =>
    k.map((key) =>
      key.reduce((sum, entry, i) => sum + entry * query[i], 0) /
      Math.sqrt(key.length)
    )
  );
  return times(softmaxRows(scores), v);
}

Deno.test("projectInputs() multiplies from the left", () => {
  const { queries, keys, values } = projectInputs(fromRows([[2], [3]]), {
    queryWeights: fromRows([[1, 10]]),
    keyWeights: fromRows([[10, 1]]),
    valueWeights: fromRows([[1, 0], [0, 1], [1, 1]]),
  });
  assertEquals(queries.to2DArray(), [[32]]);
  assertEquals(keys.to2DArray(), [[23]]);
  assertEquals(values.to2DArray(), [[2], [3], [5]]);
});

// row 13: softmax(0, log 3) = (1/4, 3/4) down the column, and V = 8x: 8 · 3/4 = 6, by hand
Deno.test("selfAttention() weighs items by key and query, by hand", () => {
  const { output, weights } = selfAttention(fromRows([[0, 1]]), {
    queryWeights: fromRows([[Math.log(3)]]),
    keyWeights: fromRows([[1]]),
    valueWeights: fromRows([[8]]),
  });
  // item 0 looks for nothing, item 1 prefers itself three to one
  assertMatrix(weights, [[1 / 2, 1 / 4], [1 / 2, 3 / 4]]);
  assertMatrix(output, [[4, 6]]);
});

Deno.test("selfAttention() equals the row form: H_col = (H_row)ᵀ", () => {
  for (const seed of SEEDS) {
    const { inputs, parameters } = draw(seed);
    const { output } = selfAttention(inputs, parameters);
    const expected = inRows(
      asRows(inputs),
      parameters.queryWeights,
      parameters.keyWeights,
      parameters.valueWeights,
    );
    assertMatrix(itemsToRows(output), expected, { message: `seed ${seed}` });
  }
});

// row 14: the weights between items are made from the items: one set of parameters serves 5 items and 3, and 3 of the 5 have other weights among themselves
Deno.test("selfAttention() makes its weights anew for each sequence, of any length", () => {
  const { inputs, parameters } = draw(3);
  const five = selfAttention(inputs, parameters).weights;
  const three = selfAttention(inputs.subMatrix(0, 6, 0, 2), parameters).weights;
  assertEquals([five.rows, five.columns], [5, 5]);
  assertEquals([three.rows, three.columns], [3, 3]);
  // the same scores, normalized over fewer items
  for (let m = 0; m < 3; m++) {
    const kept = [0, 1, 2].map((n) => five.get(n, m));
    const total = kept.reduce((a, b) => a + b);
    assertMatrix(
      three.getColumnVector(m),
      kept.map((weight) => [weight / total]),
    );
  }
});

Deno.test("selfAttention() permutes its outputs when its inputs are permuted", () => {
  for (const seed of SEEDS) {
    const { inputs, parameters } = draw(seed);
    const order = seededRandom(seed).permutation(5);
    const { output } = selfAttention(inputs, parameters);
    const { output: permuted } = selfAttention(
      permuteColumns(inputs, order),
      parameters,
    );
    assertMatrix(permuted, permuteColumns(output, order), {
      message: `seed ${seed}`,
    });
  }
});

Deno.test("selfAttention() under a causal mask does not see later items", () => {
  for (const seed of SEEDS) {
    const { inputs, parameters } = draw(seed);
    const mask = fromRule(5, 5, (j, n) => j <= n ? 1 : 0);
    const { output } = selfAttention(inputs, parameters, { mask });
    const changed = inputs.clone();
    for (let d = 0; d < 7; d++) changed.set(d, 3, 1e3);
    const { output: after } = selfAttention(changed, parameters, { mask });
    assertEquals(
      after.subMatrix(0, 1, 0, 2),
      output.subMatrix(0, 1, 0, 2),
      `seed ${seed}`,
    );
    assertMatrix(
      output.getColumnVector(0), // item 0 sees itself alone
      parameters.valueWeights.mmul(inputs.getColumnVector(0)),
    );
  }
});

Deno.test("selfAttention() gives zeros to an item that may look at nothing", () => {
  const { inputs, parameters } = draw(2);
  const mask = fromRule(5, 5, (_, n) => n === 1 ? 0 : 1);
  const { output, weights } = selfAttention(inputs, parameters, { mask });
  assertEquals(output.getColumn(1), [0, 0]);
  assertEquals(weights.getColumn(1), [0, 0, 0, 0, 0]);
});

Deno.test("selfAttention() of one item is its value", () => {
  const { output } = selfAttention(columnVector([1e4]), {
    queryWeights: fromRows([[1]]),
    keyWeights: fromRows([[-1]]),
    valueWeights: fromRows([[3]]),
  });
  assertEquals(output.to2DArray(), [[3e4]]);
});

Deno.test("selfAttention() stays finite when inputs are 1e4", () => {
  const { inputs, parameters } = draw(3, 1e4);
  const { weights } = selfAttention(inputs, parameters);
  for (let n = 0; n < 5; n++) {
    const sum = weights.getColumn(n).reduce((a, b) => a + b);
    assertEquals(Math.abs(sum - 1) < 1e-12, true);
  }
});

Deno.test("selfAttention() takes another score", () => {
  const { inputs, parameters } = draw(5);
  const { keys, queries } = projectInputs(inputs, parameters);
  const form = fromRule(3, 3, (i, j) => i === j ? 1 / Math.sqrt(3) : 0);
  const { weights } = selfAttention(inputs, parameters, {
    score: bilinearScores(form),
  });
  assertMatrix(weights, selfAttention(inputs, parameters).weights);
  assertEquals([keys.rows, queries.columns], [3, 5]);
});

Deno.test("selfAttention() throws when weights do not fit the inputs", () => {
  const { inputs, parameters } = draw(7);
  assertThrows(
    () =>
      selfAttention(inputs, {
        ...parameters,
        keyWeights: fromRule(2, 7, () => 0),
      }),
    ShapeError,
    "Cannot project inputs to queries, keys and values as Dk must be one size: inputs (DxN) is 7x5, queryWeights (DkxD) is 3x7, keyWeights (DkxD) is 2x7, valueWeights (DvxD) is 2x7",
  );
  assertThrows(
    () => selfAttention(inputs, parameters, { mask: fromRule(5, 4, () => 1) }),
    ShapeError,
    "Cannot mask scores as M must be one size",
  );
});

Deno.test("selfAttention() does not mutate inputs or parameters", () => {
  const { inputs, parameters } = draw(11);
  const before = [inputs, ...Object.values(parameters)].map((m) =>
    m.to2DArray()
  );
  const { values } = selfAttention(inputs, parameters);
  values.set(0, 0, 99);
  assertEquals(
    [inputs, ...Object.values(parameters)].map((m) => m.to2DArray()),
    before,
  );
});
