/**
 * Tensors of the golden cases, and what turns them into the matrices of lib and
 * back. Everything here reshapes, slices, reorders or repeats; nothing computes,
 * and nothing knows an operator.
 *
 * @module
 */
import {
  fromRows,
  itemsToColumns,
  itemsToRows,
  type Matrix,
} from "@mneme/mneme/core";

/** A matrix, or lists of them to any depth. */
export type Nested = Matrix | readonly Nested[];

/** Entries with their sizes, last index fastest. */
export class Tensor {
  constructor(
    /** Its sizes. */
    readonly dims: readonly number[],
    /** Its entries; booleans are 1 and 0. */
    readonly data: readonly number[],
    /** The type of its entries, where the case says it. */
    readonly dtype?: string,
  ) {}

  /** Entries that are all 0. */
  static zeros(...dims: number[]): Tensor {
    return new Tensor(dims, new Array(product(dims)).fill(0));
  }

  /** Tensors of one shape along a new first axis. */
  static stack(tensors: readonly Tensor[]): Tensor {
    return new Tensor(
      [tensors.length, ...tensors[0].dims],
      tensors.flatMap(({ data }) => data),
    );
  }

  /** Matrices whose columns are items, as [..., item, feature]; a list is an axis. */
  static ofColumns(nested: Nested): Tensor {
    if (isList(nested)) return Tensor.stack(nested.map(Tensor.ofColumns));
    const rows = itemsToRows(nested);
    return new Tensor([rows.rows, rows.columns], rows.to1DArray());
  }

  /** The same entries with other sizes; one size may be -1, which is what is left. */
  reshape(...dims: number[]): Tensor {
    const known = product(dims.filter((size) => size !== -1));
    const sizes = dims.map((size) =>
      size === -1 ? this.data.length / known : size
    );
    if (product(sizes) !== this.data.length) {
      throw new Error(`cannot reshape ${this.dims} to ${dims}`);
    }
    return new Tensor(sizes, this.data, this.dtype);
  }

  /** The axes in another order: axis i of the result is axis `order[i]` of the tensor. */
  permute(...order: number[]): Tensor {
    let offsets = [0];
    for (const axis of order) {
      const step = product(this.dims.slice(axis + 1));
      offsets = offsets.flatMap((offset) =>
        Array.from({ length: this.dims[axis] }, (_, i) => offset + i * step)
      );
    }
    const data = offsets.map((offset) => this.data[offset]);
    return new Tensor(order.map((axis) => this.dims[axis]), data, this.dtype);
  }

  /** The last two axes exchanged. */
  transpose(): Tensor {
    const axes = [...this.dims.keys()];
    return this.permute(...axes.slice(0, -2), ...axes.slice(-2).reverse());
  }

  /** Sizes of 1, and missing first ones, repeated up to the sizes given. */
  broadcast(dims: readonly number[]): Tensor {
    const missing = dims.length - this.dims.length;
    const from = [...Array(missing).fill(1), ...this.dims];
    if (from.some((size, axis) => size !== 1 && size !== dims[axis])) {
      throw new Error(`cannot broadcast ${this.dims} to ${dims}`);
    }
    let offsets = [0];
    dims.forEach((size, axis) => {
      const step = from[axis] === 1 ? 0 : product(from.slice(axis + 1));
      offsets = offsets.flatMap((offset) =>
        Array.from({ length: size }, (_, i) => offset + i * step)
      );
    });
    const data = offsets.map((offset) => this.data[offset]);
    return new Tensor(dims, data, this.dtype);
  }

  /** The parts along the first axis, each with one axis less. */
  parts(): Tensor[] {
    const [count, ...dims] = this.dims;
    const size = this.data.length / count;
    return Array.from({ length: count }, (_, i) => {
      const data = this.data.slice(i * size, (i + 1) * size);
      return new Tensor(dims, data, this.dtype);
    });
  }

  /** The parts at some indices of an axis. */
  take(axis: number, indices: readonly number[]): Tensor {
    const others = [...this.dims.keys()].filter((each) => each !== axis);
    const parts = this.permute(axis, ...others).parts();
    const taken = Tensor.stack(indices.map((index) => parts[index]));
    const back = [...this.dims.keys()].map((i) => [axis, ...others].indexOf(i));
    return taken.permute(...back);
  }

  /** The first of each `step` parts along an axis. */
  every(axis: number, step: number): Tensor {
    const indices = [...Array(this.dims[axis]).keys()];
    return this.take(axis, indices.filter((i) => i % step === 0));
  }

  /** The last part along an axis, without that axis. */
  last(axis: number): Tensor {
    const { dims, data, dtype } = this.take(axis, [this.dims[axis] - 1]);
    return new Tensor(dims.filter((_, i) => i !== axis), data, dtype);
  }

  /** A function of columns, applied along one axis; a negative axis counts from the last. */
  along(axis: number, map: (columns: Matrix) => Matrix): Tensor {
    const axes = [...this.dims.keys()];
    const last = axes.at(axis)!;
    const order = [...axes.filter((each) => each !== last), last];
    const back = axes.map((each) => order.indexOf(each));
    return this.permute(...order).from(-1, map).permute(...back);
  }

  /**
   * A function of columns, applied to the axes from one on as if they were one
   * axis; a negative axis counts from the last. Where it leaves one entry of a
   * column, those axes get the size 1.
   */
  from(axis: number, map: (columns: Matrix) => Matrix): Tensor {
    const inner = this.dims.slice(axis);
    const outer = this.dims.slice(0, this.dims.length - inner.length);
    const result = map(this.reshape(-1, product(inner)).columns());
    const sizes = result.rows === 1 ? inner.map(() => 1) : inner;
    return Tensor.ofColumns(result).reshape(...outer, ...sizes);
  }

  /** [..., item, heads side by side] as [..., head, item, feature]; a tensor of four axes has its heads apart. */
  heads(count: number): Tensor {
    const outer = this.dims.length - 2;
    if (outer === 2) return this;
    const before = [...this.dims.keys()].slice(0, outer);
    return this.reshape(...this.dims.slice(0, -1), count, -1)
      .permute(...before, outer + 1, outer, outer + 2);
  }

  /** [batch, head, item, feature] with the axes of another tensor: the heads side by side if that has three. */
  headsAs({ dims }: Tensor): Tensor {
    if (dims.length === 4) return this;
    const [batch, , items] = this.dims;
    return this.permute(0, 2, 1, 3).reshape(batch, items, -1);
  }

  /** The matrix of a tensor of two axes; a vector is a column. */
  matrix(): Matrix {
    const [rows, columns = 1] = this.dims;
    if (this.dims.length > 2) throw new Error(`no matrix: ${this.dims}`);
    return fromRows(
      this.reshape(rows, columns).parts().map(({ data }) => [...data]),
    );
  }

  /** Items as rows, made columns. */
  columns(): Matrix {
    return itemsToColumns(this.matrix());
  }
}

function isList(nested: Nested): nested is readonly Nested[] {
  return Array.isArray(nested);
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((a, b) => a * b, 1);
}
