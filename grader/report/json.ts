import { Foreign } from "../box/decode.ts";
import type { Result } from "../result.ts";

/** A result as the text of one JSON object, in the format mneme-result/1. */
export function jsonReport(result: Result): string {
  return JSON.stringify(result, (_key, value) => jsonValue(value), 2) + "\n";
}

/** JSON has no NaN, no infinities and no functions: words stand for them. */
function jsonValue(value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) return `${value}`;
  if (typeof value === "function") return "[function]";
  if (value instanceof Foreign) return `[${value.type}]`;
  return value === undefined ? "[undefined]" : value;
}
