import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { columnVector, type Matrix, ShapeError } from "@mneme/mneme/core";
import {
  type GateParameters,
  type LstmParameters,
  type LstmPeepholes,
  lstmStep,
  lstmStepGradient,
} from "@mneme/mneme/recurrent";
import { assertGradient, inner } from "../gradients.ts";
import { EXACT, matrices, SEEDS } from "../support.ts";
import { randomGates, scalarGate } from "./gates.ts";

const GATES = ["input", "forget", "output", "candidate"] as const;

function draw(seed: number) {
  const [input, forget, output, candidate] = randomGates(seed, 3, 5, 4);
  const matrix = matrices(seed + 100);
  const vector = () => matrix(5, 1);
  return {
    x: matrix(3, 1),
    state: { hidden: vector(), cell: vector() },
    parameters: { input, forget, output, candidate },
    upstream: { hidden: vector(), cell: vector() },
    peepholes: { input: vector(), forget: vector(), output: vector() },
  };
}

/** The loss whose derivatives by h and c are the upstream. */
function lossOf(
  { x, state, parameters, upstream }: ReturnType<typeof draw>,
  peepholes?: LstmPeepholes,
): number {
  const next = lstmStep(x, state, parameters, { peepholes });
  return inner(next.hidden, upstream.hidden) + inner(next.cell, upstream.cell);
}

function withGate(
  parameters: LstmParameters,
  gate: typeof GATES[number],
  part: keyof GateParameters,
  value: Matrix,
): LstmParameters {
  return { ...parameters, [gate]: { ...parameters[gate], [part]: value } };
}

Deno.test("lstmStepGradient() equals central differences, with peepholes and without", () => {
  for (const seed of SEEDS.slice(0, 4)) {
    for (const form of ["without", "with"]) {
      const drawn = draw(seed);
      const { x, state, parameters, upstream } = drawn;
      const peepholes = form === "with" ? drawn.peepholes : undefined;
      const found = lstmStepGradient(x, state, parameters, upstream, {
        peepholes,
      });
      const message = `seed ${seed}, ${form} peepholes`;
      const loss = (change: Partial<typeof drawn>, holes = peepholes) =>
        lossOf({ ...drawn, ...change }, holes);
      assertGradient(found.input, x, (x) => loss({ x }), `x, ${message}`);
      for (const memory of ["hidden", "cell"] as const) {
        assertGradient(
          found.state[memory],
          state[memory],
          (moved) => loss({ state: { ...state, [memory]: moved } }),
          `${memory}, ${message}`,
        );
      }
      for (const gate of GATES) {
        for (const part of ["inputWeights", "stateWeights", "bias"] as const) {
          assertGradient(
            found.parameters[gate][part],
            parameters[gate][part],
            (moved) =>
              loss({ parameters: withGate(parameters, gate, part, moved) }),
            `${gate}.${part}, ${message}`,
          );
        }
      }
      for (const gate of ["input", "forget", "output"] as const) {
        if (!peepholes || !found.peepholes) continue;
        assertGradient(
          found.peepholes[gate],
          peepholes[gate],
          (moved) => loss({}, { ...peepholes, [gate]: moved }),
          `peephole ${gate}, ${message}`,
        );
      }
    }
  }
});

Deno.test("lstmStepGradient() has no peepholes when the step has none", () => {
  const { x, state, parameters, upstream } = draw(3);
  const found = lstmStepGradient(x, state, parameters, upstream);
  assertEquals("peepholes" in found, false);
});

// row 50: ∂c_N/∂c₀ = Π f = 1/4 · 1/4 after two steps with f = 1/4, by the chain rule
Deno.test("lstmStepGradient() multiplies the cell's derivative by the forget gate, step by step", () => {
  const parameters = {
    input: scalarGate(0, 0, 0),
    forget: scalarGate(0, 0, -Math.log(3)), // 1/4
    output: scalarGate(0, 0, 0),
    candidate: scalarGate(1, 0, 0),
  };
  const state = { hidden: columnVector([0.3]), cell: columnVector([7]) };
  let upstream = { hidden: columnVector([0]), cell: columnVector([1]) };
  for (let step = 0; step < 2; step++) {
    upstream =
      lstmStepGradient(columnVector([0.1]), state, parameters, upstream).state;
  }
  assertAlmostEquals(upstream.cell.get(0, 0), 1 / 16, EXACT);
});

Deno.test("lstmStepGradient() is finite when everything saturates", () => {
  const { x, state, parameters, upstream } = draw(5);
  const large = x.clone().mul(1e4);
  const { input } = lstmStepGradient(large, state, parameters, upstream);
  assertEquals(input.to1DArray().every(Number.isFinite), true);
});

Deno.test("lstmStepGradient() throws when the upstream does not fit", () => {
  const { x, state, parameters, upstream } = draw(7);
  assertThrows(
    () =>
      lstmStepGradient(x, state, parameters, {
        ...upstream,
        cell: columnVector([1, 2]),
      }),
    ShapeError,
    "Cannot differentiate an LSTM step as H must be one size",
  );
});

Deno.test("lstmStepGradient() does not mutate its arguments", () => {
  const drawn = draw(11);
  const before = JSON.stringify(drawn);
  lstmStepGradient(drawn.x, drawn.state, drawn.parameters, drawn.upstream, {
    peepholes: drawn.peepholes,
  });
  assertEquals(JSON.stringify(drawn), before);
});
