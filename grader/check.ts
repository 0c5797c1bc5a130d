/**
 * A check: a property that a student's functions must have on every input an
 * arbitrary draws.
 *
 * @module
 */

import type fc from "fast-check";
import { type Agreement, disagreement, type Mismatch } from "./compare.ts";
import type { Text } from "./text.ts";

/** Calls the student's functions, in a box; a check sees nothing else of them. */
export interface Caller {
  /** The function's answer. Whatever else happens ends the check by itself. */
  call(fn: string, ...args: unknown[]): Promise<unknown>;
}

/** What a check is called, what it is worth, and how it is run. */
export interface CheckOptions<Input> {
  points: number;
  name: Text;
  /** The property that must hold, in words: a report shows it and never the expected value. */
  property: Text;
  /** Edges that run every time, whatever the seed. */
  examples?: Input[];
  /** How many inputs are drawn; 40 unless said otherwise. */
  runs?: number;
  /** The check whose inputs it has too, which then need to be answered once; inputs of its own unless said otherwise. */
  inputsOf?: string;
}

/** A check whose inputs may be of any type. */
export interface Check {
  id: string;
  points: number;
  name: Text;
  property: Text;
  examples: unknown[];
  runs: number;
  inputsOf: string;
  arbitrary: fc.Arbitrary<unknown>;
  judge: (caller: Caller, input: unknown) => Promise<Mismatch | null>;
}

/**
 * Makes a check.
 *
 * @param id The task's id, or the task's id, a dot and a word of its own.
 * @param options Name, points and property.
 * @param arbitrary Draws the inputs; the only source of chance.
 * @param judge Calls the student's functions and returns null, or how they are wrong.
 */
export function check<Input>(
  id: string,
  { points, name, property, examples = [], runs = 40, inputsOf = id }:
    CheckOptions<Input>,
  arbitrary: fc.Arbitrary<Input>,
  judge: (caller: Caller, input: Input) => Promise<Mismatch | null>,
): Check {
  return {
    id,
    points,
    name,
    property,
    examples,
    runs,
    inputsOf,
    arbitrary,
    judge: judge as Check["judge"],
  };
}

/** A function of plain numbers and lists, as the students write them. */
// deno-lint-ignore no-explicit-any -- each has its own parameters
export type PlainFunction = (...args: any[]) => unknown;

/** The true answers, function by function. */
export type Reference = Record<string, PlainFunction>;

/** The judge of a check on one function: it must agree with the reference. */
export function agreesWith<Input extends unknown[]>(
  reference: Reference,
  fn: string,
  agreement: Agreement = "close",
): (caller: Caller, input: Input) => Promise<Mismatch | null> {
  return async (caller, input) =>
    disagreement(
      await caller.call(fn, ...input),
      reference[fn](...input),
      agreement,
    );
}

/** What grader/hidden/<folder>.ts exports. */
export interface HiddenChecks {
  reference: Reference;
  checks: Check[];
}

/**
 * A wrong answer that people really give: a mistake that the report can name,
 * and a mutant that the checks must catch.
 */
export interface Misconception {
  id: string;
  /** What is wrong and why, said to the student. */
  text: Text;
  /** The mistake in executable form, as it is commonly written: the functions it changes, in one way or several. */
  variants: Reference[];
  /** For answers that no other answer equals, as where any of many is right: tells an answer by this mistake. */
  recognizes?: (fn: string, answer: unknown) => boolean;
}
