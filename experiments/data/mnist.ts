import { gunzipSync } from "node:zlib";
import { corrupt, type DataFile, readData } from "./read.ts";

/** Handwritten digits. */
export interface Digits {
  /** Gray values from 0, the ground, to 255, row by row. */
  images: Uint8Array[];
  /** The digit that each image shows. */
  labels: Uint8Array;
  rows: number;
  columns: number;
}

const IMAGES = 2051;
const LABELS = 2049;

/**
 * MNIST's test set: 10,000 digits of 28 x 28.
 *
 * @param data The folder of the public data, or null if there is none.
 * @throws {Trouble} If a file is absent or corrupt.
 */
export function loadMnist(data: string | null): Digits {
  const pixels = readData(data, "mnist", "t10k-images-idx3-ubyte.gz");
  const names = readData(data, "mnist", "t10k-labels-idx1-ubyte.gz");
  return parseDigits(pixels, names);
}

/** The digits in two packed files of the IDX form: a type, sizes, and bytes. */
export function parseDigits(pixels: DataFile, names: DataFile): Digits {
  const { sizes: [count, rows, columns], values } = unpack(pixels, IMAGES, 3);
  const { values: labels } = unpack(names, LABELS, 1);
  if (labels.length !== count) {
    throw corrupt(names.path, null, `${count} labels`, `${labels.length}`);
  }
  const size = rows * columns;
  const images = Array.from(
    { length: count },
    (_, i) => values.subarray(size * i, size * (i + 1)),
  );
  return { images, labels, rows, columns };
}

function unpack(
  { path, bytes }: DataFile,
  type: number,
  dimensions: number,
): { sizes: number[]; values: Uint8Array } {
  let content: Uint8Array;
  try {
    content = new Uint8Array(gunzipSync(bytes));
  } catch (error) {
    const reason = error instanceof Error ? error.message : `${error}`;
    throw corrupt(path, null, "a whole gzip file", reason);
  }
  const header = 4 * (dimensions + 1);
  const view = new DataView(content.buffer);
  const found = content.length < header ? null : view.getUint32(0);
  if (found !== type) {
    throw corrupt(
      path,
      null,
      `an IDX file of type ${type}`,
      `of type ${found}`,
    );
  }
  const sizes = Array.from(
    { length: dimensions },
    (_, i) => view.getUint32(4 * (i + 1)),
  );
  const values = content.subarray(header);
  const expected = sizes.reduce((product, size) => product * size, 1);
  if (values.length !== expected) {
    throw corrupt(path, null, `${expected} values long`, `${values.length}`);
  }
  return { sizes, values };
}
