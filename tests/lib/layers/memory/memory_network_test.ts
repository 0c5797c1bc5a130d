import { assertEquals, assertThrows } from "@std/assert";
import { type Matrix, ShapeError } from "@mneme/mneme/core";
import {
  answerQuestions,
  MemoryNetwork,
  memoryNetworkHops,
  memoryNetworkRead,
  sentenceCounts,
  tf,
  tieAdjacent,
  tieLayerWise,
} from "@mneme/mneme/layers";
import {
  embedSentences as embedColumns,
  memoryNetworkAnswer as answerColumns,
  memoryNetworkHops as hopColumns,
  memoryNetworkRead as readColumns,
  memoryNetworkReadGradient,
  tieAdjacent as tieColumnsAdjacent,
  tieLayerWise as tieColumnsLayerWise,
} from "@mneme/mneme/memory";
import { inner } from "../../gradients.ts";
import { matrices, SEEDS } from "../../support.ts";
import {
  assertLayerKeeps,
  assertTensorClose,
  assertTensorGradients,
  toBatch,
  toTensor,
} from "../support.ts";

const expand = (tensor: tf.Tensor) => tensor.expandDims(0) as tf.Tensor3D;

Deno.test("memoryNetworkRead() equals lib's, for two memories at once", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const both = [1, 2].map(() => ({ keys: draw(3, 5), values: draw(2, 5) }));
    const queries = [draw(3, 7), draw(3, 7)];
    const { read, weights } = memoryNetworkRead({
      keys: toBatch(...both.map(({ keys }) => keys)),
      values: toBatch(...both.map(({ values }) => values)),
    }, toBatch(...queries));
    const expected = both.map((memory, b) => readColumns(memory, queries[b]));
    const message = `seed ${seed}`;
    assertTensorClose(read, toBatch(...expected.map(({ read }) => read)), {
      message,
    });
    assertTensorClose(
      weights,
      toBatch(...expected.map(({ weights }) => weights)),
      { message },
    );
  }
});

Deno.test("memoryNetworkRead() has the gradient that lib derives by hand", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const memory = { keys: draw(3, 5), values: draw(2, 5) };
    const [queries, upstream] = [draw(3, 7), draw(2, 7)];
    const expected = memoryNetworkReadGradient(memory, queries, upstream);
    const [keys, values, asked] = tf.grads((
      keys: tf.Tensor,
      values: tf.Tensor,
      asked: tf.Tensor,
    ) =>
      memoryNetworkRead(
        { keys: keys as tf.Tensor3D, values: values as tf.Tensor3D },
        asked as tf.Tensor3D,
      ).read
    )(
      [memory.keys, memory.values, queries].map((part) => toBatch(part)),
      toBatch(upstream),
    );
    const message = `seed ${seed}`;
    assertTensorClose(keys, expected.keys, { message });
    assertTensorClose(values, expected.values, { message });
    assertTensorClose(asked, expected.queries, { message });
  }
});

// keys 1, 2, 4 and query 3, the last slot masked: p = 3, 6, r = 3·5 + 6·7 = 57, by hand
Deno.test("memoryNetworkRead() without softmax sums by the scores, and sees no masked slot", () => {
  const memory = {
    keys: tf.tensor3d([[[1], [2], [4]]]),
    values: tf.tensor3d([[[5], [7], [9]]]),
  };
  const options = { linear: true, mask: tf.tensor2d([[1, 1, 0]]) };
  const { read, weights } = memoryNetworkRead(
    memory,
    tf.tensor3d([[[3]]]),
    options,
  );
  assertEquals(weights.arraySync(), [[[3, 6, 0]]]);
  assertEquals(read.arraySync(), [[[57]]]);
});

Deno.test("memoryNetworkRead() reads as if masked slots were not there", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const [keys, values, queries] = [draw(3, 5), draw(2, 5), draw(3, 7)];
    const { read } = memoryNetworkRead(
      { keys: toBatch(keys), values: toBatch(values) },
      toBatch(queries),
      { mask: tf.tensor2d([[1, 1, 1, 0, 0]]) },
    );
    const seen = {
      keys: keys.subMatrix(0, 2, 0, 2),
      values: values.subMatrix(0, 1, 0, 2),
    };
    assertTensorClose(read, readColumns(seen, queries).read, {
      message: `seed ${seed}`,
    });
  }
});

Deno.test("memoryNetworkRead() stands scores of 10,000", () => {
  const memory = {
    keys: tf.tensor3d([[[1e4], [-1e4]]]),
    values: tf.tensor3d([[[5], [7]]]),
  };
  const { read } = memoryNetworkRead(memory, tf.tensor3d([[[1]]]));
  assertEquals(read.arraySync(), [[[5]]]);
});

Deno.test("memoryNetworkHops() equals lib's with both tyings", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const embedded = [draw(3, 5), draw(3, 5), draw(3, 5)];
    const [queries, stateWeights] = [draw(3, 7), draw(3, 3)];
    const message = `seed ${seed}`;
    const adjacent = memoryNetworkHops(
      tieAdjacent(embedded.map((part) => toBatch(part))),
      toBatch(queries),
    );
    const expected = hopColumns(tieColumnsAdjacent(embedded), queries);
    assertTensorClose(adjacent.queries, expected.query, { message });
    adjacent.weights.forEach((weights, k) =>
      assertTensorClose(weights, expected.weights[k], { message })
    );
    const [keys, values] = embedded;
    const memory = { keys: toBatch(keys), values: toBatch(values) };
    assertTensorClose(
      memoryNetworkHops(tieLayerWise(memory, 2), toBatch(queries), {
        stateWeights: toTensor(stateWeights),
      }).queries,
      hopColumns(tieColumnsLayerWise({ keys, values }, 2), queries, {
        stateWeights,
      }).query,
      { message },
    );
  }
});

Deno.test("memoryNetworkHops() has the gradients of lib's, by finite differences", () => {
  for (const seed of SEEDS.slice(0, 3)) {
    const draw = matrices(seed);
    const upstream = draw(3, 7);
    assertTensorGradients(
      (first, second, third, queries) =>
        memoryNetworkHops(
          tieAdjacent([first, second, third].map(expand)),
          expand(queries),
        ).queries.mul(toTensor(upstream)).sum(),
      (first, second, third, queries) =>
        inner(
          hopColumns(tieColumnsAdjacent([first, second, third]), queries).query,
          upstream,
        ),
      [draw(3, 5), draw(3, 5), draw(3, 5), draw(3, 7)],
      { tolerance: 1e-4, message: `seed ${seed}` }, // entries of two hops reach some hundreds
    );
  }
});

/** The softmax of the answer by lib, from one question about one story. */
function answerByColumns(
  tables: Matrix[],
  temporal: Matrix[],
  story: number[][],
  question: number[],
): Matrix {
  const embedded = tables.map((table, k) =>
    embedColumns(table, story, { temporal: temporal[k] })
  );
  const { query } = hopColumns(
    tieColumnsAdjacent(embedded),
    embedColumns(tables[0], [question]),
  );
  return answerColumns(tables[tables.length - 1].transpose(), query);
}

Deno.test("answerQuestions() equals the network built of lib's parts", () => {
  const [story, question] = [[[0, 3, 1], [4, 6]], [2, 0]];
  const { counts: stories, mask } = sentenceCounts([story], {
    vocabulary: 7,
    slots: 5,
  });
  const { counts: questions } = sentenceCounts([[question]], { vocabulary: 7 });
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const tables = [draw(3, 7), draw(3, 7), draw(3, 7)];
    const temporal = [draw(3, 5), draw(3, 5), draw(3, 5)];
    const { logits } = answerQuestions({
      embeddings: tables.map(toTensor),
      temporal: temporal.map(toTensor),
    }, { stories, questions, mask });
    assertTensorClose(
      tf.softmax(logits),
      answerByColumns(tables, temporal, story, question),
      { message: `seed ${seed}` },
    );
  }
});

Deno.test("answerQuestions() refuses too few embeddings", () => {
  const { counts } = sentenceCounts([[[0]]], { vocabulary: 2 });
  const asked = { stories: counts, questions: counts };
  const table = tf.ones<tf.Rank.R2>([2, 3]);
  assertThrows(
    () => answerQuestions({ embeddings: [table] }, asked),
    ShapeError,
    "at least 2 embeddings: there are 1",
  );
  assertThrows(
    () =>
      answerQuestions({
        embeddings: [table, table],
        stateWeights: tf.ones([3, 3]),
      }, asked),
    ShapeError,
    "the 4 embeddings A, C, B and W: there are 2",
  );
});

Deno.test("MemoryNetwork keeps what a layer must, with either tying", async () => {
  const options = { vocabulary: 7, slots: 5 };
  const { counts: stories, mask } = sentenceCounts(
    [[[0, 3, 1], [4, 6]], [[2]]],
    options,
  );
  const { counts: questions } = sentenceCounts([[[2, 0]], [[1]]], options);
  const sizes = { units: 3, hops: 2, seed: 11 };
  const asked = [stories, tf.slice(questions, [0, 0, 0], [2, 1, 14]), mask];
  await assertLayerKeeps(
    new MemoryNetwork({ ...options, ...sizes }),
    asked,
    { parameters: 3 * (7 + 5) * 3 },
  );
  await assertLayerKeeps(
    new MemoryNetwork({ ...options, ...sizes, tying: "layer-wise", slots: 0 }),
    asked.slice(0, 2),
    { parameters: 4 * 7 * 3 + 3 * 3 },
  );
});

Deno.test("MemoryNetwork names the shapes that do not fit", () => {
  const layer = new MemoryNetwork({ vocabulary: 7, units: 3 });
  assertThrows(
    () => layer.apply([tf.ones([2, 5, 14]), tf.ones([2, 1, 13])]),
    ShapeError,
    "stories [B,N,F] is [2,5,14], questions [B,1,F] is [2,1,13]",
  );
  assertThrows(
    () => new MemoryNetwork({ vocabulary: 7, units: 3, hops: 0 }),
    RangeError,
  );
});
