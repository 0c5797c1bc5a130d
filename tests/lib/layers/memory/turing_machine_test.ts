import { assertEquals, assertThrows } from "@std/assert";
import {
  fromRule,
  type Matrix,
  type Random,
  seededRandom,
  ShapeError,
  softmaxColumns,
} from "@mneme/mneme/core";
import { turingRead, turingWrite } from "@mneme/mneme/memory";
import {
  tf,
  turingAddresses,
  TuringMachine,
  turingMachineParameterCount,
  turingMachineSequence,
  turingMachineStart,
  turingMachineStep,
  turingMachineVariables,
  type TuringMachineWeights,
  turingReads,
  turingWrites,
} from "@mneme/mneme/layers";
import { matrices, SEEDS } from "../../support.ts";
import {
  assertLayerKeeps,
  assertNoLeak,
  assertTensorClose,
  assertTensorGradients,
  backend,
  toBatch,
  toTensor,
} from "../support.ts";
import {
  type AllSizes,
  oracleSequence,
  PARTS,
  randomWeights,
  tensorsOf,
  toWeights,
  weightsOf,
} from "./turing_machine_oracle.ts";

/** Primes, so that no transposition passes by luck; both controllers, one head and several of each kind. */
const MACHINES: Record<string, AllSizes> = {
  "feed-forward": {
    inputs: 3,
    outputs: 2,
    hidden: 5,
    slots: 7,
    slotSize: 4,
    reads: 1,
    writes: 1,
    shifts: 3,
    controller: "feed-forward",
  },
  "feed-forward with two heads that read and three that write": {
    inputs: 2,
    outputs: 3,
    hidden: 3,
    slots: 7,
    slotSize: 2,
    reads: 2,
    writes: 3,
    shifts: 5,
    controller: "feed-forward",
  },
  "lstm with three heads that read and two that write": {
    inputs: 5,
    outputs: 2,
    hidden: 2,
    slots: 6,
    slotSize: 3,
    reads: 3,
    writes: 2,
    shifts: 1,
    controller: "lstm",
  },
  "lstm of one slot, moved further than there are slots": {
    inputs: 2,
    outputs: 1,
    hidden: 2,
    slots: 1,
    slotSize: 1,
    reads: 1,
    writes: 1,
    shifts: 5,
    controller: "lstm",
  },
};

function inputsOf({ inputs }: AllSizes, length: number, seed: number): Matrix {
  const random = seededRandom(seed + 100);
  return fromRule(inputs, length, () => random.normal());
}

for (const [name, sizes] of Object.entries(MACHINES)) {
  Deno.test(`turingMachineSequence() is lib's machine, ${name}`, () => {
    for (const seed of SEEDS) {
      const weights = randomWeights(sizes, seededRandom(seed));
      const sequences = [inputsOf(sizes, 5, seed), inputsOf(sizes, 5, -seed)];
      const expected = sequences.map((x) => oracleSequence(weights, x, sizes));
      tf.tidy(() =>
        assertTensorClose(
          turingMachineSequence(tensorsOf(weights), toBatch(...sequences)),
          toBatch(...expected),
          { message: `seed ${seed}` },
        )
      );
    }
  });

  Deno.test(`turingMachineSequence() has the gradients of lib's machine, ${name}`, () => {
    const seed = 3;
    const random = seededRandom(seed);
    const inputs = inputsOf(sizes, 3, seed);
    const weights = randomWeights(sizes, random);
    const upstream = fromRule(sizes.outputs, 3, () => random.normal());
    assertTensorGradients(
      (inputs, ...list) =>
        tf.sum(tf.mul(
          turingMachineSequence(toWeights(list), tf.expandDims(inputs, 0)),
          toBatch(upstream),
        )),
      (inputs, ...list) =>
        oracleSequence(weightsOf(list), inputs, sizes).mul(upstream).sum(),
      [inputs, ...PARTS.map((part) => weights[part])],
      { tolerance: 1e-4, message: `seed ${seed}` }, // gradients through 3 steps
    );
  });
}

Deno.test("turingMachineSequence() in one operation is its steps on the CPU backend, gradients too", async () => {
  if (backend.name !== "wasm") return;
  for (const seed of SEEDS) {
    const sizes = randomSizes(seededRandom(seed));
    const fast = lossAndGradients(sizes, seed);
    await tf.setBackend("cpu");
    const plain = lossAndGradients(sizes, seed);
    await tf.setBackend("wasm");
    const message = `seed ${seed}, ${JSON.stringify(sizes)}`;
    fast.forEach((values, i) =>
      assertTensorClose(tf.tensor1d(values), [...plain[i]], {
        tolerance: 1e-4, // of gradients through up to 7 steps
        message: `${["outputs", "inputs", ...PARTS][i]} ${message}`,
      })
    );
  }
});

/** Outputs, then the gradients of a loss in the inputs and in every weight. */
function lossAndGradients(sizes: AllSizes, seed: number): Float32Array[] {
  const random = seededRandom(seed);
  const [batch, length] = [1 + random.integer(3), 1 + random.integer(7)];
  const sequences = Array.from(
    { length: batch },
    (_, b) => inputsOf(sizes, length, seed + b),
  );
  const weights = randomWeights(sizes, random);
  const upstream = fromRule(sizes.outputs, length, () => random.normal());
  return tf.tidy(() => {
    const outputs = (inputs: tf.Tensor, ...list: tf.Tensor[]) =>
      turingMachineSequence(toWeights(list), inputs as tf.Tensor3D);
    const tensors = [
      toBatch(...sequences),
      ...PARTS.map((part) => toTensor(weights[part])),
    ];
    const gradients = tf.grads((...tensors) =>
      tf.sum(tf.mul(
        outputs(tensors[0], ...tensors.slice(1)),
        toBatch(upstream),
      ))
    )(tensors);
    const [inputs, ...list] = tensors;
    return [outputs(inputs, ...list), ...gradients].map((tensor) =>
      tensor.dataSync() as Float32Array
    );
  });
}

function randomSizes(random: Random): AllSizes {
  const upTo = (most: number) => 1 + random.integer(most);
  return {
    inputs: upTo(5),
    outputs: upTo(5),
    hidden: upTo(19),
    slots: upTo(13),
    slotSize: upTo(11),
    reads: upTo(3),
    writes: upTo(3),
    shifts: 1 + 2 * random.integer(4),
    controller: random.integer(2) ? "lstm" : "feed-forward",
  };
}

Deno.test("turingMachineSequence() is its steps, one after the other", () => {
  for (const sizes of Object.values(MACHINES)) {
    tf.tidy(() => {
      const weights = tensorsOf(randomWeights(sizes, seededRandom(5)));
      const inputs = toBatch(inputsOf(sizes, 3, 1), inputsOf(sizes, 3, 2));
      let state = turingMachineStart(weights, 2);
      const outputs = tf.unstack(inputs, 1).map((input) => {
        const step = turingMachineStep(weights, state, input as tf.Tensor2D);
        state = step.state;
        return step.output;
      });
      const expected = tf.stack(outputs, 1);
      assertTensorClose(turingMachineSequence(weights, inputs), expected);
    });
  }
});

// Start of equal slots: content has the same cosine with all of them, whatever the key.
Deno.test("turingAddresses() finds equal slots equal, and shifts by location", () => {
  tf.tidy(() => {
    const numbers = (x: number) => tf.fill([1, 1, 1], x) as tf.Tensor3D;
    const address = (strength: number, gate: number, sharpening: number) =>
      turingAddresses(tf.fill([1, 5, 2], 1e-6), {
        key: tf.tensor3d([[[3, -4]]]),
        strength: numbers(strength),
        gate: numbers(gate),
        sharpening: numbers(sharpening),
        shift: tf.tensor3d([[[0.1, 0.8, 0.1]]]),
      }, tf.tensor3d([[[1, 0, 0, 0, 0]]]));
    assertTensorClose(address(1e4, 1, 1), [[[0.2, 0.2, 0.2, 0.2, 0.2]]]);
    assertTensorClose(address(1e4, 0, 1), [[[0.8, 0.1, 0, 0, 0.1]]]);
    const total = 0.64 + 0.01 + 0.01;
    assertTensorClose(address(0, 0, 2), [[[
      0.64 / total,
      0.01 / total,
      0,
      0,
      0.01 / total,
    ]]]);
  });
});

Deno.test("turingAddresses() stays a distribution when scores are 1e4 and powers would underflow", () => {
  tf.tidy(() => {
    const numbers = (x: number) => tf.fill([1, 1, 1], x) as tf.Tensor3D;
    const addresses = turingAddresses(tf.tensor3d([[[1, 0], [0, 1], [1, 1]]]), {
      key: tf.tensor3d([[[0, 5]]]),
      strength: numbers(1e4),
      gate: numbers(0.5),
      sharpening: numbers(1e4),
      shift: tf.tensor3d([[[0.2, 0.3, 0.5]]]),
    }, tf.tensor3d([[[0.25, 0.25, 0.5]]]));
    assertTensorClose(addresses, [[[0, 0, 1]]]);
  });
});

Deno.test("turingWrites() and turingReads() are lib's, several heads at once", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const [memory, add] = [draw(3, 7), draw(3, 2)];
    const erase = softmaxColumns(draw(3, 2));
    const weights = softmaxColumns(draw(7, 2));
    const message = `seed ${seed}`;
    tf.tidy(() => {
      const tensors = [memory, weights, erase, add].map((matrix) =>
        toBatch(matrix)
      );
      assertTensorClose(
        turingReads(tensors[0], tensors[1]),
        turingRead(memory, weights),
        { message },
      );
      assertTensorClose(
        turingWrites(tensors[0], tensors[1], {
          erase: tensors[2],
          add: tensors[3],
        }),
        turingWrite(memory, { weights, erase, add }),
        { message },
      );
    });
  }
});

Deno.test("turingMachineVariables() starts as told and has the parameters of the theory", () => {
  Object.values(MACHINES).forEach((sizes, i) => {
    for (const learned of [false, true]) {
      const random = seededRandom(1);
      const weights = turingMachineVariables(
        `test${i}${learned}`,
        sizes,
        random,
        {
          learned,
          memory: learned ? "random" : "constant",
        },
      );
      const trained = Object.values(weights).filter(({ trainable }) =>
        trainable
      );
      const { slots, slotSize, reads, writes } = sizes;
      const start = slots * slotSize + reads * slotSize +
        (reads + writes) * slots;
      assertEquals(
        trained.reduce((sum, { size }) => sum + size, 0),
        turingMachineParameterCount(sizes) + (learned ? start : 0),
      );
      const [slot] = tf.tidy(() => weights.memory.arraySync());
      assertEquals(
        weights.reads.arraySync(),
        Array.from({ length: reads }, () => slot),
      );
      const distinct = new Set(weights.memory.dataSync()).size;
      assertEquals(distinct, learned ? slots * slotSize : 1);
      tf.dispose(Object.values(weights));
    }
  });
});

// By hand, the paper's copy machine with one head of each kind: 9 inputs, 100 units, slots of 20.
Deno.test("turingMachineParameterCount() counts the copy machine's 13,260", () => {
  const controller = (9 + 20 + 1) * 100;
  const heads = 101 * (20 + 3 + 3) + 101 * (60 + 3 + 3);
  const output = (100 + 20 + 1) * 8;
  assertEquals(controller + heads + output, 13_260);
  const sizes = {
    inputs: 9,
    outputs: 8,
    hidden: 100,
    slots: 128,
    slotSize: 20,
  };
  assertEquals(turingMachineParameterCount(sizes), 13_260);
});

Deno.test("turingMachineSequence() leaves nothing behind", () => {
  const [sizes] = Object.values(MACHINES);
  const weights = turingMachineVariables("leak", sizes, seededRandom(1));
  const inputs = tf.ones([2, 3, sizes.inputs]) as tf.Tensor3D;
  assertNoLeak(() => {
    const { value, grads } = tf.variableGrads(() =>
      tf.sum(turingMachineSequence(weights, inputs)).asScalar()
    );
    tf.dispose([value, grads]);
  });
  tf.dispose([inputs, Object.values(weights)]);
});

Deno.test("TuringMachine keeps what a layer must", async () => {
  const [sizes] = Object.values(MACHINES);
  const random = seededRandom(2);
  const inputs = toBatch(inputsOf(sizes, 5, random.integer(100)));
  await assertLayerKeeps(new TuringMachine({ ...sizes, seed: 3 }), inputs, {
    parameters: turingMachineParameterCount(sizes) + 7 * 4 + 4 + 2 * 7,
  });
  const layer = new TuringMachine({
    ...sizes,
    learned: true,
    memory: "random",
  });
  layer.apply(inputs);
  assertEquals(layer.trainableWeights.length, PARTS.length);
  const fixed = new TuringMachine(sizes);
  fixed.apply(inputs);
  assertEquals(fixed.trainableWeights.length, PARTS.length - 3);
});

Deno.test("turingMachineSequence(), turingMachineVariables() and TuringMachine throw when sizes do not fit", () => {
  const [sizes] = Object.values(MACHINES);
  const weights = tensorsOf(randomWeights(sizes, seededRandom(1)));
  assertThrows(
    () => turingMachineSequence(weights, tf.ones([1, 2, 5])),
    ShapeError,
    "Cannot run a Turing machine as F must be one size: inputs [B,T,F] is [1,2,5], inputKernel [F,C] is [3,5]",
  );
  const inputs = tf.ones([1, 2, 3]) as tf.Tensor3D;
  for (
    const [change, condition] of [
      [{ reads: tf.ones([2, 4]) }, "there must be more addresses than reads"],
      [
        { headKernel: tf.ones([5, 34]), headBias: tf.ones([34]) },
        "P must be (R + W)(D + 3 + S) + 2WD with S odd",
      ],
      [{ outputKernel: tf.ones([5, 2]) }, "Q must be H + RD"],
      [
        { recurrentKernel: tf.ones([5, 5]) },
        "C and V must be H and RD, or 4H and RD + H of an LSTM",
      ],
    ] as const
  ) {
    assertThrows(
      () =>
        turingMachineSequence(
          { ...weights, ...change } as TuringMachineWeights,
          inputs,
        ),
      ShapeError,
      condition,
    );
  }
  assertThrows(
    () =>
      turingMachineVariables("bad", { ...sizes, shifts: 2 }, seededRandom(1)),
    RangeError,
    "Cannot build a Turing machine as the number of shifts must be odd: 2",
  );
  assertThrows(
    () => new TuringMachine(sizes).apply(tf.ones([2, 3])),
    ShapeError,
    "inputs [B,T,F] is [2,3]",
  );
});
