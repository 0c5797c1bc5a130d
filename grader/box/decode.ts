import { LIMITS } from "./wire.ts";

/** A value that has no place in an answer, such as a function, a Map or a BigInt. */
export class Foreign {
  /** @param type What it was: "function", "bigint", "Map". */
  constructor(readonly type: string) {}
}

/** What came through the pipe is not what a box says. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
}

/**
 * Decodes what a box sent, and trusts nothing in it: every tag, field and
 * depth that {@linkcode encode} cannot have written is a ProtocolError.
 *
 * Typed arrays and matrices come out as plain arrays, since answers may use
 * either; objects come out without a prototype.
 *
 * @param wire A value from JSON.parse.
 * @throws {ProtocolError} If the value is not an encoded one.
 */
export function decode(wire: unknown): unknown {
  return decodeAt(wire, 0);
}

// The box checks its own depth, and could be made not to.
const MAXIMUM_DEPTH = LIMITS.depth + 6;

function decodeAt(wire: unknown, depth: number): unknown {
  if (depth > MAXIMUM_DEPTH) throw new ProtocolError("too deep");
  if (typeof wire !== "object" || wire === null) return wire;
  if (Array.isArray(wire)) return wire.map((item) => decodeAt(item, depth + 1));
  return decodeTagged(wire as Record<string, unknown>, depth);
}

const UNTAGGED: Record<string, unknown> = {
  NaN: NaN,
  Infinity: Infinity,
  "-Infinity": -Infinity,
  undefined: undefined,
};

function decodeTagged(wire: Record<string, unknown>, depth: number): unknown {
  const { $: tag, v, type } = wire;
  const fields = Object.keys(wire).length;
  if (fields === 1 && typeof tag === "string" && Object.hasOwn(UNTAGGED, tag)) {
    return UNTAGGED[tag];
  }
  if (fields === 2 && tag === "foreign" && typeof type === "string") {
    return new Foreign(type.slice(0, 40));
  }
  if (fields === 2 && Array.isArray(v)) {
    if (tag === "typed" || tag === "matrix") return decodeAt(v, depth);
    if (tag === "object") return decodeObject(v, depth);
  }
  throw new ProtocolError("not a value of the protocol");
}

function decodeObject(entries: unknown[], depth: number): unknown {
  const object = Object.create(null) as Record<string, unknown>;
  for (const entry of entries) {
    if (!isEntry(entry) || Object.hasOwn(object, entry[0])) {
      throw new ProtocolError("not an object of the protocol");
    }
    object[entry[0]] = decodeAt(entry[1], depth + 1);
  }
  return object;
}

function isEntry(entry: unknown): entry is [string, unknown] {
  return Array.isArray(entry) && entry.length === 2 &&
    typeof entry[0] === "string";
}
