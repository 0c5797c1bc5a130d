import { assertThrows } from "@std/assert";
import {
  additiveScores,
  dotScores,
  generalScores,
  localMonotonicAttention,
  localPredictiveAttention,
  locationScores,
  type ScoreFunction,
} from "@mneme/mneme/attention";
import { ShapeError } from "@mneme/mneme/core";
import { gruCell, gruScan } from "@mneme/mneme/recurrent";
import { luongDecode } from "@mneme/mneme/seq2seq";
import { luongDecoder, type LuongScore, tf } from "@mneme/mneme/layers";
import { inner } from "../../gradients.ts";
import { matrices, SEEDS } from "../../support.ts";
import { randomGru, toWeights } from "../recurrent/networks.ts";
import {
  assertTensorClose,
  assertTensorGradients,
  toBatch,
  toTensor,
  toVector,
} from "../support.ts";
import {
  drawAdditive,
  drawSource,
  SIZES,
  toAdditive,
  toEncoded,
} from "./models.ts";

const { E, H, N, T } = SIZES;
const A = 11;

/** Each score in both forms; the memory's size is the state's for dot. */
function scores(seed: number): [LuongScore, ScoreFunction, number][] {
  const draw = matrices(seed);
  const { Dh } = SIZES;
  const [general, location] = [draw(H, Dh), draw(N, H)];
  const additive = drawAdditive(seed);
  return [
    [{ kind: "dot" }, dotScores, H],
    [
      { kind: "general", weights: toTensor(general) },
      generalScores(general),
      Dh,
    ],
    [
      { kind: "concat", ...toAdditive(additive) },
      additiveScores(additive),
      Dh,
    ],
    [
      { kind: "location", weights: toTensor(location) },
      locationScores(location),
      Dh,
    ],
  ];
}

Deno.test("luongDecoder().run() is luongDecode() with each score, with and without input feeding", () => {
  for (const seed of SEEDS.slice(0, 5)) {
    for (const [own, score, Dh] of scores(seed)) {
      for (const inputFeeding of [false, true]) {
        const { memory, start, words } = drawSource(seed, Dh);
        const network = randomGru(seed + 1, inputFeeding ? E + A : E, H);
        const combineWeights = matrices(seed + 2)(A, Dh + H);
        const { outputs, weights } = luongDecoder(
          toEncoded(memory, start, 3),
          {
            layers: [toWeights(network)],
            attention: { score: own },
            combineWeights: toTensor(combineWeights),
            inputFeeding,
          },
        ).run(toBatch(words));
        const expected = luongDecode(
          words,
          { memory, state: start, validLength: 3 },
          { cell: gruCell(network, { reset: "after" }), score, combineWeights },
          { inputFeeding },
        );
        const message = `seed ${seed}, ${own.kind}, feeding ${inputFeeding}`;
        assertTensorClose(outputs, toBatch(expected.outputs), { message });
        assertTensorClose(weights!, toBatch(expected.weights), { message });
      }
    }
  }
});

Deno.test("luongDecoder().run() has the gradient of luongDecode()", () => {
  for (const seed of SEEDS.slice(0, 2)) {
    for (const [own, score, Dh] of scores(seed)) {
      const { memory, start, words } = drawSource(seed, Dh);
      const network = randomGru(seed + 1, E + A, H);
      const combine = matrices(seed + 2)(A, Dh + H);
      const upstream = matrices(seed + 3)(A, T);
      assertTensorGradients(
        (memory, start, words, combineWeights) => {
          const { outputs } = luongDecoder(toEncoded(memory, start), {
            layers: [toWeights(network)],
            attention: { score: own },
            combineWeights,
            inputFeeding: true,
          }).run(tf.expandDims(words, 0));
          return tf.sum(tf.mul(outputs, toTensor(upstream)));
        },
        (memory, start, words, combineWeights) =>
          inner(
            luongDecode(
              words,
              { memory, state: start, validLength: N },
              {
                cell: gruCell(network, { reset: "after" }),
                score,
                combineWeights,
              },
              { inputFeeding: true },
            ).outputs,
            upstream,
          ),
        [memory, start, words, combine],
        { message: `seed ${seed}, ${own.kind}` },
      );
    }
  }
});

Deno.test("luongDecoder() writes word by word what it was taught at once", () => {
  for (const window of [undefined, { halfWidth: 1 }]) {
    for (const inputFeeding of [false, true]) {
      const { memory, start, words } = drawSource(3, H);
      const decoder = luongDecoder(toEncoded(memory, start), {
        layers: [toWeights(randomGru(5, inputFeeding ? E + A : E, H))],
        attention: { score: { kind: "dot" }, window },
        combineWeights: toTensor(matrices(7)(A, 2 * H)),
        inputFeeding,
      });
      const whole = decoder.run(toBatch(words));
      let state = decoder.start;
      for (let t = 0; t < T; t++) {
        const step = decoder.step(
          tf.slice(toTensor(words), [t, 0], [1, E]),
          state,
        );
        const row = [0, t, 0];
        assertTensorClose(step.output, tf.slice(whole.outputs, row, [1, 1, A]));
        assertTensorClose(
          step.weights!,
          tf.slice(whole.weights!, row, [1, 1, N]),
        );
        state = step.state;
      }
    }
  }
});

Deno.test("luongDecoder() looks near a place as lib's local attention does", () => {
  for (const seed of SEEDS) {
    const { memory, start, words } = drawSource(seed, H);
    const network = randomGru(seed + 1, E, H);
    const draw = matrices(seed + 2);
    const positions = {
      positionWeights: draw(3, H),
      positionVector: draw(3, 1),
    };
    const queries = gruScan(words, network, {
      initialState: start,
      reset: "after",
    });
    const source = { keys: memory, values: memory };
    const options = { halfWidth: 1.5, score: dotScores };
    const own = {
      positionWeights: toTensor(positions.positionWeights),
      positionVector: toVector(positions.positionVector),
    };
    for (
      const [window, expected] of [
        [{ halfWidth: 1.5 }, localMonotonicAttention(source, queries, options)],
        [
          { halfWidth: 1.5, positions: own },
          localPredictiveAttention(source, queries, positions, options),
        ],
      ] as const
    ) {
      const { weights } = luongDecoder(toEncoded(memory, start), {
        layers: [toWeights(network)],
        attention: { score: { kind: "dot" }, window },
        combineWeights: toTensor(matrices(7)(A, 2 * H)),
        inputFeeding: false,
      }).run(toBatch(words));
      assertTensorClose(weights!, toBatch(expected.weights), {
        message: `seed ${seed}`,
      });
    }
  }
});

Deno.test("luongDecoder() names all shapes when the source is too long for its places", () => {
  const { memory, start } = drawSource(3);
  assertThrows(
    () =>
      luongDecoder(toEncoded(memory, start), {
        layers: [toWeights(randomGru(5, E, H))],
        attention: {
          score: { kind: "location", weights: tf.zeros([H, N - 1]) },
        },
        combineWeights: tf.zeros([SIZES.Dh + H, A]),
        inputFeeding: false,
      }),
    ShapeError,
    "memory [B,N,Dh] is [1,4,7], weights [H,4] is [5,3]",
  );
});

Deno.test("luongDecoder() by location does not see what lies where", () => {
  const { memory, start, words } = drawSource(3);
  const look = (source: typeof memory) =>
    luongDecoder(toEncoded(source, start), {
      layers: [toWeights(randomGru(5, E, H))],
      attention: { score: { kind: "location", weights: tf.ones([H, N]) } },
      combineWeights: tf.zeros([SIZES.Dh + H, A]),
      inputFeeding: false,
    }).run(toBatch(words)).weights!;
  const others = memory.clone().mul(-1);
  assertTensorClose(look(others), look(memory));
});
