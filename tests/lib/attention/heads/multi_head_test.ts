import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  causalMask,
  concatenatedAttention,
  type HeadParameters,
  keyValueAttention,
  multiHeadAttention,
  type MultiHeadParameters,
} from "@mneme/mneme/attention";
import {
  columnVector,
  fromRows,
  fromRule,
  type Matrix,
  ShapeError,
} from "@mneme/mneme/core";
import {
  asRows,
  assertMatrix,
  EXACT,
  matrices,
  type Rows,
  SEEDS,
  softmaxRows,
  times,
} from "../../support.ts";

const identity = (size: number) =>
  fromRule(size, size, (i, j) => i === j ? 1 : 0);

/** Parameters of `count` heads of `size` dimensions, for inputs and outputs of `width`. */
function drawParameters(
  draw: (rows: number, columns: number) => Matrix,
  { width, count, size }: { width: number; count: number; size: number },
): MultiHeadParameters {
  return {
    heads: Array.from({ length: count }, () => ({
      queryWeights: draw(size, width),
      keyWeights: draw(size, width),
      valueWeights: draw(size, width),
    })),
    outputWeights: draw(width, count * size),
  };
}

Deno.test("concatenatedAttention() stacks what each query reads, by hand", () => {
  const memory = {
    keys: fromRows([[0, 1]]),
    values: fromRows([[10, 20], [0, 4]]),
  };
  const { output, weights } = concatenatedAttention(
    memory,
    fromRows([[Math.log(3), 0]]),
  );
  assertMatrix(output, [[17.5], [3], [15], [2]]);
  assertMatrix(weights, [[1 / 4, 1 / 2], [3 / 4, 1 / 2]]);
});

// row 9: the book's M queries give means of the values, Vaswani's projections do not: with Wo = -1 the output leaves their range (§8.2.1 against Vaswani et al. 2017, §3.2.2)
Deno.test("concatenatedAttention() stays in the values' range, which multiHeadAttention() can leave", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const memory = { keys: draw(3, 5), values: draw(1, 5).abs() };
    const queries = draw(3, 7);
    const { output } = concatenatedAttention(memory, queries);
    assert(output.min() >= memory.values.min() - EXACT, `seed ${seed}`);
    assert(output.max() <= memory.values.max() + EXACT, `seed ${seed}`);
    const projected = multiHeadAttention(memory, queries, {
      heads: [{
        queryWeights: identity(3),
        keyWeights: identity(3),
        valueWeights: identity(1),
      }],
      outputWeights: fromRows([[-1]]),
    });
    assert(projected.output.max() < memory.values.min(), `seed ${seed}`);
  }
});

// row 9: one head with identity projections is plain attention (Vaswani et al. 2017, §3.2.2)
Deno.test("multiHeadAttention() with one head and identities is key-value attention", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const memory = { keys: draw(3, 5), values: draw(2, 5) };
    const queries = draw(3, 7);
    const { output, heads } = multiHeadAttention(memory, queries, {
      heads: [{
        queryWeights: identity(3),
        keyWeights: identity(3),
        valueWeights: identity(2),
      }],
      outputWeights: identity(2),
    });
    const plain = keyValueAttention(memory, queries);
    assertMatrix(output, plain.output, { message: `seed ${seed}` });
    assertEquals(heads[0].weights, plain.weights);
  }
});

// row 9: H heads of d/H dimensions have 4d² weights, however many heads (Vaswani et al. 2017, §3.2.2): 4·12² = 576
Deno.test("multiHeadAttention() has 4d² weights for 1, 2, 3 and 6 heads", () => {
  for (const count of [1, 2, 3, 6]) {
    const { heads, outputWeights } = drawParameters(matrices(2), {
      width: 12,
      count,
      size: 12 / count,
    });
    const size = (matrix: Matrix) => matrix.rows * matrix.columns;
    const total = heads.reduce(
      (sum, head) =>
        sum + size(head.queryWeights) + size(head.keyWeights) +
        size(head.valueWeights),
      size(outputWeights),
    );
    assertEquals(total, 576);
  }
});

/** Concat(head₁, ...)Wo, items as rows: Vaswani et al. 2017, §3.2.2. */
function multiHeadInRows(
  memory: Rows,
  queries: Rows,
  { heads, outputWeights }: MultiHeadParameters,
): Rows {
  const outputs = heads.map((head) => {
    const [q, k, v] = [
      times(queries, asRows(head.queryWeights)),
      times(memory, asRows(head.keyWeights)),
      times(memory, asRows(head.valueWeights)),
    ];
    const scores = q.map((query) =>
      k.map((key) =>
        key.reduce((sum, x, i) => sum + x * query[i], 0) / Math.sqrt(key.length)
      )
    );
    return times(softmaxRows(scores), v);
  });
  const joined = queries.map((_, m) => outputs.flatMap((each) => each[m]));
  return times(joined, asRows(outputWeights));
}

Deno.test("multiHeadAttention() equals the row form: H_col = (H_row)ᵀ", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const [inputs, queries] = [draw(5, 7), draw(5, 3)];
    const parameters = drawParameters(draw, { width: 5, count: 2, size: 3 });
    const { output } = multiHeadAttention(
      { keys: inputs, values: inputs },
      queries,
      parameters,
    );
    assertMatrix(
      output.transpose(),
      multiHeadInRows(asRows(inputs), asRows(queries), parameters),
      { message: `seed ${seed}` },
    );
  }
});

Deno.test("multiHeadAttention() adds each bias to every column", () => {
  const one = fromRows([[1]]);
  const head: HeadParameters = {
    queryWeights: one,
    keyWeights: one,
    valueWeights: one,
    queryBias: fromRows([[Math.log(3)]]), // query 0 becomes log 3
    keyBias: fromRows([[1]]), // keys -1, 0 become 0, 1
    valueBias: fromRows([[10]]), // values 0, 4 become 10, 14
  };
  const { output } = multiHeadAttention(
    { keys: fromRows([[-1, 0]]), values: fromRows([[0, 4]]) },
    fromRows([[0, 0]]),
    { heads: [head], outputWeights: one, outputBias: fromRows([[100]]) },
  );
  assertMatrix(output, [[113, 113]]);
});

Deno.test("multiHeadAttention() with a causal mask does not see what comes later", () => {
  const draw = matrices(43);
  const inputs = draw(5, 7);
  const parameters = drawParameters(draw, { width: 5, count: 2, size: 3 });
  const attend = (x: Matrix) =>
    multiHeadAttention({ keys: x, values: x }, x, parameters, {
      mask: causalMask(7, 7),
    }).output;
  const changed = inputs.clone();
  changed.setColumn(5, [9, 9, 9, 9, 9]);
  const [before, after] = [attend(inputs), attend(changed)];
  assertMatrix(
    after.subMatrix(0, 4, 0, 4),
    before.subMatrix(0, 4, 0, 4),
  );
  assert(Math.abs(after.get(0, 5) - before.get(0, 5)) > 1e-6);
});

Deno.test("multiHeadAttention() throws when heads or Wo do not fit, or there is no head", () => {
  const draw = matrices(47);
  const parameters = drawParameters(draw, { width: 5, count: 2, size: 3 });
  const [inputs, queries] = [draw(5, 7), draw(5, 3)];
  const memory = { keys: inputs, values: inputs };
  assertThrows(
    () => multiHeadAttention(memory, draw(2, 3), parameters),
    ShapeError,
    "Cannot attend with several heads as Dq must be one size: keys (DkxN) is 5x7, values (DvxN) is 5x7, queries (DqxM) is 2x3, queryWeights (DixDq) is 3x5",
  );
  assertThrows(
    () =>
      multiHeadAttention(memory, queries, {
        ...parameters,
        outputWeights: draw(5, 7),
      }),
    ShapeError,
    "Cannot attend with several heads as a size written as 6 must be 6: outputWeights (Dox6) is 5x7",
  );
  assertThrows(
    () => multiHeadAttention(memory, queries, { ...parameters, heads: [] }),
    RangeError,
    "the number of heads must be an integer of at least 1: 0",
  );
  assertThrows(
    () =>
      multiHeadAttention(memory, queries, {
        ...parameters,
        outputBias: columnVector([NaN, 0, 0, 0, 0]),
      }),
    RangeError,
    "every entry of outputBias must be finite: entry (0, 0) is NaN",
  );
});

Deno.test("multi-head attention does not mutate inputs or parameters", () => {
  const draw = matrices(53);
  const parameters = drawParameters(draw, { width: 5, count: 2, size: 3 });
  const [inputs, queries] = [draw(5, 7), draw(5, 3)];
  const before = JSON.stringify([inputs, queries, parameters]);
  const memory = { keys: inputs, values: inputs };
  multiHeadAttention(memory, queries, parameters);
  concatenatedAttention(memory, queries);
  assertEquals(JSON.stringify([inputs, queries, parameters]), before);
});
