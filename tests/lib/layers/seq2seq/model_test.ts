import { assert, assertEquals, assertThrows } from "@std/assert";
import { seededRandom } from "@mneme/mneme/core";
import {
  gruCell,
  gruParameterCount,
  gruScan,
  lstmParameterCount,
} from "@mneme/mneme/recurrent";
import { encodeDecode } from "@mneme/mneme/seq2seq";
import {
  beamTranslate,
  createOptimizer,
  encodeBatch,
  fixedContextDecoder,
  greedyTranslate,
  type Seq2seqBatch,
  seq2seqLoss,
  seq2seqPredict,
  type Seq2seqSettings,
  seq2seqWeights,
  tf,
  variablesOf,
} from "@mneme/mneme/layers";
import { matrices, SEEDS } from "../../support.ts";
import { randomGru, toWeights } from "../recurrent/networks.ts";
import {
  assertNoLeak,
  assertTensorClose,
  toBatch,
  toTensor,
} from "../support.ts";

const AFTER = { reset: "after" } as const;
let models = 0;

/** A model under a name of its own. */
function model(settings: Partial<Seq2seqSettings>) {
  return seq2seqWeights({
    name: `model ${models++}`,
    decoder: "bahdanau",
    sourceVocabulary: 11,
    targetVocabulary: 13,
    embeddingSize: 3,
    hiddenSize: 5,
    random: seededRandom(7),
    ...settings,
  });
}

function countOf(settings: Partial<Seq2seqSettings>): number {
  const variables = variablesOf(model(settings));
  return variables.reduce((sum, { size }) => sum + size, 0);
}

function ids(rows: number[][]): tf.Tensor2D {
  return tf.tensor2d(rows, [rows.length, rows[0].length], "int32");
}

Deno.test("encodeBatch() and fixedContextDecoder() are lib's encodeDecode()", () => {
  for (const seed of SEEDS) {
    for (const context of ["start", "always"] as const) {
      const draw = matrices(seed);
      const [source, words] = [draw(3, 7), draw(2, 4)];
      const encoder = randomGru(seed + 1, 3, 5);
      const decoder = randomGru(seed + 2, context === "always" ? 7 : 2, 5);
      const mask = tf.tensor2d([[1, 1, 1, 1, 0, 0, 0]]);
      const encoded = encodeBatch(
        toBatch(source),
        { layers: [toWeights(encoder)] },
        { mask },
      );
      const { outputs } = fixedContextDecoder(encoded, {
        layers: [toWeights(decoder)],
        context,
      }).run(toBatch(words));
      const expected = encodeDecode(source, words, {
        encoder: gruCell(encoder, AFTER),
        decoder: gruCell(decoder, AFTER),
      }, { context, validLength: 4 });
      const message = `seed ${seed}, ${context}`;
      assertTensorClose(encoded.states[0].hidden, toTensor(expected.context), {
        message,
      });
      assertTensorClose(outputs, toBatch(expected.outputs), { message });
    }
  }
});

Deno.test("encodeBatch() bridges from both directions to the decoder", () => {
  const source = matrices(3)(3, 7);
  const [there, back] = [randomGru(5, 3, 5), randomGru(7, 3, 5)];
  const bridge = matrices(11)(5, 10);
  const { states } = encodeBatch(toBatch(source), {
    forward: toWeights(there),
    backward: toWeights(back),
    bridgeWeights: toTensor(bridge),
    bridgeBias: tf.zeros([5]),
  });
  const reversed = source.clone();
  source.to2DArray().forEach((row, i) => reversed.setRow(i, row.toReversed()));
  const both = [
    ...gruScan(source, there, AFTER).getColumn(6),
    ...gruScan(reversed, back, AFTER).getColumn(6),
  ];
  const expected = bridge.to2DArray().map((row) =>
    Math.tanh(row.reduce((sum, w, i) => sum + w * both[i], 0))
  );
  assertTensorClose(states[0].hidden, [expected]);
});

Deno.test("seq2seqWeights() makes as many as the theory says", () => {
  const tables = 11 * 3 + 13 * 3, output = 5 * 13 + 13;
  const gru = gruParameterCount;
  const around = tables + output + gru(3, 5);
  assertEquals(countOf({ decoder: "fixed" }), around + gru(3, 5));
  assertEquals(
    countOf({ decoder: "fixed", context: "always" }),
    around + gru(3 + 5, 5),
  );
  assertEquals(
    countOf({ decoder: "bahdanau" }),
    around + gru(3 + 5, 5) + 5 * (5 + 5 + 1),
  );
  assertEquals(
    countOf({ decoder: "bahdanau", cell: "lstm", bidirectional: true }),
    tables + output + 2 * lstmParameterCount(3, 5) + 11 * 5 +
      lstmParameterCount(3 + 10, 5) + 5 * (10 + 5 + 1),
  );
  const luong = around + 10 * 5;
  for (
    const [score, own] of [
      ["dot", 0],
      ["general", 25],
      ["concat", 55],
      ["location", 50],
    ] as const
  ) {
    assertEquals(countOf({ decoder: "luong", score }), luong + gru(3, 5) + own);
  }
  assertEquals(
    countOf({ decoder: "luong", inputFeeding: true, depth: 2 }),
    luong + gru(5, 5) + gru(3 + 5, 5) + gru(5, 5),
  );
  assertThrows(
    () => model({ bidirectional: true, depth: 2 }),
    RangeError,
    "must have 1 layer: 2",
  );
});

Deno.test("seq2seqLoss() is the mean of -log p over what counts", () => {
  const weights = model({});
  const batch: Seq2seqBatch = {
    source: ids([[3, 5, 7], [2, 4, 0]]),
    sourceMask: tf.tensor2d([[1, 1, 1], [1, 1, 0]]),
    inputs: ids([[1, 5], [1, 0]]),
    targets: ids([[5, 2], [2, 0]]),
    targetMask: tf.tensor2d([[1, 1], [1, 0]]),
  };
  const { logits } = seq2seqPredict(weights, batch);
  const logs = tf.logSoftmax(logits).arraySync() as number[][][];
  const expected = -(logs[0][0][5] + logs[0][1][2] + logs[1][0][2]) / 3;
  assertTensorClose(seq2seqLoss(weights, batch), expected);
});

Deno.test("seq2seqPredict() does not see padding", () => {
  for (const decoder of ["fixed", "bahdanau", "luong"] as const) {
    const weights = model({ decoder });
    const inputs = ids([[1, 5]]);
    const short = seq2seqPredict(weights, { source: ids([[3, 5]]), inputs });
    const padded = seq2seqPredict(weights, {
      source: ids([[3, 5, 9]]),
      sourceMask: tf.tensor2d([[1, 1, 0]]),
      inputs,
    });
    assertTensorClose(padded.logits, short.logits, { message: decoder });
  }
});

const VARIANTS: Partial<Seq2seqSettings>[] = [
  { decoder: "fixed", context: "always" },
  { decoder: "bahdanau", bidirectional: true },
  { decoder: "bahdanau", cell: "lstm", depth: 2 },
  { decoder: "luong", score: "concat", inputFeeding: true },
  {
    decoder: "luong",
    score: "general",
    window: { halfWidth: 2, positions: "predicted" },
  },
];

for (const variant of VARIANTS) {
  const name = JSON.stringify(variant);
  Deno.test(`seq2seqLoss() falls, without leaks, and reaches every variable: ${name}`, () => {
    const weights = model(variant);
    const variables = variablesOf(weights);
    const optimizer = createOptimizer({ kind: "adam", rate: 0.01 }, variables);
    const source = ids([[3, 5, 7], [2, 4, 6]]);
    const batch = { source, inputs: source, targets: source };
    const step = () =>
      tf.tidy(() => {
        const { value, grads } = tf.variableGrads(
          () => seq2seqLoss(weights, batch),
          variables,
        );
        Object.entries(grads).forEach(([name, gradient]) =>
          assert(gradient.abs().sum().dataSync()[0] > 0, `${name} stays`)
        );
        optimizer.apply(grads);
        return value.dataSync()[0];
      });
    const first = step();
    let last = first;
    assertNoLeak(() => {
      for (let i = 0; i < 20; i++) last = step();
    });
    assert(last < first, `${first} to ${last}, seed 7`);
    optimizer.dispose();
  });
}

Deno.test("greedyTranslate() and a beam of width 1 write the same, with weights for each word", () => {
  for (const decoder of ["fixed", "bahdanau", "luong"] as const) {
    const weights = model({ decoder });
    const sources = [[3, 5, 7], [2, 4, 6]];
    const options = { start: 1, end: 2, maximumLength: 7 };
    const greedy = greedyTranslate(weights, ids(sources), options);
    sources.forEach((source, b) => {
      const [best] = beamTranslate(weights, source, { ...options, width: 1 });
      assertEquals(best.tokens, greedy.tokens[b]);
      const looks = greedy.weights?.[b];
      if (!looks) return;
      assert(looks.length >= best.tokens.length);
      looks.forEach((look) =>
        assert(Math.abs(look.reduce((a, b) => a + b) - 1) < 1e-5)
      );
    });
  }
});

Deno.test("beamTranslate() leaves no tensors behind", () => {
  const weights = model({});
  assertNoLeak(() =>
    void beamTranslate(weights, [3, 5, 7], {
      start: 1,
      end: 2,
      maximumLength: 5,
      width: 3,
    })
  );
});
