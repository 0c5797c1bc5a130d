import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  columnVector,
  fromRows,
  fromRule,
  ShapeError,
} from "@mneme/mneme/core";
import { rnnScan, rnnStep } from "@mneme/mneme/recurrent";
import { asRows, assertMatrix, EXACT, matrices, SEEDS } from "../support.ts";
import { fieldOfUnit, randomGates, scalarGate } from "./gates.ts";

Deno.test("rnnStep() squashes input, state and bias, by hand", () => {
  const next = rnnStep(
    columnVector([2, 3]),
    columnVector([0.5]),
    {
      inputWeights: fromRows([[0.1, -0.2]]),
      stateWeights: fromRows([[0.6]]),
      bias: columnVector([0.4]),
    },
  );
  assertAlmostEquals(next.get(0, 0), Math.tanh(0.2 - 0.6 + 0.3 + 0.4), EXACT);
});

Deno.test("rnnScan() equals the loop over rows of plain numbers", () => {
  for (const seed of SEEDS) {
    const inputs = matrices(seed + 1)(3, 7);
    const [gate] = randomGates(seed, 3, 5, 1);
    let state = [0, 0, 0, 0, 0];
    const expected = asRows(inputs).map((x) =>
      state = state.map((_, h) => Math.tanh(fieldOfUnit(gate, x, state, h)))
    );
    const states = rnnScan(inputs, gate);
    assertMatrix(states.transpose(), expected, { message: `seed ${seed}` });
  }
});

Deno.test("rnnScan() can be cut in two at any place", () => {
  const inputs = matrices(3)(3, 7);
  const [gate] = randomGates(5, 3, 5, 1);
  const whole = rnnScan(inputs, gate);
  for (let cut = 1; cut < 7; cut++) {
    const first = rnnScan(inputs.subMatrix(0, 2, 0, cut - 1), gate);
    const second = rnnScan(inputs.subMatrix(0, 2, cut, 6), gate, {
      initialState: first.getColumnVector(cut - 1),
    });
    assertMatrix(second, whole.subMatrix(0, 4, cut, 6), {
      message: `cut ${cut}`,
    });
  }
});

Deno.test("rnnScan() of one item is one step from 0", () => {
  const gate = scalarGate(2, 3, 0.1);
  assertEquals(
    rnnScan(columnVector([0.2]), gate),
    rnnStep(columnVector([0.2]), columnVector([0]), gate),
  );
});

Deno.test("rnnStep() saturates at 1 and -1 when inputs are ±1e4", () => {
  const gate = scalarGate(1, 1, 0);
  const zero = columnVector([0]);
  assertEquals(rnnStep(columnVector([1e4]), zero, gate).get(0, 0), 1);
  assertEquals(rnnStep(columnVector([-1e4]), zero, gate).get(0, 0), -1);
});

Deno.test("rnnStep() throws when the state does not fit", () => {
  const [gate] = randomGates(7, 3, 5, 1);
  assertThrows(
    () => rnnStep(fromRule(3, 1, () => 0), fromRule(2, 1, () => 0), gate),
    ShapeError,
    "Cannot take a recurrent step as H must be one size: input (Dx1) is 3x1, state (Hx1) is 2x1, parameters.inputWeights (HxD) is 5x3",
  );
});

Deno.test("rnnStep() throws when it is given more than one input", () => {
  const [gate] = randomGates(7, 3, 5, 1);
  assertThrows(
    () => rnnStep(fromRule(3, 2, () => 0), fromRule(5, 1, () => 0), gate),
    ShapeError,
    "a size written as 1 must be 1: input (Dx1) is 3x2",
  );
});

Deno.test("rnnScan() throws when the inputs do not fit", () => {
  const [gate] = randomGates(7, 3, 5, 1);
  assertThrows(
    () => rnnScan(fromRule(2, 7, () => 0), gate),
    ShapeError,
    "Cannot run a recurrent network as D must be one size: inputs (DxN) is 2x7",
  );
});

Deno.test("rnnScan() does not mutate inputs, parameters or state", () => {
  const inputs = matrices(11)(3, 7);
  const [gate] = randomGates(13, 3, 5, 1);
  const initialState = fromRule(5, 1, () => 0.5);
  const all = [inputs, initialState, ...Object.values(gate)];
  const before = all.map((matrix) => matrix.to2DArray());
  rnnScan(inputs, gate, { initialState });
  assertEquals(all.map((matrix) => matrix.to2DArray()), before);
});
