import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { columnVector, fromRule, ShapeError } from "@mneme/mneme/core";
import { type GruParameters, gruScan, gruStep } from "@mneme/mneme/recurrent";
import { asRows, assertMatrix, EXACT, matrices, SEEDS } from "../support.ts";
import { fieldOfUnit, logistic, randomGates, scalarGate } from "./gates.ts";

function draw(seed: number): GruParameters {
  const [update, reset, candidate] = randomGates(seed, 3, 5, 3);
  const stateBias = matrices(seed + 100)(5, 1);
  return { update, reset, candidate: { ...candidate, stateBias } };
}

/** One step in plain numbers, the two forms side by side. */
function stepInNumbers(
  { update, reset, candidate }: GruParameters,
  x: number[],
  s: number[],
  form: "before" | "after",
): number[] {
  const r = s.map((_, h) => logistic(fieldOfUnit(reset, x, s, h)));
  const none = s.map(() => 0);
  const noInput = x.map(() => 0);
  return s.map((old, h) => {
    const z = logistic(fieldOfUnit(update, x, s, h));
    const c = candidate.stateBias?.get(h, 0) ?? 0;
    const fromInput = fieldOfUnit(candidate, x, none, h);
    const seen = form === "before" ? s.map((entry, j) => r[j] * entry) : s;
    const fromState = fieldOfUnit(candidate, noInput, seen, h) -
      candidate.bias.get(h, 0) + c;
    const proposal = Math.tanh(
      fromInput + (form === "after" ? r[h] * fromState : fromState),
    );
    return z * old + (1 - z) * proposal;
  });
}

Deno.test("gruStep() mixes old state and candidate, by hand", () => {
  const parameters = {
    update: scalarGate(0, 0, Math.log(3)), // z = 3/4
    reset: scalarGate(0, 0, 0), // r = 1/2
    candidate: scalarGate(2, 1, 0.25),
  };
  const next = gruStep(columnVector([0.5]), columnVector([0.8]), parameters);
  const expected = 0.75 * 0.8 + 0.25 * Math.tanh(1 + 0.4 + 0.25);
  assertAlmostEquals(next.get(0, 0), expected, EXACT);
});

Deno.test("gruScan() equals the loop over plain numbers, in both forms", () => {
  for (const form of ["before", "after"] as const) {
    for (const seed of SEEDS) {
      const inputs = matrices(seed + 1)(3, 7);
      const parameters = draw(seed);
      let state = [0, 0, 0, 0, 0];
      const expected = asRows(inputs).map((x) =>
        state = stepInNumbers(parameters, x, state, form)
      );
      const states = gruScan(inputs, parameters, { reset: form });
      assertMatrix(states.transpose(), expected, {
        message: `seed ${seed}, ${form}`,
      });
    }
  }
});

Deno.test("gruStep() has the notes' form by default, and the forms differ", () => {
  const parameters = draw(3);
  const [x, h] = [matrices(5)(3, 1), matrices(7)(5, 1)];
  const before = gruStep(x, h, parameters, { reset: "before" });
  const after = gruStep(x, h, parameters, { reset: "after" });
  assertEquals(gruStep(x, h, parameters), before);
  assertEquals(before.clone().sub(after).norm("frobenius") > 1e-3, true);
});

Deno.test("gruStep() has one form when U is diagonal and c is 0", () => {
  const parameters = {
    update: scalarGate(0.3, 0.2, 0.1),
    reset: scalarGate(0.7, -0.5, 0.3),
    candidate: scalarGate(1.1, 1.3, -0.2),
  };
  const [x, h] = [columnVector([0.4]), columnVector([0.9])];
  assertMatrix(
    gruStep(x, h, parameters, { reset: "after" }),
    gruStep(x, h, parameters),
  );
});

Deno.test("gruScan() keeps the first state for ever when z is 1", () => {
  const parameters = { ...draw(11), update: draw(11).update };
  parameters.update = {
    inputWeights: fromRule(5, 3, () => 0),
    stateWeights: fromRule(5, 5, () => 0),
    bias: fromRule(5, 1, () => 1e4),
  };
  const initialState = matrices(13)(5, 1);
  const states = gruScan(matrices(17)(3, 7), parameters, { initialState });
  assertEquals(states.getColumnVector(6), initialState);
});

Deno.test("gruScan() of one item is one step from 0", () => {
  const parameters = draw(19);
  const input = matrices(23)(3, 1);
  assertEquals(
    gruScan(input, parameters),
    gruStep(input, fromRule(5, 1, () => 0), parameters),
  );
});

Deno.test("gruStep() stays finite when inputs are ±1e4", () => {
  const next = gruStep(matrices(3)(3, 1, 1e4), matrices(5)(5, 1), draw(2));
  assertEquals(next.to1DArray().every(Number.isFinite), true);
});

Deno.test("gruStep() throws when a gate does not fit", () => {
  const parameters = draw(2);
  parameters.candidate.stateBias = fromRule(3, 1, () => 0);
  assertThrows(
    () => gruStep(fromRule(3, 1, () => 0), fromRule(5, 1, () => 0), parameters),
    ShapeError,
    "candidate.stateBias (Hx1) is 3x1",
  );
});

Deno.test("gruScan() throws when the form is unknown", () => {
  const options = { reset: "during" } as unknown as { reset: "before" };
  assertThrows(
    () => gruScan(matrices(2)(3, 7), draw(2), options),
    RangeError,
    'Cannot run a GRU as reset must be "before" or "after": during',
  );
});

Deno.test("gruScan() does not mutate inputs, parameters or state", () => {
  const inputs = matrices(29)(3, 7);
  const parameters = draw(31);
  const initialState = fromRule(5, 1, () => 0.5);
  const all = [inputs, initialState]
    .concat(Object.values(parameters).flatMap((gate) => Object.values(gate)));
  const before = all.map((matrix) => matrix.to2DArray());
  gruScan(inputs, parameters, { initialState });
  gruScan(inputs, parameters, { initialState, reset: "after" });
  assertEquals(all.map((matrix) => matrix.to2DArray()), before);
});
