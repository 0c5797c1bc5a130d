import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  attentivePooling,
  hierarchicalAttention,
  type PoolingParameters,
} from "@mneme/mneme/attention";
import {
  columnVector,
  fromRows,
  fromRule,
  type Matrix,
  seededRandom,
  ShapeError,
} from "@mneme/mneme/core";
import { asRows, assertMatrix, EXACT, matrices, SEEDS } from "../../support.ts";

function drawLevel(
  draw: (rows: number, columns: number) => Matrix,
  [size, width]: [size: number, width: number],
): PoolingParameters {
  return {
    weights: draw(size, width),
    bias: draw(size, 1),
    contextVector: draw(size, 1),
  };
}

/** Σ αₜhₜ with α = softmax(uₜᵀu), uₜ = tanh(Whₜ + b): the definition, item by item. */
function poolByDefinition(
  states: number[][],
  { weights, bias, contextVector }: PoolingParameters,
): { output: number[]; weights: number[] } {
  const scores = states.map((h) =>
    weights.to2DArray().reduce(
      (sum, row, a) =>
        sum +
        contextVector.get(a, 0) *
          Math.tanh(
            row.reduce((total, w, d) => total + w * h[d], bias.get(a, 0)),
          ),
      0,
    )
  );
  const total = scores.reduce((sum, s) => sum + Math.exp(s), 0);
  const alpha = scores.map((s) => Math.exp(s) / total);
  const output = states[0].map((_, d) =>
    states.reduce((sum, h, t) => sum + alpha[t] * h[d], 0)
  );
  return { output, weights: alpha };
}

Deno.test("attentivePooling() equals its definition", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const [states, level] = [draw(3, 5), drawLevel(draw, [7, 3])];
    const { output, weights } = attentivePooling(states, level);
    const expected = poolByDefinition(asRows(states), level);
    const message = `seed ${seed}`;
    assertMatrix(output, expected.output.map((x) => [x]), { message });
    assertMatrix(weights, expected.weights.map((x) => [x]), { message });
  }
});

// row 10: two levels of u = tanh(Wh + b), α = softmax(uᵀu_w), s = Σ αh (Yang et al. 2016, §2.2), each by its definition; the products of both weights sum to 1
Deno.test("hierarchicalAttention() pools words to sentences and sentences to a document", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const texts = [draw(3, 2), draw(3, 5), draw(3, 1)];
    const [words, sentences] = [
      drawLevel(draw, [7, 3]),
      drawLevel(draw, [5, 3]),
    ];
    const found = hierarchicalAttention(texts, { words, sentences });
    const vectors = texts.map((text) =>
      poolByDefinition(asRows(text), words).output
    );
    const document = poolByDefinition(vectors, sentences);
    const message = `seed ${seed}`;
    assertMatrix(found.document, document.output.map((x) => [x]), { message });
    assertMatrix(found.sentences.transpose(), vectors, { message });
    const shares = found.wordWeights.flatMap((weights, i) =>
      weights.to1DArray().map((w) => w * found.sentenceWeights.get(i, 0))
    );
    assertEquals(shares.length, 8);
    assertAlmostEquals(shares.reduce((a, b) => a + b), 1, EXACT, message);
  }
});

// row 10: a key word in a key sentence among d = 16 random words gets nearly all weight (Yang et al. 2016's model)
Deno.test("hierarchicalAttention() finds the key word in the key sentence", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const random = seededRandom(seed);
    const key = fromRule(16, 1, (d) => d % 2 ? 4 : -4);
    const level = {
      weights: fromRule(16, 16, (i, j) => i === j ? 1 : 0),
      bias: fromRule(16, 1, () => 0),
      contextVector: key.clone().mul(5),
    };
    const [sentence, word] = [random.integer(5), random.integer(7)];
    const texts = Array.from({ length: 5 }, () => draw(16, 7, 0.3));
    texts[sentence].setColumn(word, key.to1DArray());
    const found = hierarchicalAttention(texts, {
      words: level,
      sentences: level,
    });
    const weight = found.wordWeights[sentence].get(word, 0) *
      found.sentenceWeights.get(sentence, 0);
    assertAlmostEquals(weight, 1, 1e-6, `seed ${seed}`);
  }
});

Deno.test("hierarchicalAttention() runs the sentences through their encoder", () => {
  const draw = matrices(61);
  const texts = [draw(3, 2), draw(3, 5)];
  const parameters = {
    words: drawLevel(draw, [7, 3]),
    sentences: drawLevel(draw, [5, 2]),
    encodeSentences: (s: Matrix) => s.subMatrix(0, 1, 0, 1).mul(2),
  };
  const { document, sentences } = hierarchicalAttention(texts, parameters);
  const expected = attentivePooling(
    sentences.subMatrix(0, 1, 0, 1).mul(2),
    parameters.sentences,
  );
  assertEquals(document, expected.output);
});

Deno.test("hierarchicalAttention() of one word is that word, and weights survive states of ±1e4", () => {
  const draw = matrices(67);
  const level = drawLevel(draw, [7, 3]);
  const word = columnVector([1e4, -1e4, 3]);
  const { document } = hierarchicalAttention([word], {
    words: level,
    sentences: level,
  });
  assertEquals(document, word);
});

Deno.test("hierarchical attention throws when sizes differ, nothing is there, or an entry is not finite", () => {
  const draw = matrices(71);
  const level = drawLevel(draw, [7, 3]);
  assertThrows(
    () => attentivePooling(draw(2, 5), level),
    ShapeError,
    "Cannot pool states by attention as D must be one size: states (DxT) is 2x5, weights (AxD) is 7x3, bias (Ax1) is 7x1, contextVector (Ax1) is 7x1",
  );
  assertThrows(
    () => hierarchicalAttention([], { words: level, sentences: level }),
    RangeError,
    "Cannot attend to words and sentences as the number of sentences must be an integer of at least 1: 0",
  );
  assertThrows(
    () => attentivePooling(fromRows([[1], [NaN], [2]]), level),
    RangeError,
    "Cannot pool states by attention as every entry of states must be finite",
  );
});

Deno.test("hierarchical attention does not mutate states or parameters", () => {
  const draw = matrices(73);
  const level = drawLevel(draw, [7, 3]);
  const texts = [draw(3, 2), draw(3, 5)];
  const before = JSON.stringify([texts, level]);
  hierarchicalAttention(texts, { words: level, sentences: level });
  assertEquals(JSON.stringify([texts, level]), before);
});
