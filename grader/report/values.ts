import { Foreign } from "../box/decode.ts";
import type { Counterexample } from "../result.ts";
import { plain } from "../text.ts";

/** The call of a counterexample as one would write it. */
export function callText({ call, arguments: args }: Counterexample): string {
  return plain(`${call}(${args.map(valueText).join(", ")})`, 400);
}

/** A value as one would write it, shortened where it is long. */
export function valueText(value: unknown): string {
  if (Array.isArray(value)) return `[${shortened(value.map(valueText))}]`;
  if (value instanceof Foreign) return `[${value.type}]`;
  if (typeof value === "string") return JSON.stringify(plain(value, 80));
  if (typeof value === "function") return "[function]";
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([name, item]) =>
      `${plain(name, 40)}: ${valueText(item)}`
    );
    return `{ ${shortened(entries)} }`;
  }
  return Object.is(value, -0) ? "0" : `${value}`;
}

const MAXIMUM_ITEMS = 24;

function shortened(items: string[]): string {
  return items.length > MAXIMUM_ITEMS
    ? `${items.slice(0, MAXIMUM_ITEMS).join(", ")}, … (${items.length})`
    : items.join(", ");
}
