import { itemsToRows } from "../../core/mod.ts";
import { sinusoidalPositions } from "../../transformer/mod.ts";
import { type LayerOptions, SeededLayer } from "../layer.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";

/**
 * Sinusoidal positions as a table: p(n)₂ᵢ = sin(n / 10000^(2i/D)), p(n)₂ᵢ₊₁ = cos(n / 10000^(2i/D)).
 *
 * @source Vaswani et al. 2017, §3.5; NNDL §15.6.3 Transformer, 位置编码
 * @param length Number N of positions.
 * @param width Width D, even.
 * @returns One position to a row [N, D].
 * @throws {RangeError} If the width is not even, or the length no integer of at least 1.
 *
 * @example Position 0 is zeros and ones
 * ```ts
 * import { positionTable } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(positionTable(1, 4).arraySync(), [[0, 1, 0, 1]]);
 * ```
 */
export function positionTable(length: number, width: number): tf.Tensor2D {
  const rows = itemsToRows(sinusoidalPositions(width, length));
  return tf.tensor2d(rows.to2DArray());
}

/**
 * Items with their positions: xₙ + p(n), the table's first N rows on every sequence.
 *
 * @source Vaswani et al. 2017, §3.5
 * @param x Items [B, N, D].
 * @param table One position to a row [L, D], L ≥ N: sinusoidal or learned.
 * @returns Items [B, N, D].
 * @throws {ShapeError} If items and table differ in D.
 * @throws {RangeError} If there are more items than positions.
 *
 * @example Equal items differ by their places
 * ```ts
 * import { addPositions, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const placed = addPositions(tf.ones([1, 2, 1]), tf.tensor2d([[0], [5], [7]]));
 * assertEquals(placed.arraySync(), [[[1], [6]]]);
 * ```
 */
export function addPositions(
  x: tf.Tensor3D,
  table: tf.Tensor2D,
): tf.Tensor3D {
  const { N, L } = bindTensors("add positions", {
    x: [x, "B", "N", "D"],
    table: [table, "L", "D"],
  });
  if (N > L) {
    throw new RangeError(
      `Cannot add positions as there must be one for each item: ${N} items, ${L} positions`,
    );
  }
  return tf.tidy(() => tf.add(x, N === L ? table : table.slice(0, N)));
}

/** What a layer of positions is told. */
export type PositionsOptions = LayerOptions & {
  /** Whether the table is learned, with as many rows as the model has items; else it is sinusoidal. Default: false. */
  learned?: boolean;
};

/**
 * Layer that adds positions: y = x + p, p sinusoidal or a table [N, D] to learn.
 *
 * @source Vaswani et al. 2017, §3.5 (sinusoidal); Gehring et al. 2017, §3.1 (learned)
 *
 * @example A sinusoidal table has nothing to learn
 * ```ts
 * import { Positions, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new Positions();
 * const placed = layer.apply(tf.zeros([1, 1, 2])) as tf.Tensor;
 * assertEquals(placed.arraySync(), [[[0, 1]]]);
 * assertEquals(layer.countParams(), 0);
 * ```
 */
export class Positions extends SeededLayer {
  /** The name under which models save it. */
  static className = "MnemePositions";
  readonly #learned: boolean;
  #table?: tf.LayerVariable;

  /**
   * A layer of positions.
   *
   * @param options Whether the table is learned.
   */
  constructor(options: PositionsOptions = {}) {
    super(options);
    this.#learned = options.learned ?? false;
  }

  /** Makes the table if it is learned: after Glorot, [N, D]. */
  override build(inputShape: tf.Shape): void {
    const { N, D } = bindTensors("make positions", {
      x: [{ shape: inputShape }, "B", "N", "D"],
    });
    if (this.#learned) this.#table = this.glorot("positions", [N, D]);
    super.build(inputShape);
  }

  /** Items with their positions [batch, N, D]. */
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const [x] = [inputs].flat() as tf.Tensor3D[];
      const [, N, D] = x.shape;
      const table = this.#table?.read() as tf.Tensor2D | undefined;
      return addPositions(x, table ?? positionTable(N, D));
    });
  }

  /** The inputs' shape. */
  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  /** What makes an equal layer. */
  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), learned: this.#learned };
  }
}
tf.serialization.registerClass(Positions);
