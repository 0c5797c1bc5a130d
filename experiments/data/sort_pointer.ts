import { corrupt, type DataFile, linesOf, readData } from "./read.ts";

/** Numbers and the order that sorts them. */
export interface SortingExample {
  /** The numbers; for `sums` two after another are one item. */
  numbers: number[];
  /** The items' places in ascending order, from 0: order[0] is the place of the least. */
  order: number[];
}

/** Which files: 3, 5 or 8 numbers, or 3 sums of two. */
export type SortingTask = "3" | "5" | "8" | "sums";

/**
 * Numbers to sort by pointing at them, 10,000 lines.
 *
 * @param data The folder of the public data, or null if there is none.
 * @param task Which numbers.
 * @param part Only `3` and `sums` have a test part, of a wider range.
 * @throws {Trouble} If a file is absent or corrupt.
 */
export function loadSorting(
  data: string | null,
  task: SortingTask,
  part: "train" | "test" = "train",
): SortingExample[] {
  const ending = `${task}${part === "test" ? "_test" : ""}.csv`;
  return parseSorting(
    readData(data, "sorting", `x_${ending}`),
    readData(data, "sorting", `y_${ending}`),
    task === "sums" ? 2 : 1,
  );
}

/** The examples in two files of comma-separated numbers; an item is the sum of `terms` numbers. */
export function parseSorting(
  numbersFile: DataFile,
  orderFile: DataFile,
  terms = 1,
): SortingExample[] {
  const lines = linesOf(numbersFile);
  const orders = linesOf(orderFile);
  if (orders.length !== lines.length) {
    const [expected, found] = [lines, orders].map(({ length }) =>
      `${length} lines`
    );
    throw corrupt(orderFile.path, null, expected, found);
  }
  return lines.map((line, i) => {
    const numbers = numbersOf(line);
    if (!numbers.every(Number.isFinite) || numbers.length % terms !== 0) {
      throw corrupt(
        numbersFile.path,
        i + 1,
        terms === 1 ? "numbers, commas between" : "an even count of numbers",
        `"${line}"`,
      );
    }
    const order = numbersOf(orders[i]);
    const items = numbers.length / terms;
    if (!isPermutation(order, items)) {
      throw corrupt(
        orderFile.path,
        i + 1,
        `0 to ${items - 1} in some order`,
        `"${orders[i]}"`,
      );
    }
    return { numbers, order };
  });
}

function numbersOf(line: string): number[] {
  return line.split(",").map((field) =>
    /^-?\d+(\.\d+)?$/.test(field.trim()) ? Number(field) : NaN
  );
}

function isPermutation(order: readonly number[], count: number): boolean {
  return order.length === count &&
    order.toSorted((a, b) => a - b).every((place, i) => place === i);
}
