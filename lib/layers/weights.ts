import type { Random } from "../core/mod.ts";
import { tf } from "./tf.ts";

/**
 * Weights to train, uniform after Glorot: W ~ U(-l, l), l = √(6 / (fan in + fan out)).
 *
 * @source Glorot and Bengio 2010, eq. 16
 * @param name The variable's name, unique among all that are alive.
 * @param shape Its sizes, inputs before outputs; the last two are the fans.
 * @param random The source of the numbers.
 * @returns A trainable variable.
 *
 * @example No weight is beyond the limit
 * ```ts
 * import { glorotVariable } from "@mneme/mneme/layers";
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assert } from "@std/assert";
 *
 * const weights = glorotVariable("glorot", [2, 4], seededRandom(7));
 * assert(weights.dataSync().every((weight) => Math.abs(weight) <= 1)); // √(6/6)
 * ```
 */
export function glorotVariable(
  name: string,
  shape: number[],
  random: Random,
): tf.Variable {
  const [fanIn, fanOut] = shape.length > 1 ? shape.slice(-2) : [1, shape[0]];
  const limit = Math.sqrt(6 / (fanIn + fanOut));
  return uniformVariable(name, shape, limit, random);
}

/**
 * Weights to train, uniform: W ~ U(-limit, limit).
 *
 * @source Vinyals et al. 2015, whose limit is 0.08
 * @param name The variable's name, unique among all that are alive.
 * @param shape Its sizes.
 * @param limit The largest weight.
 * @param random The source of the numbers.
 * @returns A trainable variable.
 *
 * @example The same seed gives the same weights
 * ```ts
 * import { uniformVariable } from "@mneme/mneme/layers";
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const draw = (name: string) =>
 *   uniformVariable(name, [3], 0.5, seededRandom(7)).dataSync();
 * assertEquals(draw("first"), draw("second"));
 * ```
 */
export function uniformVariable(
  name: string,
  shape: number[],
  limit: number,
  random: Random,
): tf.Variable {
  return ruleVariable(name, shape, () => limit * (2 * random.uniform() - 1));
}

/**
 * Weights to train, normal: W ~ N(0, deviation²).
 *
 * @source Sukhbaatar et al. 2015, whose deviation is 0.1
 * @param name The variable's name, unique among all that are alive.
 * @param shape Its sizes.
 * @param deviation The standard deviation.
 * @param random The source of the numbers.
 * @returns A trainable variable.
 *
 * @example The deviation scales the weights
 * ```ts
 * import { normalVariable } from "@mneme/mneme/layers";
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const draw = (name: string, deviation: number) =>
 *   normalVariable(name, [1], deviation, seededRandom(7)).dataSync()[0];
 * assertAlmostEquals(draw("wide", 2), 2 * draw("narrow", 1), 1e-6);
 * ```
 */
export function normalVariable(
  name: string,
  shape: number[],
  deviation: number,
  random: Random,
): tf.Variable {
  return ruleVariable(name, shape, () => deviation * random.normal());
}

/**
 * Weights to train that start at one value, as biases do: W = value.
 *
 * @source Grefenstette et al. 2015, whose pop bias is -1
 * @param name The variable's name, unique among all that are alive.
 * @param shape Its sizes.
 * @param value What every entry starts at.
 * @returns A trainable variable.
 *
 * @example All weights start alike
 * ```ts
 * import { constantVariable } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([...constantVariable("bias", [2], 3).dataSync()], [3, 3]);
 * ```
 */
export function constantVariable(
  name: string,
  shape: number[],
  value: number,
): tf.Variable {
  return ruleVariable(name, shape, () => value);
}

function ruleVariable(
  name: string,
  shape: number[],
  rule: () => number,
): tf.Variable {
  const size = shape.reduce((product, length) => product * length, 1);
  const values = Float32Array.from({ length: size }, rule);
  return tf.tidy(() => tf.variable(tf.tensor(values, shape), true, name));
}
