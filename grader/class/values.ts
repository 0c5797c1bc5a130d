/**
 * Results as one line of JSON and back, exactly: a report from the journal is
 * the report from the grading. What JSON lacks is an object with the key `$`.
 *
 * @module
 */

import { Foreign } from "../box/decode.ts";

/** A value as JSON on one line. */
export function writeValue(value: unknown): string {
  return JSON.stringify(pack(value));
}

/**
 * The value that was written; functions come back as something foreign.
 *
 * @throws {SyntaxError} If the text is not whole.
 */
export function readValue(text: string): unknown {
  return unpack(JSON.parse(text));
}

const UNTAGGED: Record<string, unknown> = {
  NaN: NaN,
  Infinity: Infinity,
  "-Infinity": -Infinity,
  undefined: undefined,
};

function pack(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pack);
  if (value instanceof Foreign) return { $: "foreign", v: value.type };
  switch (typeof value) {
    case "number":
      return Number.isFinite(value) ? value : { $: `${value}` };
    case "undefined":
      return { $: "undefined" };
    case "function":
      return { $: "foreign", v: "function" };
    case "object":
      return value === null ? null : packObject(value);
    default:
      return value;
  }
}

function packObject(object: object): unknown {
  const entries = Object.entries(object)
    .map(([key, item]): [string, unknown] => [key, pack(item)]);
  // Keys that would be taken for a tag, or that an object treats in a way of its own.
  return entries.some(([key]) => key === "$" || key === "__proto__")
    ? { $: "object", v: entries }
    : Object.fromEntries(entries);
}

function unpack(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpack);
  if (typeof value !== "object" || value === null) return value;
  const { $: tag, v } = value as { $?: string; v?: unknown };
  if (tag === undefined) return unpackObject(Object.entries(value));
  if (tag === "foreign") return new Foreign(v as string);
  if (tag === "object") return unpackObject(v as [string, unknown][]);
  return UNTAGGED[tag];
}

/** Without a prototype, as the box's decoder makes them. */
function unpackObject(entries: [string, unknown][]): unknown {
  const object = Object.create(null) as Record<string, unknown>;
  for (const [key, item] of entries) object[key] = unpack(item);
  return object;
}
