import { assertEquals, assertThrows } from "@std/assert";
import {
  columnVector,
  fromRule,
  type Matrix,
  seededRandom,
  ShapeError,
} from "@mneme/mneme/core";
import {
  type ListControllerWeights,
  listControllerWeights,
  ListMemory,
  listStates,
  runListController,
  tf,
  variablesOf,
} from "@mneme/mneme/layers";
import { queueStep, stackStep } from "@mneme/mneme/memory";
import { lstmStep } from "@mneme/mneme/recurrent";
import { EMPTY } from "../../memory/lists.ts";
import { matrices, SEEDS } from "../../support.ts";
import { assertLayerKeeps, assertTensorClose, toBatch } from "../support.ts";

const SIZES = { inputSize: 3, hiddenSize: 5, valueSize: 2 };

/** Weights of a stack's or a queue's controller that are alive until disposed of. */
function draw(seed: number, kind: "stack" | "queue" | "deque") {
  return listControllerWeights({
    name: `controller ${crypto.randomUUID()}`,
    kind,
    ...SIZES,
    random: seededRandom(seed),
  });
}

/** A tensor's columns, as lib has them: the transpose of a kernel [in, out]. */
function toMatrix(kernel: tf.Tensor): Matrix {
  const [first, second = 1] = kernel.shape;
  const values = kernel.dataSync();
  return fromRule(second, first, (i, j) => values[j * second + i]);
}

/** The hidden states by lib's lstmStep and step of a list, for one sequence (X x N). */
function runColumns(
  step: typeof stackStep,
  inputs: Matrix,
  weights: ListControllerWeights,
): Matrix {
  const { controller, readWeights, actionWeights, actionBias } = weights;
  const H = SIZES.hiddenSize;
  const block = (kernel: tf.Tensor, k: number) =>
    toMatrix(kernel).subMatrix(k * H, (k + 1) * H - 1, 0, kernel.shape[0] - 1);
  const bias = controller.bias.reshape([1, 4 * H]);
  const gate = (k: number) => ({
    // The inputs and what was read, one below the other.
    inputWeights: beside(
      block(controller.inputWeights, k),
      block(readWeights, k),
    ),
    stateWeights: block(controller.stateWeights, k),
    bias: block(bias, k),
  });
  const parameters = {
    input: gate(0),
    forget: gate(1),
    output: gate(2),
    candidate: gate(3),
  };
  const zero = fromRule(H, 1, () => 0);
  let state = { hidden: zero, cell: zero };
  let memory = EMPTY;
  let read: Matrix = columnVector([0, 0]);
  const outputs = Array.from({ length: inputs.columns }, (_, n) => {
    const input = columnVector([...inputs.getColumn(n), ...read.to1DArray()]);
    state = lstmStep(input, state, parameters);
    const sums = toMatrix(actionWeights).mmul(state.hidden)
      .add(toMatrix(actionBias.reshape([1, 4])));
    const [u, d, ...v] = sums.to1DArray();
    const [pop, push] = [u, d].map((x) => 1 / (1 + Math.exp(-x)));
    const value = columnVector(v.map(Math.tanh));
    ({ memory, read } = step(memory, { pop, push, value }));
    return state.hidden;
  });
  return fromRule(H, inputs.columns, (i, n) => outputs[n].get(i, 0));
}

function beside(left: Matrix, right: Matrix): Matrix {
  return fromRule(
    left.rows,
    left.columns + right.columns,
    (i, j) =>
      j < left.columns ? left.get(i, j) : right.get(i, j - left.columns),
  );
}

for (
  const [kind, step] of [["stack", stackStep], ["queue", queueStep]] as const
) {
  Deno.test(`runListController() equals lib's LSTM with lib's ${kind}`, () => {
    for (const seed of SEEDS) {
      const weights = draw(seed, kind);
      const random = matrices(seed);
      const inputs = [random(3, 7, 3), random(3, 7, 3)];
      const { outputs } = runListController(toBatch(...inputs), weights);
      const expected = inputs.map((each) => runColumns(step, each, weights));
      assertTensorClose(outputs, toBatch(...expected), {
        message: `seed ${seed}`,
      });
      tf.dispose(variablesOf(weights));
    }
  });
}

Deno.test("listControllerWeights() starts with pops that are rare", () => {
  const weights = draw(7, "deque");
  assertEquals([...weights.actionBias.dataSync()], [-1, -1, 0, 0, 0, 0, 0, 0]);
  const { pops, pushes } = runListController(tf.zeros([2, 3, 3]), weights);
  assertEquals(pops.shape, [2, 3, 2]);
  assertEquals(pushes.shape, [2, 3, 2]);
  const first = pops.slice([0, 0, 0], [1, 1, 2]);
  assertTensorClose(first, [[[1 / (1 + Math.E), 1 / (1 + Math.E)]]]);
  tf.dispose(variablesOf(weights));
});

Deno.test("runListController() moves every weight", () => {
  const weights = draw(11, "deque");
  const variables = variablesOf(weights);
  const inputs = tf.randomNormal<tf.Rank.R3>([2, 7, 3], 0, 1, "float32", 7);
  const { grads } = tf.variableGrads(
    () => runListController(inputs, weights).outputs.square().sum(),
    variables,
  );
  for (const { name } of variables) {
    const largest = grads[name].abs().max().dataSync()[0];
    assertEquals(largest > 1e-4, true, `${name}: ${largest}`);
  }
  tf.dispose(variables);
});

Deno.test("ListMemory keeps what a layer must, with each list", async () => {
  const inputs = tf.randomNormal([2, 7, 3], 0, 1, "float32", 11);
  const sizes = { units: 5, valueSize: 2, seed: 3 };
  for (
    const [kind, ends] of [["stack", 1], ["queue", 1], ["deque", 2]] as const
  ) {
    await assertLayerKeeps(new ListMemory({ kind, ...sizes }), inputs, {
      parameters: 4 * 5 * (3 + 5 + 1 + 2 * ends) + 6 * ends * (2 + 2),
    });
  }
});

Deno.test("runListController() names the shapes that do not fit", () => {
  const weights = draw(2, "stack");
  assertThrows(
    () => runListController(tf.ones([2, 7, 5]), weights),
    ShapeError,
    "inputs [B,N,X] is [2,7,5], inputWeights [X,W] is [3,20]",
  );
  tf.dispose(variablesOf(weights));
  assertThrows(
    () => new ListMemory({ kind: "stack", units: 5, valueSize: 0 }),
    RangeError,
  );
});

for (const kind of ["stack", "queue", "deque"] as const) {
  Deno.test(`listStates() is runListController() as one operation, gradients too: ${kind}`, () => {
    for (const seed of SEEDS.slice(0, 5)) {
      const weights = draw(seed, kind);
      const variables = variablesOf(weights);
      // Weights large enough that entries are popped whole and in part.
      variables.forEach((variable) => variable.assign(tf.mul(variable, 3)));
      const inputs = tf.randomNormal<tf.Rank.R3>(
        [3, 7, 3],
        0,
        1,
        "float32",
        seed,
      );
      const upstream = tf.randomNormal([3, 7, 5], 0, 1, "float32", seed + 1);
      const [plain, fused] = [
        () => runListController(inputs, weights).outputs,
        () => listStates(inputs, weights),
      ];
      const message = `seed ${seed}`;
      assertTensorClose(fused(), plain(), { message });
      const [expected, got] = [plain, fused].map((states) =>
        tf.variableGrads(() => states().mul(upstream).sum(), variables).grads
      );
      for (const { name } of variables) {
        assertTensorClose(got[name], expected[name], {
          message: `${name.split("/").pop()} ${message}`,
        });
      }
      const before = tf.memory().numTensors;
      tf.dispose(tf.variableGrads(() => tf.sum(fused()), variables));
      assertEquals(tf.memory().numTensors, before);
      tf.dispose([inputs, upstream, ...variables]);
    }
  });
}
