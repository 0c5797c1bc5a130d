import { bindShapes, fromRule, type Matrix } from "../core/mod.ts";
import { requireFinite, requireNumber } from "../core/validate.ts";
import { requireSymmetry } from "./pairs.ts";

/** A network of M analog neurons, all with the same capacitance, resistance and gain. */
export interface ContinuousNetwork {
  /** Weights W (M x M), symmetric; the diagonal is free, since neurons move smoothly. */
  weights: Matrix;
  /** Currents I (M x 1) from outside. */
  currents: Matrix;
  /** Gain λ of a neuron's curve v = tanh(λu), above 0; the greater, the nearer to the binary network. Default: 1. */
  gain?: number;
  /** Resistance R through which a neuron's charge leaks, above 0. Default: 1. */
  resistance?: number;
  /** Capacitance C, above 0: how slowly a neuron follows. Default: 1. */
  capacitance?: number;
}

/** The smallest gain, resistance, capacitance or step: above 0. */
const POSITIVE = { minimum: Number.MIN_VALUE };

/**
 * Outputs of the analog neurons: v = g(u) = tanh(λu).
 *
 * @source NNDL §8.6.1, 连续 Hopfield 网络; Hopfield 1984, eq. 3 (row 28)
 * @param network A network of M analog neurons.
 * @param potentials Potentials u (M x 1).
 * @returns Outputs v (M x 1), from -1 to 1.
 * @throws {ShapeError} If weights, currents and potentials do not share M.
 * @throws {RangeError} If a number is not finite, W is not symmetric, or a parameter is not above 0.
 *
 * @example A high gain makes a neuron nearly binary
 * ```ts
 * import { continuousOutputs } from "@mneme/mneme/associative";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const network = {
 *   weights: fromRows([[0, 1], [1, 0]]),
 *   currents: columnVector([0, 0]),
 *   gain: 1000,
 * };
 * const outputs = continuousOutputs(network, columnVector([0.1, -0.1]));
 * assertEquals(outputs.to1DArray(), [1, -1]);
 * ```
 */
export function continuousOutputs(
  network: ContinuousNetwork,
  potentials: Matrix,
): Matrix {
  requireNetwork("compute the outputs", network, potentials);
  return outputsOf(network, potentials);
}

/**
 * Velocity of the potentials: du/dt = (-u/R + Wv + I)/C with v = g(u).
 *
 * @source NNDL §8.6.1, 连续 Hopfield 网络; Hopfield 1984, eq. 5 (row 28)
 * @param network A network of M analog neurons.
 * @param potentials Potentials u (M x 1).
 * @returns du/dt (M x 1); 0 at an equilibrium.
 * @throws {ShapeError} If weights, currents and potentials do not share M.
 * @throws {RangeError} If a number is not finite, W is not symmetric, or a parameter is not above 0.
 *
 * @example Without input a potential leaks away
 * ```ts
 * import { continuousVelocity } from "@mneme/mneme/associative";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const network = {
 *   weights: fromRows([[0]]),
 *   currents: columnVector([0]),
 *   resistance: 2,
 * };
 * const velocity = continuousVelocity(network, columnVector([3]));
 * assertEquals(velocity.get(0, 0), -1.5);
 * ```
 */
export function continuousVelocity(
  network: ContinuousNetwork,
  potentials: Matrix,
): Matrix {
  requireNetwork("compute the velocity", network, potentials);
  return velocityOf(network, potentials);
}

/**
 * Energy of the analog neurons: E = -½ vᵀWv - Iᵀv + (1/R) Σᵢ ∫₀^{vᵢ} g⁻¹(x) dx.
 *
 * dE/dt = -C Σᵢ (duᵢ/dt)² g'(uᵢ) <= 0, so the potentials flow to an
 * equilibrium. With g = tanh(λ·) the integral is (v artanh v + ½ ln(1 - v²))/λ;
 * for λ → ∞ it vanishes and E is the binary network's.
 *
 * @source NNDL §8.6.1, 连续 Hopfield 网络, 能量函数; Hopfield 1984, eq. 7 (rows 28, 30)
 * @param network A network of M analog neurons.
 * @param potentials Potentials u (M x 1).
 * @returns E, which never rises along the flow.
 * @throws {ShapeError} If weights, currents and potentials do not share M.
 * @throws {RangeError} If a number is not finite, W is not symmetric, or a parameter is not above 0.
 *
 * @example At a high gain it is the binary network's energy
 * ```ts
 * import { continuousEnergy, energy, hopfieldNetwork } from "@mneme/mneme/associative";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const weights = fromRows([[0, 2], [2, 0]]);
 * const currents = columnVector([1, 0]);
 * const states = columnVector([1, -1]);
 * assertAlmostEquals(
 *   continuousEnergy({ weights, currents, gain: 1e6 }, states),
 *   energy(hopfieldNetwork(weights, currents), states),
 *   1e-5,
 * );
 * ```
 */
export function continuousEnergy(
  network: ContinuousNetwork,
  potentials: Matrix,
): number {
  requireNetwork("compute the energy", network, potentials);
  const { weights, currents, gain = 1, resistance = 1 } = network;
  const outputs = outputsOf(network, potentials);
  const pull = weights.mmul(outputs).mul(0.5).add(currents);
  let total = 0;
  for (let i = 0; i < potentials.rows; i++) {
    const v = outputs.get(i, 0);
    const leak = inverseIntegral(gain * potentials.get(i, 0)) / gain;
    total += leak / resistance - v * pull.get(i, 0);
  }
  return total;
}

/**
 * One step along the flow by Runge and Kutta's fourth-order rule: u(t + h) from u(t).
 *
 * @source NNDL §8.6.1, 连续 Hopfield 网络; Hopfield 1984, eq. 5, integrated by Kutta 1901 (row 28)
 * @param network A network of M analog neurons.
 * @param potentials Potentials u (M x 1).
 * @param step Time h of the step, above 0; its error is of order h⁵.
 * @returns Potentials (M x 1) after the step.
 * @throws {ShapeError} If weights, currents and potentials do not share M.
 * @throws {RangeError} If a number is not finite, W is not symmetric, or a parameter or the step is not above 0.
 *
 * @example A leaking potential decays exponentially
 * ```ts
 * import { stepContinuously } from "@mneme/mneme/associative";
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const network = { weights: fromRows([[0]]), currents: columnVector([0]) };
 * const next = stepContinuously(network, columnVector([1]), 0.1);
 * assertAlmostEquals(next.get(0, 0), Math.exp(-0.1), 1e-6);
 * ```
 */
export function stepContinuously(
  network: ContinuousNetwork,
  potentials: Matrix,
  step: number,
): Matrix {
  const action = "follow the flow";
  requireNetwork(action, network, potentials);
  requireNumber(action, "the step", step, POSITIVE);
  const velocity = (u: Matrix) => velocityOf(network, u);
  const along = (v: Matrix, time: number) =>
    v.clone().mul(time).add(potentials);
  const first = velocity(potentials);
  const second = velocity(along(first, step / 2));
  const third = velocity(along(second, step / 2));
  const fourth = velocity(along(third, step));
  const average = second.add(third).mul(2).add(first).add(fourth).div(6);
  return along(average, step);
}

function outputsOf({ gain = 1 }: ContinuousNetwork, u: Matrix): Matrix {
  return fromRule(u.rows, 1, (i) => Math.tanh(gain * u.get(i, 0)));
}

function velocityOf(network: ContinuousNetwork, u: Matrix): Matrix {
  const { weights, currents, resistance = 1, capacitance = 1 } = network;
  return weights.mmul(outputsOf(network, u)).add(currents)
    .sub(u.clone().div(resistance)).div(capacitance);
}

/** ∫₀ᵛ artanh(x) dx = v artanh v + ½ ln(1 - v²) at v = tanh(a), as a tanh a - ln cosh a, which survives large a. */
function inverseIntegral(a: number): number {
  const size = Math.abs(a);
  const logCosh = size + Math.log1p(Math.exp(-2 * size)) - Math.LN2;
  return size * Math.tanh(size) - logCosh;
}

function requireNetwork(
  action: string,
  { weights, currents, gain = 1, resistance = 1, capacitance = 1 }:
    ContinuousNetwork,
  potentials: Matrix,
): void {
  bindShapes(action, {
    weights: [weights, "M", "M"],
    currents: [currents, "M", 1],
    potentials: [potentials, "M", 1],
  });
  requireFinite(action, { weights, currents, potentials });
  requireNumber(action, "the gain", gain, POSITIVE);
  requireNumber(action, "the resistance", resistance, POSITIVE);
  requireNumber(action, "the capacitance", capacitance, POSITIVE);
  requireSymmetry(action, weights.to2DArray());
}
