import { AssertionError, ending } from "./assertion_error.ts";
import { diffMessage } from "./diff.ts";
import { equal } from "./equal.ts";

/**
 * Assert that two values are deeply equal.
 *
 * @param actual What was found.
 * @param expected What it has to be.
 * @param msg What to add to the first line of a failure's message.
 */
export function assertEquals<T>(actual: T, expected: T, msg?: string): void {
  if (equal(actual, expected)) return;
  const bothStrings = typeof actual === "string" &&
    typeof expected === "string";
  const diff = bothStrings
    ? diffMessage(visible(actual), visible(expected)) + "\n"
    : diffMessage(format(actual), format(expected));
  throw new AssertionError(`Values are not equal${ending(msg)}\n${diff}`);
}

/**
 * Assert that two values are not deeply equal.
 *
 * @param actual What was found.
 * @param expected What it must not be.
 * @param msg What to add to the message of a failure.
 */
export function assertNotEquals<T>(
  actual: T,
  expected: T,
  msg?: string,
): void {
  if (!equal(actual, expected)) return;
  throw new AssertionError(
    `Expected actual: ${format(actual)} not to be: ${format(expected)}${
      ending(msg)
    }`,
  );
}

/**
 * Assert that two numbers are almost equal: |expected - actual| <= tolerance.
 *
 * The default tolerance is relative, so that 0 must be met exactly.
 *
 * @param actual What was found.
 * @param expected What it has to be.
 * @param tolerance Default: 1e-7 times the expected value's size; 1e-7 for one that is not finite.
 * @param msg What to add to the message of a failure.
 */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance: number = Number.isFinite(expected)
    ? Math.abs(expected * 1e-7)
    : 1e-7,
  msg?: string,
): void {
  const delta = Math.abs(expected - actual);
  if (Object.is(actual, expected) || delta <= tolerance) return;
  const [found, wanted, apart, allowed] = [actual, expected, delta, tolerance]
    .map((x) => Number.isInteger(x) ? x : x.toExponential());
  throw new AssertionError(
    `Expected actual: "${found}" to be close to "${wanted}": ` +
      `delta "${apart}" is greater than "${allowed}"${ending(msg)}`,
  );
}

/** One entry to a line and sorted, so that equal parts stand on equal lines. */
function format(value: unknown): string {
  return Deno.inspect(value, {
    compact: false,
    depth: Infinity,
    getters: true,
    iterableLimit: Infinity,
    sorted: true,
    strAbbreviateSize: Infinity,
    trailingComma: true,
  });
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\t": "\\t",
  "\v": "\\v",
  "\r": "\\r",
  "\n": "\\n\n",
};

/** Two strings may differ in a character that does not show, so each is written out; a line break still breaks the line. */
function visible(text: string): string {
  return text.replace(/[\\\b\f\t\v\r\n]/g, (character) => ESCAPES[character]);
}
