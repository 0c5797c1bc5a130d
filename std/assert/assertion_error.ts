/**
 * What a failed assertion throws.
 *
 * Not the AssertionError of node:assert, whose constructor takes an object and
 * whose message gets a diff of its own.
 */
export class AssertionError extends Error {
  /** The class's name, as it stands before the message in a stack trace. */
  override name = "AssertionError";
}

/**
 * The end of a message: what the caller adds, or a full stop.
 *
 * @param msg What the caller adds.
 * @returns `: msg`, or `.` without one.
 */
export function ending(msg?: string): string {
  return msg ? `: ${msg}` : ".";
}
