/**
 * A stand-in for the part of jsr:@std/cli that this project uses, for places
 * that reach npm but not JSR: the parser of command-line arguments.
 *
 * @module
 */
export { parseArgs } from "./parse_args.ts";
