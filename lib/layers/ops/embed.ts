import { record } from "../kernels/record.ts";
import {
  addresses,
  type Kernels,
  kernelsFor,
  newTensor,
} from "../kernels/running.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";
import { oneHot, requireIds } from "./ids.ts";

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
 * @throws {RangeError} If an id is not from 0 to V - 1.
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
  const kernels = kernelsFor(table);
  return tf.tidy(() => {
    const whole = requireIds("embed", "ids", ids, table.shape[0]);
    return kernels
      ? fusedEmbed(kernels, table, whole)
      : plainEmbed(table, whole);
  });
}

/** A product with one-hot rows: the gradient of a gather is missing on stock WebAssembly. */
function plainEmbed(table: tf.Tensor2D, ids: tf.Tensor): tf.Tensor {
  const [V, D] = table.shape;
  const picks = oneHot(tf.reshape(ids, [-1]), V) as tf.Tensor2D;
  const rows = tf.matMul(picks, table);
  return tf.reshape(rows, [...ids.shape, D]);
}

function fusedEmbed(
  kernels: Kernels,
  table: tf.Tensor2D,
  ids: tf.Tensor,
): tf.Tensor {
  const [V, D] = table.shape;
  const rows = newTensor([...ids.shape, D]);
  kernels.gatherRows(...addresses(table, ids, rows), ids.size, D);
  record({ table }, [rows], [ids], ([dRows], [ids]) => {
    const dTable = newTensor([V, D]);
    kernels.sumSegments(...addresses(dRows, ids, dTable), ids.size, D, V);
    return { table: () => dTable };
  });
  return rows;
}
