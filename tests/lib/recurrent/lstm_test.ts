import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { columnVector, fromRule, ShapeError } from "@mneme/mneme/core";
import {
  type LstmParameters,
  lstmScan,
  lstmStep,
} from "@mneme/mneme/recurrent";
import { asRows, assertMatrix, EXACT, matrices, SEEDS } from "../support.ts";
import { fieldOfUnit, logistic, randomGates, scalarGate } from "./gates.ts";

function draw(seed: number): LstmParameters {
  const [input, forget, output, candidate] = randomGates(seed, 3, 5, 4);
  return { input, forget, output, candidate };
}

Deno.test("lstmStep() forgets, stores and shows, by hand", () => {
  const { hidden, cell } = lstmStep(
    columnVector([0.5]),
    { hidden: columnVector([0.8]), cell: columnVector([2]) },
    {
      input: scalarGate(0, 0, Math.log(3)), // 3/4
      forget: scalarGate(0, 0, -Math.log(4)), // 1/5
      output: scalarGate(0, 0, 0), // 1/2
      candidate: scalarGate(2, 0.5, 0.25),
    },
  );
  const stored = 0.2 * 2 + 0.75 * Math.tanh(1 + 0.4 + 0.25);
  assertAlmostEquals(cell.get(0, 0), stored, EXACT);
  assertAlmostEquals(hidden.get(0, 0), Math.tanh(stored) / 2, EXACT);
});

Deno.test("lstmScan() equals the loop over plain numbers", () => {
  for (const seed of SEEDS) {
    const inputs = matrices(seed + 1)(3, 7);
    const gates = draw(seed);
    let [h, c] = [[0, 0, 0, 0, 0], [0, 0, 0, 0, 0]];
    const steps = asRows(inputs).map((x) => {
      const [i, f, o, g] = [
        gates.input,
        gates.forget,
        gates.output,
        gates.candidate,
      ].map((gate) => h.map((_, unit) => fieldOfUnit(gate, x, h, unit)));
      c = c.map((old, u) =>
        logistic(f[u]) * old + logistic(i[u]) * Math.tanh(g[u])
      );
      h = c.map((value, u) => logistic(o[u]) * Math.tanh(value));
      return { h, c };
    });
    const { hidden, cell } = lstmScan(inputs, gates);
    const message = `seed ${seed}`;
    assertMatrix(hidden.transpose(), steps.map((s) => s.h), { message });
    assertMatrix(cell.transpose(), steps.map((s) => s.c), { message });
  }
});

Deno.test("lstmScan() can be cut in two", () => {
  const inputs = matrices(3)(3, 7);
  const parameters = draw(5);
  const whole = lstmScan(inputs, parameters);
  const first = lstmScan(inputs.subMatrix(0, 2, 0, 1), parameters);
  const second = lstmScan(inputs.subMatrix(0, 2, 2, 6), parameters, {
    initialState: {
      hidden: first.hidden.getColumnVector(1),
      cell: first.cell.getColumnVector(1),
    },
  });
  assertMatrix(second.hidden, whole.hidden.subMatrix(0, 4, 2, 6));
});

// row 50: with f = 1 and i = 0 the memory of 7 is 7 a thousand steps later, by the recurrence
Deno.test("lstmScan() carries a cell through a thousand steps when it only remembers", () => {
  const { cell } = lstmScan(fromRule(1, 1000, (_, n) => n), {
    input: scalarGate(0, 0, -1e4),
    forget: scalarGate(0, 0, 1e4),
    output: scalarGate(0, 0, 0),
    candidate: scalarGate(1, 1, 1),
  }, { initialState: { hidden: columnVector([0]), cell: columnVector([7]) } });
  assertEquals(cell.get(0, 999), 7);
});

Deno.test("lstmScan() of one item is one step from 0", () => {
  const parameters = draw(7);
  const input = matrices(11)(3, 1);
  const zero = fromRule(5, 1, () => 0);
  assertEquals(
    lstmScan(input, parameters),
    lstmStep(input, { hidden: zero, cell: zero }, parameters),
  );
});

Deno.test("lstmStep() throws when the cell does not fit", () => {
  const zero = fromRule(5, 1, () => 0);
  assertThrows(
    () =>
      lstmStep(
        fromRule(3, 1, () => 0),
        { hidden: zero, cell: fromRule(2, 1, () => 0) },
        draw(2),
      ),
    ShapeError,
    "Cannot take an LSTM step as H must be one size: input (Dx1) is 3x1, hidden (Hx1) is 5x1, cell (Hx1) is 2x1",
  );
});

Deno.test("lstmScan() throws when the inputs do not fit", () => {
  assertThrows(
    () => lstmScan(fromRule(2, 7, () => 0), draw(2)),
    ShapeError,
    "Cannot run an LSTM as D must be one size: inputs (DxN) is 2x7",
  );
});

Deno.test("lstmScan() does not mutate inputs, parameters or state", () => {
  const inputs = matrices(13)(3, 7);
  const parameters = draw(17);
  const initialState = {
    hidden: fromRule(5, 1, () => 0.5),
    cell: fromRule(5, 1, () => 2),
  };
  const all = [inputs, initialState.hidden, initialState.cell]
    .concat(Object.values(parameters).flatMap((gate) => Object.values(gate)));
  const before = all.map((matrix) => matrix.to2DArray());
  lstmScan(inputs, parameters, { initialState });
  assertEquals(all.map((matrix) => matrix.to2DArray()), before);
});

Deno.test("lstmStep() with peepholes shows input and forget gate the old cell, the output gate the new one", () => {
  const peepholes = {
    input: columnVector([Math.log(3) / 4]), // c₋₁ = 4: i = 3/4
    forget: columnVector([-Math.log(3) / 4]), // f = 1/4
    output: columnVector([Math.log(3) / 1.75]), // c = 1.75: o = 3/4
  };
  const { hidden, cell } = lstmStep(
    columnVector([5]),
    { hidden: columnVector([0]), cell: columnVector([4]) },
    {
      input: scalarGate(0, 0, 0),
      forget: scalarGate(0, 0, 0),
      output: scalarGate(0, 0, 0),
      candidate: scalarGate(0, 0, 1e4), // c̃ = 1
    },
    { peepholes },
  );
  assertAlmostEquals(cell.get(0, 0), 4 / 4 + 3 / 4, EXACT);
  assertAlmostEquals(hidden.get(0, 0), 0.75 * Math.tanh(1.75), EXACT);
});

Deno.test("lstmScan() with peepholes of 0 is lstmScan() without", () => {
  const zero = fromRule(5, 1, () => 0);
  const peepholes = { input: zero, forget: zero, output: zero };
  const inputs = matrices(19)(3, 7);
  assertEquals(
    lstmScan(inputs, draw(23), { peepholes }),
    lstmScan(inputs, draw(23)),
  );
});

Deno.test("lstmScan() with peepholes equals its own steps", () => {
  const draws = matrices(29);
  const inputs = draws(3, 2);
  const peepholes = {
    input: draws(5, 1),
    forget: draws(5, 1),
    output: draws(5, 1),
  };
  const zero = fromRule(5, 1, () => 0);
  const [first, second] = [0, 1].map((n) => inputs.getColumnVector(n));
  const once = lstmStep(first, { hidden: zero, cell: zero }, draw(31), {
    peepholes,
  });
  const twice = lstmStep(second, once, draw(31), { peepholes });
  const { hidden, cell } = lstmScan(inputs, draw(31), { peepholes });
  assertMatrix(hidden.getColumnVector(1), twice.hidden);
  assertMatrix(cell.getColumnVector(1), twice.cell);
});

Deno.test("lstmStep() throws when a peephole does not fit", () => {
  const zero = fromRule(5, 1, () => 0);
  const peepholes = {
    input: zero,
    forget: fromRule(2, 1, () => 0),
    output: zero,
  };
  assertThrows(
    () =>
      lstmStep(
        fromRule(3, 1, () => 0),
        { hidden: zero, cell: zero },
        draw(2),
        { peepholes },
      ),
    ShapeError,
    "peepholes.forget (Hx1) is 2x1",
  );
});

Deno.test("lstmStep() throws when a number is not finite", () => {
  const zero = fromRule(5, 1, () => 0);
  assertThrows(
    () =>
      lstmStep(
        fromRule(3, 1, (d) => d === 2 ? NaN : 0),
        { hidden: zero, cell: zero },
        draw(2),
      ),
    RangeError,
    "Cannot take an LSTM step as every entry of input must be finite: entry (2, 0) is NaN",
  );
});
