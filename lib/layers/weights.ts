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
 * @param name The variable's name, unique among all that are alive.
 * @param shape Its sizes.
 * @param limit The largest weight.
 * @param random The source of the numbers.
 * @returns A trainable variable.
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
 * @param name The variable's name, unique among all that are alive.
 * @param shape Its sizes.
 * @param deviation The standard deviation.
 * @param random The source of the numbers.
 * @returns A trainable variable.
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
 * @param name The variable's name, unique among all that are alive.
 * @param shape Its sizes.
 * @param value What every entry starts at.
 * @returns A trainable variable.
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
