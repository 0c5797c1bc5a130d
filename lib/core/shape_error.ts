/**
 * Two sizes that must be one differ: a TypeError whose message names the
 * letter and every matrix's size.
 *
 * @source NNDL, notation of matrices
 *
 * @example It is a TypeError
 * ```ts
 * import { ShapeError } from "@mneme/mneme/core";
 * import { assert } from "@std/assert";
 *
 * assert(new ShapeError("N must be one size") instanceof TypeError);
 * ```
 */
export class ShapeError extends TypeError {
  /** The class's name, as it stands before the message in a stack trace. */
  override readonly name = "ShapeError";
}
