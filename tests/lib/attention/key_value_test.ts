import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  bilinearScores,
  bilinearScoresGradient,
  dotScores,
  keyValueAttention,
  keyValueAttentionGradient,
  type KeyValueMemory,
  softAttention,
} from "@mneme/mneme/attention";
import {
  columnVector,
  fromRows,
  fromRule,
  itemsToRows,
  type Matrix,
  seededRandom,
  ShapeError,
} from "@mneme/mneme/core";
import { assertGradient, inner } from "../gradients.ts";
import {
  asRows,
  assertMatrix,
  EXACT,
  matrices,
  permuteColumns,
  type Rows,
  SEEDS,
  softmaxRows,
  times,
} from "../support.ts";

/** softmax(QKᵀ/√d)V: Vaswani et al. 2017, eq. 1, items as rows. */
function attendInRows(q: Rows, k: Rows, v: Rows): Rows {
  const scores = q.map((query) =>
    k.map((key) =>
      key.reduce((sum, x, i) => sum + x * query[i], 0) / Math.sqrt(key.length)
    )
  );
  return times(softmaxRows(scores), v);
}

Deno.test("keyValueAttention() is the weighted mean of the values, by hand", () => {
  const memory = {
    keys: fromRows([[0, 1]]),
    values: fromRows([[10, 20], [0, 4]]),
  };
  const { output, weights } = keyValueAttention(
    memory,
    columnVector([Math.log(3)]),
  );
  assertMatrix(weights, [[1 / 4], [3 / 4]]);
  assertMatrix(output, [[17.5], [3]]);
});

// row 65: softmax(QKᵀ/√d)V, items as rows, is V softmax(KᵀQ/√d), items as columns, transposed (Vaswani et al. 2017, eq. 1)
Deno.test("keyValueAttention() equals the row form: H_col = (H_row)ᵀ", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const [keys, values, queries] = [draw(3, 5), draw(2, 5), draw(3, 7)];
    const { output } = keyValueAttention({ keys, values }, queries);
    const expected = attendInRows(
      asRows(queries),
      asRows(keys),
      asRows(values),
    );
    assertMatrix(itemsToRows(output), expected, { message: `seed ${seed}` });
  }
});

Deno.test("keyValueAttention() does not care in which order the memory lies", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const [keys, values, queries] = [draw(3, 5), draw(2, 5), draw(3, 7)];
    const order = seededRandom(seed).permutation(5);
    const { output } = keyValueAttention({ keys, values }, queries);
    const permuted = keyValueAttention({
      keys: permuteColumns(keys, order),
      values: permuteColumns(values, order),
    }, queries);
    assertMatrix(permuted.output, output, { message: `seed ${seed}` });
  }
});

Deno.test("keyValueAttention() stays in the range of the values", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const [keys, values, queries] = [draw(3, 5, 9), draw(1, 5), draw(3, 7, 9)];
    const { output } = keyValueAttention({ keys, values }, queries);
    assertEquals(output.max() <= values.max() + EXACT, true, `seed ${seed}`);
    assertEquals(output.min() >= values.min() - EXACT, true, `seed ${seed}`);
  }
});

Deno.test("keyValueAttention() reads the only item whatever the query", () => {
  const memory = { keys: columnVector([3, 5]), values: columnVector([7, 11]) };
  const { output } = keyValueAttention(memory, columnVector([-1e4, 13]));
  assertEquals(output.to1DArray(), [7, 11]);
});

Deno.test("keyValueAttention() reads zeros when everything is masked", () => {
  const memory = { keys: fromRows([[1, 2]]), values: fromRows([[3, 5]]) };
  const mask = fromRows([[1, 0], [0, 0]]);
  const { output } = keyValueAttention(memory, fromRows([[1, 1]]), { mask });
  assertEquals(output.to2DArray(), [[3, 0]]);
});

Deno.test("keyValueAttention() uses the score it is given", () => {
  const memory = { keys: fromRows([[0], [2]]), values: fromRows([[7]]) };
  let calls = 0;
  keyValueAttention(memory, columnVector([1, 1]), {
    score: (keys, queries) => {
      calls++;
      return dotScores(keys, queries);
    },
  });
  assertEquals(calls, 1);
});

Deno.test("keyValueAttention() throws when keys and values differ in N", () => {
  assertThrows(
    () =>
      keyValueAttention({
        keys: fromRule(3, 5, () => 0),
        values: fromRule(2, 4, () => 0),
      }, fromRule(3, 7, () => 0)),
    ShapeError,
    "Cannot attend to keys and values as N must be one size: keys (DkxN) is 3x5, values (DvxN) is 2x4",
  );
});

Deno.test("keyValueAttention() does not mutate memory or queries", () => {
  const memory = { keys: fromRows([[1, 2]]), values: fromRows([[3, 5]]) };
  const queries = fromRows([[7]]);
  keyValueAttention(memory, queries);
  assertEquals(memory.keys.to2DArray(), [[1, 2]]);
  assertEquals(memory.values.to2DArray(), [[3, 5]]);
  assertAlmostEquals(queries.get(0, 0), 7);
});

// row 8: with K = V key-value attention is the plain one, to the last bit (§8.2.1)
// row 6: the figure's two modes: values = keys is the plain mode, other values are read with the same weights
Deno.test("keyValueAttention() with K = V is soft attention, and other values keep the weights", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const [inputs, values, queries] = [draw(3, 5), draw(2, 5), draw(3, 7)];
    const plain = softAttention(inputs, queries);
    const same = keyValueAttention({ keys: inputs, values: inputs }, queries);
    const other = keyValueAttention({ keys: inputs, values }, queries);
    assertEquals(same, plain, `seed ${seed}`);
    assertEquals(other.weights, plain.weights, `seed ${seed}`);
    assertMatrix(other.output, values.mmul(plain.weights));
  }
});

Deno.test("keyValueAttentionGradient() equals central differences, masked or not", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const memory = { keys: draw(3, 5), values: draw(2, 5) };
    const [queries, upstream] = [draw(3, 7), draw(2, 7)];
    const mask = fromRule(5, 7, (n, m) => m === 4 || (n * m) % 3 ? 0 : 1);
    for (const options of [{}, { mask }]) {
      const found = keyValueAttentionGradient(
        memory,
        queries,
        upstream,
        options,
      );
      const loss = (moved: Partial<KeyValueMemory>, at = queries) =>
        inner(
          keyValueAttention({ ...memory, ...moved }, at, options).output,
          upstream,
        );
      const message = `seed ${seed}`;
      const { keys, values } = memory;
      assertGradient(found.keys, keys, (at) => loss({ keys: at }), message);
      assertGradient(
        found.values,
        values,
        (at) => loss({ values: at }),
        message,
      );
      assertGradient(found.queries, queries, (at) => loss({}, at), message);
    }
  }
});

Deno.test("keyValueAttentionGradient() gives a score's own gradient its upstream", () => {
  const draw = matrices(13);
  const memory = { keys: draw(2, 5), values: draw(3, 5) };
  const [queries, weights, upstream] = [draw(7, 11), draw(2, 7), draw(3, 11)];
  const { scores } = keyValueAttentionGradient(memory, queries, upstream, {
    score: {
      forward: bilinearScores(weights),
      gradient: bilinearScoresGradient(weights),
    },
  });
  const found = bilinearScoresGradient(weights)(memory.keys, queries, scores);
  assertGradient(found.weights, weights, (at: Matrix) =>
    inner(
      keyValueAttention(memory, queries, { score: bilinearScores(at) }).output,
      upstream,
    ));
});

Deno.test("keyValueAttention() and its gradient throw when an entry is not finite or upstream does not fit", () => {
  const memory = { keys: fromRows([[1, 2]]), values: fromRows([[3, NaN]]) };
  assertThrows(
    () => keyValueAttention(memory, fromRows([[7]])),
    RangeError,
    "Cannot attend to keys and values as every entry of values must be finite: entry (0, 1) is NaN",
  );
  const legal = { ...memory, values: fromRows([[3, 5]]) };
  assertThrows(
    () => keyValueAttentionGradient(legal, fromRows([[7]]), fromRows([[1, 1]])),
    ShapeError,
    "Cannot differentiate attention as M must be one size: values (DvxN) is 1x2, weights (NxM) is 2x1, upstream (DvxM) is 1x2",
  );
});
