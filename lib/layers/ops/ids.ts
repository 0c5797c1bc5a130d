import { tf } from "../tf.ts";

/**
 * Ids as int32, each from 0 to size - 1.
 *
 * @param action What the caller does, a verb phrase that follows "Cannot".
 * @param name What the ids are called.
 * @param ids The ids.
 * @param size How many there are.
 * @returns The ids themselves if they are int32 already.
 * @throws {RangeError} If one is outside.
 */
export function requireIds(
  action: string,
  name: string,
  ids: tf.Tensor,
  size: number,
): tf.Tensor {
  const whole = ids.dtype === "int32" ? ids : tf.cast(ids, "int32");
  const outside = whole.dataSync().find((id) => id < 0 || id >= size);
  if (outside !== undefined) {
    throw new RangeError(
      `Cannot ${action} as ${name} must be from 0 to ${size - 1}: ${outside}`,
    );
  }
  return whole;
}

/** 1 where an id stands and 0 elsewhere [..., size]; unlike tf.oneHot, of a size of 1 as well. */
export function oneHot(ids: tf.Tensor, size: number): tf.Tensor {
  const all = tf.range(0, size, 1, "int32");
  return tf.cast(tf.equal(tf.expandDims(ids, -1), all), "float32");
}
