import { assertEquals, assertThrows } from "@std/assert";
import { fromRows, type Matrix, ShapeError } from "@mneme/mneme/core";
import {
  type GateParameters,
  gruCell as gruCellOfLib,
  gruScan,
  lstmScan,
  runCell,
  stackedCell,
} from "@mneme/mneme/recurrent";
import {
  bidirectionalScan,
  recurrentScan,
  type RecurrentWeights,
  stackedScan,
  tf,
} from "@mneme/mneme/layers";
import { inner } from "../../gradients.ts";
import { matrices, SEEDS } from "../../support.ts";
import {
  assertNoLeak,
  assertTensorClose,
  assertTensorGradients,
  toBatch,
  toTensor,
} from "../support.ts";
import { below, randomGru, randomLstm, toWeights } from "./networks.ts";

const AFTER = { reset: "after" } as const;

Deno.test("recurrentScan() is lstmScan() when the kind is lstm", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const [first, second] = [draw(3, 7), draw(3, 7)];
    const parameters = randomLstm(seed + 1, 3, 5);
    const { outputs, state } = recurrentScan(
      toBatch(first, second),
      toWeights(parameters),
    );
    const expected = [first, second].map((x) => lstmScan(x, parameters));
    const message = `seed ${seed}`;
    assertTensorClose(outputs, toBatch(...expected.map((e) => e.hidden)), {
      message,
    });
    assertTensorClose(
      state.cell!,
      expected.map(({ cell }) => cell.getColumn(6)),
      { message },
    );
  }
});

Deno.test("recurrentScan() is gruScan() when the kind is gru", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const [first, second] = [draw(3, 7), draw(3, 7)];
    const parameters = randomGru(seed + 1, 3, 5);
    const { outputs } = recurrentScan(
      toBatch(first, second),
      toWeights(parameters),
    );
    const expected = [first, second].map((x) => gruScan(x, parameters, AFTER));
    assertTensorClose(outputs, toBatch(...expected), {
      message: `seed ${seed}`,
    });
  }
});

/** Rows of the blocks, one below the other, as gates of lib. */
function toGates(W: Matrix, U: Matrix, b: Matrix, H: number): GateParameters[] {
  const part = (whole: Matrix, g: number) =>
    fromRows(whole.to2DArray().slice(g * H, (g + 1) * H));
  return Array.from({ length: W.rows / H }, (_, g) => ({
    inputWeights: part(W, g),
    stateWeights: part(U, g),
    bias: part(b, g),
  }));
}

function weightsFrom(
  kind: "lstm" | "gru",
  [W, U, b]: tf.Tensor2D[],
): RecurrentWeights {
  return {
    kind,
    inputWeights: W,
    stateWeights: U,
    bias: tf.reshape(b, [-1]),
  };
}

for (const kind of ["lstm", "gru"] as const) {
  Deno.test(`recurrentScan() has the gradient of lib's function when the kind is ${kind}`, () => {
    for (const seed of SEEDS.slice(0, 3)) {
      const draw = matrices(seed);
      const N = seed === 3 ? 1 : 5; // one step has a path of its own
      const blocks = kind === "lstm" ? 4 : 3;
      const at = [
        draw(3, N),
        draw(blocks * 2, 3),
        draw(blocks * 2, 2),
        draw(blocks * 2, 1),
      ];
      const upstream = draw(2, N);
      assertTensorGradients(
        (x, ...weights) =>
          tf.sum(
            tf.mul(
              recurrentScan(tf.expandDims(x, 0), weightsFrom(kind, weights))
                .outputs,
              toTensor(upstream),
            ),
          ),
        (x, W, U, b) => {
          const gates = toGates(W, U, b, 2);
          const [first, second, third, fourth] = gates;
          const hidden = kind === "lstm"
            ? lstmScan(x, {
              input: first,
              forget: second,
              output: third,
              candidate: fourth,
            }).hidden
            : gruScan(
              x,
              { update: first, reset: second, candidate: third },
              AFTER,
            );
          return inner(hidden, upstream);
        },
        at,
        { message: `seed ${seed}` },
      );
    }
  });
}

Deno.test("recurrentScan() reads only what counts when a mask is given", () => {
  for (const parameters of [randomLstm(3, 3, 5), randomGru(3, 3, 5)]) {
    const weights = toWeights(parameters);
    const inputs = toBatch(matrices(5)(3, 7), matrices(7)(3, 7));
    const lengths = [7, 4];
    const mask = tf.tensor2d(
      lengths.map((length) =>
        Array.from({ length: 7 }, (_, n) => n < length ? 1 : 0)
      ),
    );
    for (const reverse of [false, true]) {
      const { outputs, state } = recurrentScan(inputs, weights, {
        mask,
        reverse,
      });
      lengths.forEach((length, b) => {
        const alone = recurrentScan(
          tf.slice(inputs, [b, 0, 0], [1, length, 3]),
          weights,
          { reverse },
        );
        const own = tf.slice(outputs, [b, 0, 0], [1, length, 5]);
        const message = `reverse ${reverse}, length ${length}`;
        assertTensorClose(own, alone.outputs, { message });
        assertTensorClose(
          tf.slice(state.hidden, [b, 0], [1, 5]),
          alone.state.hidden,
          { message },
        );
      });
    }
  }
});

Deno.test("recurrentScan() goes on where a first part ended", () => {
  for (const parameters of [randomLstm(3, 3, 5), randomGru(3, 3, 5)]) {
    const weights = toWeights(parameters);
    const inputs = toBatch(matrices(5)(3, 7));
    const whole = recurrentScan(inputs, weights);
    const first = recurrentScan(
      tf.slice(inputs, [0, 0, 0], [1, 2, 3]),
      weights,
    );
    const rest = recurrentScan(
      tf.slice(inputs, [0, 2, 0], [1, 5, 3]),
      weights,
      { initialState: first.state },
    );
    const joined = tf.concat([first.outputs, rest.outputs], 1);
    assertTensorClose(joined, whole.outputs);
  }
});

Deno.test("recurrentScan() stays finite when the inputs are 1e4", () => {
  const weights = toWeights(randomLstm(3, 3, 5));
  const { outputs } = recurrentScan(tf.fill([1, 2, 3], 1e4), weights);
  outputs.dataSync().forEach((h) => assertEquals(Math.abs(h) <= 1, true));
});

Deno.test("recurrentScan() names all shapes when they do not fit", () => {
  assertThrows(
    () => recurrentScan(tf.zeros([2, 7, 4]), toWeights(randomLstm(3, 3, 5))),
    ShapeError,
    "D must be one size: inputs [B,N,D] is [2,7,4], inputWeights [D,W] is [3,20]",
  );
});

Deno.test("recurrentScan() leaves no tensors behind", () => {
  const weights = toWeights(randomGru(3, 3, 5));
  const inputs = tf.ones<tf.Rank.R3>([2, 7, 3]);
  assertNoLeak(() => tf.tidy(() => void recurrentScan(inputs, weights)));
});

Deno.test("bidirectionalScan() has in each output what went before and what comes", () => {
  const [there, back] = [randomGru(3, 3, 5), randomGru(5, 3, 2)];
  const items = matrices(7)(3, 7);
  const { outputs } = bidirectionalScan(toBatch(items), {
    forward: toWeights(there),
    backward: toWeights(back),
  });
  const reversed = fromRows(items.to2DArray().map((row) => row.toReversed()));
  const against = gruScan(reversed, back, AFTER);
  const expected = below([
    gruScan(items, there, AFTER),
    fromRows(against.to2DArray().map((row) => row.toReversed())),
  ]);
  assertTensorClose(outputs, toBatch(expected));
});

Deno.test("stackedScan() is lib's stackedCell()", () => {
  const layers = [randomGru(3, 3, 5), randomGru(5, 5, 2)];
  const items = matrices(7)(3, 7);
  const { outputs, states } = stackedScan(
    toBatch(items),
    layers.map(toWeights),
  );
  const cell = stackedCell(layers.map((layer) => gruCellOfLib(layer, AFTER)));
  assertTensorClose(outputs, toBatch(runCell(cell, items).outputs));
  assertEquals(states.map(({ hidden }) => hidden.shape), [[1, 5], [1, 2]]);
});

Deno.test("stackedScan() asks for a layer", () => {
  assertThrows(() => stackedScan(tf.zeros([1, 1, 1]), []), ShapeError);
});
