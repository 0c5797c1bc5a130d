import { assertEquals, assertThrows } from "@std/assert";
import { fromRule, ShapeError } from "@mneme/mneme/core";
import {
  gruCell,
  gruScan,
  lstmCell,
  lstmScan,
  rnnCell,
  rnnScan,
  runCell,
  stackedCell,
} from "@mneme/mneme/recurrent";
import { matrices } from "../support.ts";
import { randomGates } from "./gates.ts";

const inputs = matrices(2)(3, 7);

Deno.test("runCell() equals rnnScan(), gruScan() and lstmScan()", () => {
  const [a, b, c, d] = randomGates(3, 3, 5, 4);
  const gru = { update: a, reset: b, candidate: c };
  const lstm = { input: a, forget: b, output: c, candidate: d };
  const [p, q, r] = [5, 7, 11].map((seed) => matrices(seed)(5, 1));
  const peepholes = { input: p, forget: q, output: r };
  assertEquals(runCell(rnnCell(a), inputs).outputs, rnnScan(inputs, a));
  for (const reset of ["before", "after"] as const) {
    assertEquals(
      runCell(gruCell(gru, { reset }), inputs).outputs,
      gruScan(inputs, gru, { reset }),
    );
  }
  const run = runCell(lstmCell(lstm, { peepholes }), inputs);
  const { hidden, cell } = lstmScan(inputs, lstm, { peepholes });
  assertEquals(run.outputs, hidden);
  assertEquals(run.states[6].cell, cell.getColumnVector(6));
});

Deno.test("runCell() of a stack equals one scan above the other", () => {
  const [lower] = randomGates(5, 3, 5, 1);
  const [upper] = randomGates(7, 5, 2, 1);
  const { outputs, states } = runCell(
    stackedCell([rnnCell(lower), rnnCell(upper)]),
    inputs,
  );
  const below = rnnScan(inputs, lower);
  assertEquals(outputs, rnnScan(below, upper));
  assertEquals(states[6][0], below.getColumnVector(6));
});

Deno.test("runCell() goes on from a state that it is given", () => {
  const [gate] = randomGates(11, 3, 5, 1);
  const whole = runCell(rnnCell(gate), inputs);
  const rest = runCell(
    rnnCell(gate),
    inputs.subMatrix(0, 2, 4, 6),
    whole.states[3],
  );
  assertEquals(rest.states[2], whole.states[6]);
});

Deno.test("runCell() of one item is one step from the cell's start", () => {
  const [gate] = randomGates(13, 3, 5, 1);
  const cell = rnnCell(gate);
  const item = inputs.getColumnVector(0);
  assertEquals(runCell(cell, item).outputs, cell.next(item, cell.start));
});

Deno.test("stackedCell() throws when there is no layer, runCell() when an input does not fit", () => {
  assertThrows(
    () => stackedCell([]),
    ShapeError,
    "Cannot stack recurrent layers as there must be at least one: there are 0",
  );
  const [gate] = randomGates(17, 3, 5, 1);
  assertThrows(
    () => runCell(rnnCell(gate), fromRule(2, 7, () => 0)),
    ShapeError,
    "D must be one size: input (Dx1) is 2x1",
  );
});

Deno.test("runCell() does not mutate its inputs", () => {
  const before = inputs.to2DArray();
  runCell(rnnCell(randomGates(19, 3, 5, 1)[0]), inputs);
  assertEquals(inputs.to2DArray(), before);
});
