import { AssertionError, ending } from "./assertion_error.ts";

/**
 * Assert that a value is truthy.
 *
 * @param expr The value.
 * @param msg The whole message of a failure.
 */
export function assert(expr: unknown, msg = ""): asserts expr {
  if (!expr) throw new AssertionError(msg);
}

/**
 * Assert that a string contains another.
 *
 * @param actual The string to look in.
 * @param expected The string to look for.
 * @param msg What to add to the message of a failure.
 */
export function assertStringIncludes(
  actual: string,
  expected: string,
  msg?: string,
): void {
  if (actual.includes(expected)) return;
  throw new AssertionError(
    `Expected actual: "${actual}" to contain: "${expected}"${ending(msg)}`,
  );
}

/**
 * Assert that a string matches a regular expression.
 *
 * @param actual The string.
 * @param expected The regular expression.
 * @param msg What to add to the message of a failure.
 */
export function assertMatch(
  actual: string,
  expected: RegExp,
  msg?: string,
): void {
  if (expected.test(actual)) return;
  throw new AssertionError(
    `Expected actual: "${actual}" to match: "${expected}"${ending(msg)}`,
  );
}

/**
 * Assert that a value is an instance of a class.
 *
 * @param actual The value.
 * @param expectedType The class.
 * @param msg What to add to the message of a failure.
 */
export function assertInstanceOf<
  Class extends abstract new (...args: never[]) => unknown,
>(
  actual: unknown,
  expectedType: Class,
  msg = "",
): asserts actual is InstanceType<Class> {
  if (actual instanceof expectedType) return;
  const type = typeName(actual);
  const found = type === expectedType.name
    ? ""
    : type === "function"
    ? " but was not an instanced object"
    : ` but was "${type}"`;
  throw new AssertionError(
    `Expected object to be an instance of "${expectedType.name}"${found}${
      ending(msg)
    }`,
  );
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  return typeof value === "object"
    ? value.constructor?.name ?? "Object"
    : typeof value;
}
