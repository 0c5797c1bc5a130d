import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";

/**
 * Embedding: the rows e = Tᵢ of a table, one for each id i.
 *
 * Gradients are of first order and flow to the table: each row gets the sum of
 * what its uses pass back.
 *
 * @source NNDL §8.2 注意力机制, words as vectors
 * @param table One row to an id [V, D].
 * @param ids Ids from 0 to V - 1, int32 [...].
 * @returns The rows [..., D].
 * @throws {ShapeError} If the table is not a matrix.
 *
 * @example An id picks its row
 * ```ts
 * import { embed, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const table = tf.tensor2d([[1, 2], [3, 4]]);
 * const rows = embed(table, tf.tensor2d([[1, 0, 1]], [1, 3], "int32"));
 * assertEquals(rows.arraySync(), [[[3, 4], [1, 2], [3, 4]]]);
 * ```
 */
export function embed(table: tf.Tensor2D, ids: tf.Tensor): tf.Tensor {
  bindTensors("embed", { table: [table, "V", "D"], ids: [ids, "..."] });
  return plainEmbed(table, ids);
}

/** A product with one-hot rows: the gradient of a gather is missing on WebAssembly. */
function plainEmbed(table: tf.Tensor2D, ids: tf.Tensor): tf.Tensor {
  const [V, D] = table.shape;
  const picks = tf.oneHot(tf.cast(tf.reshape(ids, [-1]), "int32"), V);
  const rows = tf.matMul(tf.cast(picks, "float32"), table);
  return tf.reshape(rows, [...ids.shape, D]);
}
