import { Foreign } from "./box/decode.ts";
import type { Text } from "./text.ts";

/** How an answer differs from what must hold. `path` leads into the answer, such as `[2].states`. */
export type Mismatch =
  | { kind: "type"; path: string; expected: string; got: string }
  | { kind: "length"; path: string; expected: number; got: number }
  | { kind: "fields"; path: string; missing: string[]; extra: string[] }
  | { kind: "nan"; path: string }
  | { kind: "value"; path: string }
  /** A property of the answer as a whole does not hold. */
  | { kind: "property"; text: Text }
  /** The function changed one of its arguments, counted from 0. */
  | { kind: "mutated"; argument: number }
  /** The same call gave another answer than before. */
  | { kind: "unsteady" };

/** How closely numbers must agree. */
export type Agreement =
  /** |got - expected| <= 1e-9 · max(1, |expected|): for numbers that were computed in floating point. */
  | "close"
  /** Equal, where 0 equals -0: for counts and states. */
  | "exact";

const TOLERANCE = 1e-9;

/**
 * Compares an answer with the expected one, from the expected side: its type
 * and length are asked for before a number is looked at, and NaN never agrees.
 *
 * @returns null if they agree, else the first difference.
 */
export function disagreement(
  got: unknown,
  expected: unknown,
  agreement: Agreement = "close",
  path = "",
): Mismatch | null {
  if (Array.isArray(expected)) {
    if (!Array.isArray(got)) return typeMismatch(got, expected, path);
    if (got.length !== expected.length) {
      return {
        kind: "length",
        path,
        expected: expected.length,
        got: got.length,
      };
    }
    return firstOf(
      expected.map((item, i) => () =>
        disagreement(got[i], item, agreement, `${path}[${i}]`)
      ),
    );
  }
  if (isRecord(expected)) {
    if (!isRecord(got)) return typeMismatch(got, expected, path);
    const names = Object.keys(expected);
    const missing = names.filter((name) => !Object.hasOwn(got, name));
    const extra = Object.keys(got).filter((name) => !names.includes(name));
    if (missing.length + extra.length > 0) {
      return { kind: "fields", path, missing, extra };
    }
    return firstOf(
      names.map((name) => () =>
        disagreement(got[name], expected[name], agreement, `${path}.${name}`)
      ),
    );
  }
  if (typeof got !== typeof expected) return typeMismatch(got, expected, path);
  if (typeof expected === "number") {
    return numberMismatch(got as number, expected, agreement, path);
  }
  return got === expected ? null : { kind: "value", path };
}

function numberMismatch(
  got: number,
  expected: number,
  agreement: Agreement,
  path: string,
): Mismatch | null {
  if (Number.isNaN(got)) return { kind: "nan", path };
  // An infinite tolerance would take any number for an infinity.
  const tolerance = agreement === "exact" || !Number.isFinite(expected)
    ? 0
    : TOLERANCE * Math.max(1, Math.abs(expected));
  return got === expected || Math.abs(got - expected) <= tolerance
    ? null
    : { kind: "value", path };
}

/** True if the answers are the same to the last bit, apart from the sign of 0. */
export function identical(a: unknown, b: unknown): boolean {
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length &&
      a.every((item, i) => identical(item, b[i]));
  }
  if (isRecord(a) && isRecord(b)) {
    const names = Object.keys(a);
    return names.length === Object.keys(b).length &&
      names.every((name) =>
        Object.hasOwn(b, name) && identical(a[name], b[name])
      );
  }
  return a === b || Object.is(a, b) ||
    a instanceof Foreign && b instanceof Foreign;
}

/** How much there is of a value: 1 for itself, more for what it holds. */
export function extentOf(value: unknown): number {
  if (typeof value === "string") return 1 + value.length;
  if (typeof value !== "object" || value === null) return 1;
  if (Array.isArray(value)) {
    return value.reduce((sum: number, item) => sum + extentOf(item), 1);
  }
  return Object.entries(value).reduce(
    (sum, [name, item]) => sum + name.length + extentOf(item),
    1,
  );
}

/** What a value is, in a word that both languages' reports translate. */
export function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "list";
  if (value instanceof Foreign) return value.type;
  return value === null ? "null" : typeof value;
}

function typeMismatch(got: unknown, expected: unknown, path: string): Mismatch {
  return { kind: "type", path, expected: kindOf(expected), got: kindOf(got) };
}

function firstOf(
  comparisons: (() => Mismatch | null)[],
): Mismatch | null {
  for (const compare of comparisons) {
    const mismatch = compare();
    if (mismatch) return mismatch;
  }
  return null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null &&
    !Array.isArray(value) && !(value instanceof Foreign);
}
