import { stripVTControlCharacters } from "node:util";
import { AssertionError, ending } from "./assertion_error.ts";

// The arguments of a constructor are its own affair; `never[]` would refuse
// classes whose type is inferred from the call.
// deno-lint-ignore no-explicit-any
type ErrorClass<E extends Error> = abstract new (...args: any[]) => E;

/** What an error must be, read from the arguments of either form of the call. */
interface Expectation {
  type?: ErrorClass<Error>;
  includes?: string;
  msg?: string;
}

/**
 * Assert that a function throws.
 *
 * @param fn The function.
 * @param msg What to add to the message of a failure.
 * @returns What it threw.
 */
export function assertThrows(fn: () => unknown, msg?: string): unknown;
/**
 * Assert that a function throws an error of a class, with a message that says something.
 *
 * @param fn The function.
 * @param ErrorClass The error's class.
 * @param msgIncludes What the error's message has to contain.
 * @param msg What to add to the message of a failure.
 * @returns The error.
 */
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  ErrorClass: ErrorClass<E>,
  msgIncludes?: string,
  msg?: string,
): E;
export function assertThrows(
  fn: () => unknown,
  ...expected: [(ErrorClass<Error> | string)?, string?, string?]
): unknown {
  const expectation = readExpectation(expected);
  try {
    fn();
  } catch (error) {
    judge(error, expectation, "thrown");
    return error;
  }
  throw new AssertionError(
    `Expected function to throw${ending(expectation.msg)}`,
  );
}

/**
 * Assert that a function returns a promise that rejects.
 *
 * @param fn The function.
 * @param msg What to add to the message of a failure.
 * @returns What the promise rejected with.
 */
export function assertRejects(
  fn: () => PromiseLike<unknown>,
  msg?: string,
): Promise<unknown>;
/**
 * Assert that a function returns a promise that rejects with an error of a
 * class, with a message that says something.
 *
 * @param fn The function.
 * @param ErrorClass The error's class.
 * @param msgIncludes What the error's message has to contain.
 * @param msg What to add to the message of a failure.
 * @returns The error.
 */
export function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  ErrorClass: ErrorClass<E>,
  msgIncludes?: string,
  msg?: string,
): Promise<E>;
export async function assertRejects(
  fn: () => PromiseLike<unknown>,
  ...expected: [(ErrorClass<Error> | string)?, string?, string?]
): Promise<unknown> {
  const expectation = readExpectation(expected);
  const promise = startPromise(fn, expectation);
  try {
    await promise;
  } catch (error) {
    judge(error, expectation, "rejected");
    return error;
  }
  throw new AssertionError(
    `Expected function to reject${ending(expectation.msg)}`,
  );
}

/** A function that throws, or returns something else than a promise, does not reject. */
function startPromise(
  fn: () => PromiseLike<unknown>,
  { msg }: Expectation,
): PromiseLike<unknown> {
  try {
    const promise: unknown = fn();
    if (typeof (promise as PromiseLike<unknown>).then === "function") {
      return promise as PromiseLike<unknown>;
    }
  } catch { /* reported below */ }
  throw new AssertionError(
    `Function throws when expected to reject${ending(msg)}`,
  );
}

function readExpectation(
  [first, second, third]: [(ErrorClass<Error> | string)?, string?, string?],
): Expectation {
  return typeof first === "string"
    ? { msg: first }
    : { type: first, includes: second, msg: third };
}

function judge(
  error: unknown,
  { type, includes, msg }: Expectation,
  verb: "thrown" | "rejected",
): void {
  if (!type) return;
  if (!(error instanceof Error)) {
    throw new AssertionError(`A non-Error object was ${verb}${ending(msg)}`);
  }
  if (!(error instanceof type)) {
    const found = (error as Error).constructor?.name;
    throw new AssertionError(
      `Expected error to be instance of "${type.name}", but was "${found}"${
        ending(msg)
      }`,
    );
  }
  const [said, wanted] = [error.message, includes ?? ""]
    .map(stripVTControlCharacters);
  if (!said.includes(wanted)) {
    throw new AssertionError(
      `Expected error message to include ${JSON.stringify(includes)}, but got ${
        JSON.stringify(error.message)
      }${ending(msg)}`,
    );
  }
}
