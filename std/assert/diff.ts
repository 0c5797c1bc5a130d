import { styleText } from "node:util";

type Sign = "-" | "+" | " ";
type DiffLine = readonly [sign: Sign, line: string];

/**
 * Beyond this number of line pairs the table of a diff costs more than it
 * tells (10 MB): the changed part is shown as removed and added as a whole.
 */
const MAX_PAIRS = 1e6;

/**
 * The lines that tell two values apart, below a heading.
 *
 * @param actual What was found, written as text.
 * @param expected What it had to be.
 * @returns Text that follows the first line of a message; in colors unless NO_COLOR is set.
 */
export function diffMessage(actual: string, expected: string): string {
  const heading = `    ${paint("[Diff]", "gray")} ${paint("Actual", "red")} / ${
    paint("Expected", "green")
  }`;
  const lines = diffLines(actual.split("\n"), expected.split("\n")).map(
    ([sign, line]) => {
      const text = `${sign}   ${line}`;
      if (sign === " ") return text;
      return paint(text, sign === "-" ? "red" : "green");
    },
  );
  return ["", "", heading, "", "", ...lines, ""].join("\n");
}

function paint(text: string, color: "gray" | "red" | "green"): string {
  if (Deno.noColor) return text;
  return styleText([color, "bold"], text, { validateStream: false });
}

/** The common lines at both ends are set aside, so that the table covers the changed part only. */
function diffLines(actual: string[], expected: string[]): DiffLine[] {
  const shorter = Math.min(actual.length, expected.length);
  let start = 0;
  while (start < shorter && actual[start] === expected[start]) start++;
  let end = 0;
  while (
    end < shorter - start && actual.at(-1 - end) === expected.at(-1 - end)
  ) {
    end++;
  }
  const keep = (line: string): DiffLine => [" ", line];
  return [
    ...actual.slice(0, start).map(keep),
    ...changedLines(
      actual.slice(start, actual.length - end),
      expected.slice(start, expected.length - end),
    ),
    ...actual.slice(actual.length - end).map(keep),
  ];
}

/** A shortest edit script, from the table of longest common subsequences of all tails. */
function changedLines(actual: string[], expected: string[]): DiffLine[] {
  const remove = (line: string): DiffLine => ["-", line];
  const add = (line: string): DiffLine => ["+", line];
  const [rows, columns] = [actual.length, expected.length];
  if (rows * columns > MAX_PAIRS) {
    return [...actual.map(remove), ...expected.map(add)];
  }
  const common = Array.from(
    { length: rows + 1 },
    () => new Array<number>(columns + 1).fill(0),
  );
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      common[i][j] = actual[i] === expected[j]
        ? common[i + 1][j + 1] + 1
        : Math.max(common[i + 1][j], common[i][j + 1]);
    }
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < rows && j < columns) {
    if (actual[i] === expected[j]) {
      lines.push([" ", actual[i++]]);
      j++;
    } else if (common[i + 1][j] >= common[i][j + 1]) {
      lines.push(remove(actual[i++]));
    } else {
      lines.push(add(expected[j++]));
    }
  }
  return [
    ...lines,
    ...actual.slice(i).map(remove),
    ...expected.slice(j).map(add),
  ];
}
