import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import {
  columnVector,
  fromRows,
  fromRule,
  type Matrix,
  normalMatrix,
  seededRandom,
  ShapeError,
} from "@mneme/mneme/core";
import {
  continuousEnergy,
  type ContinuousNetwork,
  continuousOutputs,
  continuousVelocity,
  hopfieldNetwork,
  stepContinuously,
  updateSynchronously,
} from "@mneme/mneme/associative";
import { assertMatrix, EXACT, SEEDS } from "../support.ts";

/** Error of a central difference with a step of 1e-5. */
const DIFFERENCE = 1e-6;

/** A network with parameters other than 1, and potentials. */
function draw(seed: number, size = 7): [ContinuousNetwork, Matrix] {
  const random = seededRandom(seed);
  const half = normalMatrix(size, size, random);
  return [{
    weights: half.clone().add(half.transpose()),
    currents: normalMatrix(size, 1, random),
    gain: 1.7,
    resistance: 2.3,
    capacitance: 0.6,
  }, normalMatrix(size, 1, random)];
}

Deno.test("continuousVelocity() is (-u/R + Wv + I)/C, by hand", () => {
  const network = {
    weights: fromRows([[0, 2], [2, 0]]),
    currents: columnVector([3, -5]),
    gain: 0.5,
    resistance: 4,
    capacitance: 2,
  };
  const potentials = columnVector([1, -1]);
  const v = Math.tanh(0.5);
  assertMatrix(continuousOutputs(network, potentials), [[v], [-v]]);
  assertMatrix(continuousVelocity(network, potentials), [
    [(-0.25 - 2 * v + 3) / 2],
    [(0.25 + 2 * v - 5) / 2],
  ]);
});

// row 28: dE/dt <= 0 along C du/dt = -u/R + Wv + I, v = g(u) (Hopfield 1984), by small Runge-Kutta steps
Deno.test("continuousEnergy() never rises along the flow", () => {
  for (const seed of SEEDS) {
    const [network, start] = draw(seed);
    let potentials = start;
    let before = continuousEnergy(network, potentials);
    const first = before;
    for (let t = 0; t < 400; t++) {
      potentials = stepContinuously(network, potentials, 0.02);
      const now = continuousEnergy(network, potentials);
      assert(now <= before + EXACT, `seed ${seed}, step ${t}: ${now - before}`);
      before = now;
    }
    assert(before < first, `seed ${seed}`);
  }
});

// row 28: dE/dt = -C Σ (du/dt)² g'(u)
Deno.test("continuousEnergy() falls at the rate that the proof says", () => {
  for (const seed of SEEDS) {
    const [network, potentials] = draw(seed);
    const velocity = continuousVelocity(network, potentials);
    const at = (time: number) =>
      continuousEnergy(network, velocity.clone().mul(time).add(potentials));
    const measured = (at(1e-5) - at(-1e-5)) / 2e-5;
    const expected = velocity.to1DArray().reduce((sum, du, i) => {
      const slope = 1.7 / Math.cosh(1.7 * potentials.get(i, 0)) ** 2;
      return sum - 0.6 * du * du * slope;
    }, 0);
    assertAlmostEquals(
      measured / expected,
      1,
      DIFFERENCE,
      `seed ${seed}`,
    );
  }
});

Deno.test("continuousEnergy() integrates g⁻¹ from 0 to v, by the midpoint rule", () => {
  const network = {
    weights: fromRows([[0]]),
    currents: columnVector([0]),
    gain: 1.7,
    resistance: 2.3,
  };
  const v = Math.tanh(1.7 * 0.8);
  const pieces = 20_000;
  let integral = 0;
  for (let k = 0; k < pieces; k++) {
    integral += Math.atanh((k + 0.5) / pieces * v) / 1.7 * v / pieces;
  }
  for (const u of [0.8, -0.8]) {
    const energy = continuousEnergy(network, columnVector([u]));
    assertAlmostEquals(energy, integral / 2.3, 1e-8);
  }
});

Deno.test("continuousEnergy() stays finite at potentials of ±1e4", () => {
  const [network] = draw(3, 3);
  const potentials = columnVector([1e4, -1e4, 1e4]);
  assert(Number.isFinite(continuousEnergy(network, potentials)));
  assertEquals(continuousOutputs(network, potentials).to1DArray(), [1, -1, 1]);
});

Deno.test("stepContinuously() has a local error of order h⁵", () => {
  const [network, start] = draw(5);
  const whole = (steps: number) => {
    let u = start;
    for (let k = 0; k < steps; k++) {
      u = stepContinuously(network, u, 0.2 / steps);
    }
    return u;
  };
  const exact = whole(64);
  const error = (steps: number) => whole(steps).sub(exact).norm();
  const order = Math.log2(error(2) / error(4));
  assert(Math.abs(order - 4) < 0.7, `order ${order}`);
});

Deno.test("stepContinuously() comes to rest at a fixed point of the binary network when the gain is high", () => {
  for (const seed of SEEDS.slice(0, 4)) {
    const random = seededRandom(seed);
    const half = normalMatrix(7, 7, random);
    const weights = fromRule(
      7,
      7,
      (i, j) => i === j ? 0 : half.get(i, j) + half.get(j, i),
    );
    const currents = normalMatrix(7, 1, random);
    const network = { weights, currents, gain: 100 };
    let potentials = normalMatrix(7, 1, random);
    for (let t = 0; t < 4000; t++) {
      potentials = stepContinuously(network, potentials, 0.01);
    }
    const rest = continuousOutputs(network, potentials);
    const states = fromRule(7, 1, (i) => rest.get(i, 0) < 0 ? -1 : 1);
    assert(rest.clone().sub(states).norm() < 1e-2, `seed ${seed}`);
    const binary = hopfieldNetwork(weights, currents);
    assertEquals(updateSynchronously(binary, states), states, `seed ${seed}`);
  }
});

Deno.test("the continuous network throws when it is not legal", () => {
  const [network, potentials] = draw(2, 2);
  const calls = (changed: Partial<ContinuousNetwork>) => () =>
    continuousEnergy({ ...network, ...changed }, potentials);
  assertThrows(
    calls({ currents: columnVector([1, 2, 3]) }),
    ShapeError,
    "Cannot compute the energy as M must be one size",
  );
  assertThrows(
    calls({ weights: fromRows([[0, 1], [2, 0]]) }),
    RangeError,
    "Cannot compute the energy as its weights must be symmetric: entry (0, 1) is 1, entry (1, 0) is 2",
  );
  assertThrows(calls({ gain: 0 }), RangeError, "the gain must be");
  assertThrows(calls({ resistance: -1 }), RangeError, "the resistance");
  assertThrows(calls({ capacitance: NaN }), RangeError, "the capacitance");
  assertThrows(
    () => stepContinuously(network, potentials, 0),
    RangeError,
    "Cannot follow the flow as the step must be",
  );
  assertThrows(
    () => continuousOutputs(network, columnVector([1, NaN])),
    RangeError,
    "entry (1, 0) is NaN",
  );
});

Deno.test("stepContinuously() does not mutate network or potentials", () => {
  const [network, potentials] = draw(7, 3);
  const copies = [network.weights, network.currents, potentials]
    .map((matrix) => matrix.clone());
  stepContinuously(network, potentials, 0.1);
  continuousEnergy(network, potentials);
  assertEquals([network.weights, network.currents, potentials], copies);
});
