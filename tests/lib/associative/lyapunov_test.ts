import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import {
  columnVector,
  fromRows,
  seededRandom,
  ShapeError,
} from "@mneme/mneme/core";
import {
  energy,
  hopfieldNetwork,
  settle,
  synchronousLyapunov,
  updateSynchronously,
} from "@mneme/mneme/associative";
import { EXACT, SEEDS } from "../support.ts";
import { allStates, drawNetwork, smallInteger } from "./networks.ts";

const three = hopfieldNetwork(
  fromRows([[0, 2, -3], [2, 0, 5], [-3, 5, 0]]),
  columnVector([7, -11, 13]),
);

Deno.test("synchronousLyapunov() is -sᵀWs₋₁ - bᵀ(s + s₋₁), by hand", () => {
  const now = columnVector([1, 1, -1]);
  const before = columnVector([1, -1, -1]);
  // W before = (1, -3, -8), b(now + before) = 14 + 0 - 26
  assertEquals(synchronousLyapunov(three, now, before), -(1 - 3 + 8) + 12);
  assertEquals(synchronousLyapunov(three, before, now), 6);
});

// row 39: L monotone, equality only at period 1 or 2 or a tie (exhaustive M = 6, computed)
Deno.test("synchronousLyapunov() never rises along the updates of 200 networks of 6, from every state", () => {
  let raised = 0;
  for (const seed of SEEDS) {
    const random = seededRandom(seed);
    for (let trial = 0; trial < 20; trial++) {
      const { network } = drawNetwork(6, () => smallInteger(random));
      for (const start of allStates(6)) {
        const before = columnVector(start);
        const now = updateSynchronously(network, before);
        const after = updateSynchronously(network, now);
        const change = synchronousLyapunov(network, after, now) -
          synchronousLyapunov(network, now, before);
        assert(change <= 0, `seed ${seed}: ${start}`);
        if (energy(network, after) > energy(network, now)) raised++;
      }
    }
  }
  assert(raised > 0, "no synchronous step raised the energy");
});

Deno.test("synchronousLyapunov() is twice the energy at a fixed point", () => {
  for (const seed of SEEDS) {
    const random = seededRandom(seed);
    const { network } = drawNetwork(7, () => random.normal());
    const { states } = settle(network, columnVector([1, 1, 1, -1, 1, -1, 1]));
    assertAlmostEquals(
      synchronousLyapunov(network, states, states),
      2 * energy(network, states),
      EXACT,
    );
  }
});

Deno.test("synchronousLyapunov() throws when states are not legal", () => {
  const states = columnVector([1, 1, 1]);
  assertThrows(
    () => synchronousLyapunov(three, states, columnVector([1, 1])),
    ShapeError,
    "Cannot compute the Lyapunov function as a size written as 3 must be 3: states (3x1) is 2x1",
  );
  assertThrows(
    () => synchronousLyapunov(three, columnVector([1, 0, 1]), states),
    RangeError,
    "entry 1 is 0",
  );
});
