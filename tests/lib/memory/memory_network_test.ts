import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  MEMORY_OPERATIONS,
  memoryNetworkAnswer,
  memoryNetworkHops,
  memoryNetworkRead,
  memoryNetworkReadGradient,
  tieAdjacent,
  tieLayerWise,
} from "@mneme/mneme/memory";
import {
  dotScores,
  keyValueAttention,
  softAttention,
} from "@mneme/mneme/attention";
import {
  columnVector,
  fromRows,
  fromRule,
  seededRandom,
  ShapeError,
} from "@mneme/mneme/core";
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
import { assertGradient, inner } from "../gradients.ts";

/** One hop with items as rows: u + softmax(u Aᵀ) C. */
function hopInRows(queries: Rows, keys: Rows, values: Rows): Rows {
  const scores = queries.map((query) =>
    keys.map((key) => key.reduce((sum, x, d) => sum + x * query[d], 0))
  );
  const read = times(softmaxRows(scores), values);
  return queries.map((query, m) => query.map((x, d) => x + read[m][d]));
}

// row 22: keys 0 and ln 3, values 10 and 20, query 1: p = (1/4, 3/4), r = 17.5, and f gets q + r = 18.5, by hand
Deno.test("memoryNetworkRead() and one hop, by hand", () => {
  const memory = {
    keys: fromRows([[0, Math.log(3)]]),
    values: fromRows([[10, 20]]),
  };
  const query = columnVector([1]);
  const { read, weights } = memoryNetworkRead(memory, query);
  assertMatrix(weights, [[1 / 4], [3 / 4]]);
  assertMatrix(read, [[17.5]]);
  assertMatrix(memoryNetworkHops([memory], query).query, [[18.5]]);
});

// row 22: the read is key-value attention with the dot score, not divided by √D (Sukhbaatar et al. 2015, eq. 1, 2)
Deno.test("memoryNetworkRead() equals key-value attention with the dot score", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const memory = { keys: draw(3, 5), values: draw(2, 5) };
    const queries = draw(3, 7);
    const { output } = keyValueAttention(memory, queries, { score: dotScores });
    assertEquals(memoryNetworkRead(memory, queries).read, output);
  }
});

Deno.test("memoryNetworkRead() does not care in which order the sentences lie", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const [keys, values, queries] = [draw(3, 5), draw(2, 5), draw(3, 7)];
    const order = seededRandom(seed).permutation(5);
    assertMatrix(
      memoryNetworkRead({
        keys: permuteColumns(keys, order),
        values: permuteColumns(values, order),
      }, queries).read,
      memoryNetworkRead({ keys, values }, queries).read,
      { message: `seed ${seed}` },
    );
  }
});

Deno.test("memoryNetworkRead() keeps a distribution at scores of ±1e4", () => {
  const memory = {
    keys: fromRows([[1e4, -1e4, 0]]),
    values: fromRows([[3, 5, 7]]),
  };
  for (const q of [1, -1]) {
    const { read, weights } = memoryNetworkRead(memory, columnVector([q]));
    assertAlmostEquals(weights.sum(), 1, EXACT);
    assertEquals(read.get(0, 0), q === 1 ? 3 : 5);
  }
});

// row 23: facts n → n + 1, each twice as loud: after k hops the query's largest entry is fact k (two facts need two hops, as in the paper's task 2)
Deno.test("memoryNetworkHops() follows a chain of facts, one with each hop", () => {
  const facts = 5;
  const memory = {
    keys: fromRule(facts, facts - 1, (d, n) => d === n ? 40 : 0),
    values: fromRule(facts, facts - 1, (d, n) => d === n + 1 ? 2 ** d : 0),
  };
  const start = columnVector([1, 0, 0, 0, 0]);
  for (let hops = 0; hops < facts; hops++) {
    const { query, weights } = memoryNetworkHops(
      tieLayerWise(memory, hops),
      start,
    );
    assertEquals(query.maxIndex(), [hops, 0]);
    weights.forEach((each, k) => assertEquals(each.maxIndex(), [k, 0]));
    assertEquals(weights.length, hops);
  }
});

Deno.test("memoryNetworkHops() equals the row form: H_col = (H_row)ᵀ", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const embedded = [draw(3, 5), draw(3, 5), draw(3, 5)];
    const queries = draw(3, 7);
    const { query } = memoryNetworkHops(tieAdjacent(embedded), queries);
    const [first, second, third] = embedded.map(asRows);
    const expected = hopInRows(
      hopInRows(asRows(queries), first, second),
      second,
      third,
    );
    assertMatrix(query.transpose(), expected, { message: `seed ${seed}` });
  }
});

// row 50: with one memory for keys and values at every hop, K hops are soft attention K times over: "只是它在记忆上跳跃了多次"
Deno.test("memoryNetworkHops() with tied weights is multi-hop attention", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const [inputs, queries] = [draw(3, 5), draw(3, 7)];
    let query = queries;
    for (let hop = 0; hop < 3; hop++) {
      const { output } = softAttention(inputs, query, { score: dotScores });
      query = output.add(query);
    }
    const memory = { keys: inputs, values: inputs };
    assertMatrix(
      memoryNetworkHops(tieLayerWise(memory, 3), queries).query,
      query,
      { message: `seed ${seed}` },
    );
  }
});

Deno.test("memoryNetworkHops() with H = 0 forgets the query, with H = 1 keeps it", () => {
  const draw = matrices(3);
  const memory = { keys: draw(3, 5), values: draw(3, 5) };
  const queries = draw(3, 2);
  const hop = (scale: number) =>
    memoryNetworkHops([memory], queries, {
      stateWeights: fromRule(3, 3, (i, j) => i === j ? scale : 0),
    }).query;
  assertMatrix(hop(0), memoryNetworkRead(memory, queries).read);
  assertMatrix(hop(1), memoryNetworkHops([memory], queries).query);
});

Deno.test("memoryNetworkHops() without a hop gives the query itself", () => {
  const query = columnVector([3, 5]);
  const { query: last, weights } = memoryNetworkHops([], query);
  assertEquals(last, query);
  assertEquals(weights, []);
});

Deno.test("memoryNetworkHops() accepts hops of different lengths", () => {
  const memories = [2, 5].map((n) => ({
    keys: fromRule(3, n, () => 0),
    values: fromRule(3, n, () => 1),
  }));
  const { query } = memoryNetworkHops(memories, columnVector([0, 0, 0]));
  assertMatrix(query, [[2], [2], [2]]);
});

Deno.test("memoryNetworkAnswer() is a distribution over the words", () => {
  const answer = memoryNetworkAnswer(
    fromRows([[0], [1], [2]]),
    fromRows([[Math.LN2, 1e4, -1e4]]),
  );
  assertMatrix(answer, [[1 / 7, 0, 1], [2 / 7, 0, 0], [4 / 7, 1, 0]]);
});

Deno.test("memoryNetworkReadGradient() equals finite differences", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const [keys, values, queries] = [draw(3, 5), draw(2, 5), draw(3, 7)];
    const upstream = draw(2, 7);
    const gradient = memoryNetworkReadGradient(
      { keys, values },
      queries,
      upstream,
    );
    const loss = (memory: { keys?: typeof keys; values?: typeof keys }) =>
      inner(
        memoryNetworkRead({ keys, values, ...memory }, queries).read,
        upstream,
      );
    const message = `seed ${seed}`;
    assertGradient(
      gradient.keys,
      keys,
      (moved) => loss({ keys: moved }),
      message,
    );
    assertGradient(
      gradient.values,
      values,
      (moved) => loss({ values: moved }),
      message,
    );
    assertGradient(
      gradient.queries,
      queries,
      (moved) =>
        inner(memoryNetworkRead({ keys, values }, moved).read, upstream),
      message,
    );
  }
});

// row 38: several hops, keys apart from values and a memory that stays as it is are the memory network's side of exercise 8-5
Deno.test("memoryNetworkHops() leaves the memory and the query as they are", () => {
  const draw = matrices(5);
  const memory = { keys: draw(3, 5), values: draw(3, 5) };
  const queries = draw(3, 2);
  const before = [memory.keys, memory.values, queries].map((m) =>
    m.to2DArray()
  );
  memoryNetworkHops(tieLayerWise(memory, 3), queries, {
    stateWeights: draw(3, 3),
  });
  memoryNetworkReadGradient(memory, queries, draw(3, 2));
  assertEquals(
    [memory.keys, memory.values, queries].map((m) => m.to2DArray()),
    before,
  );
  assertEquals(MEMORY_OPERATIONS.memoryIsFixedWhileReading, "memory-network");
  assertEquals(MEMORY_OPERATIONS.readsInSeveralHops, "memory-network");
  assertEquals(MEMORY_OPERATIONS.keysDifferFromValues, "memory-network");
});

Deno.test("memoryNetworkRead() and its fellows throw when shapes disagree", () => {
  const zeros = (rows: number, columns: number) =>
    fromRule(rows, columns, () => 0);
  assertThrows(
    () =>
      memoryNetworkRead(
        { keys: zeros(3, 5), values: zeros(2, 4) },
        zeros(3, 7),
      ),
    ShapeError,
    "N must be one size",
  );
  assertThrows(
    () =>
      memoryNetworkHops(
        [{ keys: zeros(3, 5), values: zeros(2, 5) }],
        zeros(3, 7),
      ),
    ShapeError,
    "Cannot hop through a memory network as D must be one size: queries (DxM) is 3x7, memories[0].keys (DxN0) is 3x5, memories[0].values (DxN0) is 2x5",
  );
  assertThrows(
    () =>
      memoryNetworkReadGradient(
        { keys: zeros(3, 5), values: zeros(2, 5) },
        zeros(3, 7),
        zeros(2, 6),
      ),
    ShapeError,
    "M must be one size",
  );
  assertThrows(
    () => tieAdjacent([zeros(3, 5), zeros(3, 4)]),
    ShapeError,
    "Cannot tie hops to their neighbors as N must be one size: embedded[0] (DxN) is 3x5, embedded[1] (DxN) is 3x4",
  );
  assertThrows(
    () => memoryNetworkAnswer(zeros(2, 3), zeros(4, 5)),
    ShapeError,
    "Cannot answer from a memory network as D must be one size",
  );
});

Deno.test("memoryNetworkRead() and its fellows throw when a number is none", () => {
  const memory = { keys: fromRows([[NaN]]), values: fromRows([[1]]) };
  assertThrows(
    () => memoryNetworkRead(memory, columnVector([1])),
    RangeError,
    "Cannot read a memory network as every entry of keys must be finite: entry (0, 0) is NaN",
  );
  assertThrows(
    () => tieAdjacent([fromRows([[1]])]),
    RangeError,
    "the number of embeddings must be an integer of at least 2: 1",
  );
  assertThrows(
    () => tieLayerWise(memory, -1),
    RangeError,
    "the number of hops must be an integer of at least 0: -1",
  );
});
