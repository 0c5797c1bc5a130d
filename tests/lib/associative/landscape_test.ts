import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  columnVector,
  fromRows,
  fromRule,
  seededRandom,
} from "@mneme/mneme/core";
import {
  attractors,
  energy,
  hopfieldNetwork,
  settle,
} from "@mneme/mneme/associative";
import { SEEDS } from "../support.ts";
import { allStates, drawNetwork, energyByTerms } from "./networks.ts";

// row 27: the figure's network of four neurons, every pair joined, wᵢᵢ = 0 and wᵢⱼ = wⱼᵢ: attractors by hand
// row 30: attractors are local minima of the energy, each with its basin; basins add up to 2⁴
Deno.test("attractors() of a ring of four that alternates, by hand", () => {
  const network = hopfieldNetwork(
    fromRows([[0, -1, 0, -1], [-1, 0, -1, 0], [0, -1, 0, -1], [-1, 0, -1, 0]]),
    columnVector([0.5, 0, 0, 0]),
  );
  const found = attractors(network);
  assertEquals(
    found.map(({ states, energy }) => [...states.to1DArray(), energy]),
    [[1, -1, 1, -1, -4.5], [-1, 1, -1, 1, -3.5]],
  );
  assertEquals(found[0].basin + found[1].basin, 16);
  assert(found[0].basin > found[1].basin);
});

Deno.test("attractors() are the states that lose no energy by any flip, and where all states settle", () => {
  for (const seed of SEEDS) {
    const random = seededRandom(seed);
    const drawn = drawNetwork(7, () => random.normal());
    const minima = allStates(7).filter((s) =>
      s.every((_, i) => {
        const flipped = s.map((x, j) => j === i ? -x : x);
        return energyByTerms(drawn, flipped) > energyByTerms(drawn, s);
      })
    );
    const found = attractors(drawn.network);
    assertEquals(
      found.map(({ states }) => states.to1DArray().join()).sort(),
      minima.map((s) => s.join()).sort(),
      `seed ${seed}`,
    );
    for (const { states, basin, energy: depth } of found) {
      const falling = allStates(7).filter((s) =>
        settle(drawn.network, columnVector(s)).states.to1DArray().join() ===
          states.to1DArray().join()
      );
      assertEquals(falling.length, basin, `seed ${seed}`);
      assertEquals(depth, energy(drawn.network, states));
    }
  }
});

Deno.test("attractors() of unconnected neurons is one: ties give +1", () => {
  const [only, ...others] = attractors(
    hopfieldNetwork(fromRule(3, 3, () => 0)),
  );
  assertEquals(only.states.to1DArray(), [1, 1, 1]);
  assertEquals([only.energy, only.basin, others.length], [0, 8, 0]);
});

Deno.test("attractors() throws when there are too many states to list", () => {
  assertThrows(
    () => attractors(hopfieldNetwork(fromRule(17, 17, () => 0))),
    RangeError,
    "Cannot list the attractors as all 2^M states must be listed, so M must be at most 16: 17",
  );
});
