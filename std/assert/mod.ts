/**
 * A stand-in for the part of jsr:@std/assert that this project uses, for
 * places that reach npm but not JSR. Names, signatures, verdicts and messages
 * are those of the real package; whatever the project does not use is left out.
 *
 * @module
 */
export {
  assert,
  assertInstanceOf,
  assertMatch,
  assertStringIncludes,
} from "./assert.ts";
export { AssertionError } from "./assertion_error.ts";
export { equal } from "./equal.ts";
export { assertAlmostEquals, assertEquals, assertNotEquals } from "./equals.ts";
export { assertRejects, assertThrows } from "./throws.ts";
