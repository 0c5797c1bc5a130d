import { assertEquals, assertThrows } from "@std/assert";
import { columnVector, ShapeError } from "@mneme/mneme/core";
import {
  type GruParameters,
  gruStep,
  gruStepGradient,
} from "@mneme/mneme/recurrent";
import { assertGradient, inner } from "../gradients.ts";
import { assertMatrix, matrices, SEEDS } from "../support.ts";
import { randomGates, scalarGate } from "./gates.ts";

function draw(seed: number) {
  const [update, reset, candidate] = randomGates(seed, 3, 5, 3);
  const matrix = matrices(seed + 100);
  return {
    x: matrix(3, 1),
    h: matrix(5, 1),
    parameters: {
      update,
      reset,
      candidate: { ...candidate, stateBias: matrix(5, 1) },
    },
    upstream: matrix(5, 1),
  };
}

Deno.test("gruStepGradient() equals central differences, in both forms", () => {
  for (const seed of SEEDS.slice(0, 4)) {
    for (const reset of ["before", "after"] as const) {
      const { x, h, parameters, upstream } = draw(seed);
      const found = gruStepGradient(x, h, parameters, upstream, { reset });
      const loss = (at = x, state = h, given: GruParameters = parameters) =>
        inner(gruStep(at, state, given, { reset }), upstream);
      const message = `seed ${seed}, ${reset}`;
      assertGradient(found.input, x, (at) => loss(at), `x, ${message}`);
      assertGradient(found.state, h, (at) => loss(x, at), `h, ${message}`);
      for (const gate of ["update", "reset", "candidate"] as const) {
        for (const [part, value] of Object.entries(parameters[gate])) {
          const gradient = Object.entries(found.parameters[gate])
            .find(([name]) => name === part)![1];
          assertGradient(
            gradient,
            value,
            (moved) =>
              loss(x, h, {
                ...parameters,
                [gate]: { ...parameters[gate], [part]: moved },
              }),
            `${gate}.${part}, ${message}`,
          );
        }
      }
    }
  }
});

Deno.test("gruStepGradient() by hand: z = 1/2, r = 1/2, a linear candidate", () => {
  // h' = h/2 + tanh(a)/2 with a = 3x + 4 · h/2 = 0 at x = h = 0: slope 3/2 and 1/2 + 1
  const parameters = {
    update: scalarGate(0, 0, 0),
    reset: scalarGate(0, 0, 0),
    candidate: scalarGate(3, 4, 0),
  };
  const zero = columnVector([0]);
  const { input, state } = gruStepGradient(
    zero,
    zero,
    parameters,
    columnVector([1]),
  );
  assertMatrix(input, [[1.5]]);
  assertMatrix(state, [[1.5]]);
});

Deno.test("gruStepGradient() throws when the upstream does not fit or the form is unknown", () => {
  const { x, h, parameters, upstream } = draw(3);
  assertThrows(
    () => gruStepGradient(x, h, parameters, columnVector([1, 2])),
    ShapeError,
    "Cannot differentiate a GRU step as H must be one size",
  );
  const options = { reset: "during" } as unknown as { reset: "after" };
  assertThrows(
    () => gruStepGradient(x, h, parameters, upstream, options),
    RangeError,
    'reset must be "before" or "after": during',
  );
});

Deno.test("gruStepGradient() does not mutate its arguments", () => {
  for (const reset of ["before", "after"] as const) {
    const drawn = draw(5);
    const before = JSON.stringify(drawn);
    gruStepGradient(drawn.x, drawn.h, drawn.parameters, drawn.upstream, {
      reset,
    });
    assertEquals(JSON.stringify(drawn), before);
  }
});
