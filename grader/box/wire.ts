/**
 * Values as text: what one side of the box's pipe says to the other.
 *
 * A number, string, boolean, null or array is itself in JSON; everything else
 * is `{"$": tag, …}`. Plain JSON would lose NaN, the infinities and undefined,
 * and would let an object's own toJSON speak for it.
 *
 * This module runs in the box too, beside code that may have replaced any
 * global. It takes what it needs when it is loaded, before that code is; that
 * keeps honest programs with odd habits working, and nothing depends on it: a
 * forged answer is still only an answer.
 *
 * @module
 */

const { stringify } = JSON;
const { isArray } = Array;
const { is: same, keys: ownKeys } = Object;
const { isFinite, isInteger } = Number;
const { apply } = Reflect;
const { isView } = ArrayBuffer;
const toText = Object.prototype.toString;
const typedArrayName = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype),
  Symbol.toStringTag,
)!.get!;

/** How much one value may hold, so that no answer can be made to drown its reader. */
export const LIMITS = {
  /** Arrays and objects inside one another. */
  depth: 64,
  /** Numbers, strings, arrays and objects in all. */
  nodes: 4_000_000,
  /** Characters of the encoded text; the reader's limit for a line is higher. */
  characters: 7_500_000,
} as const;

/** A value that {@linkcode encode} will not send, and why. */
export class Unsendable extends Error {
  override readonly name = "Unsendable";

  constructor(readonly reason: "depth" | "size") {
    super(reason);
  }
}

/**
 * Encodes a value as one line of JSON.
 *
 * @param value Anything.
 * @param sendFunction Called for each function; the number it returns stands
 * for the function. Without it a function is sent as something foreign.
 * @throws {Unsendable} If the value is too deep, which a cycle is, or too large.
 */
export function encode(
  value: unknown,
  sendFunction?: (callee: Callback) => number,
): string {
  const budget = { nodes: LIMITS.nodes, characters: LIMITS.characters };

  const spend = (text: string): string => {
    budget.nodes -= 1;
    budget.characters -= text.length;
    if (budget.nodes < 0 || budget.characters < 0) throw new Unsendable("size");
    return text;
  };

  const list = (
    length: number,
    item: (index: number) => unknown,
    depth: number,
  ): string => {
    let text = spend("[");
    for (let i = 0; i < length; i++) {
      text += (i === 0 ? "" : ",") + encodeAt(item(i), depth + 1);
    }
    return text + "]";
  };

  const tagged = (tag: string, rest = "") => spend(`{"$":"${tag}"${rest}}`);

  const encodeObject = (object: Indexed, depth: number): string => {
    if (isArray(object)) return list(object.length, (i) => object[i], depth);
    if (isView(object)) {
      const name = apply(typedArrayName, object, []);
      return name === undefined || name[0] === "B"
        ? foreign(name ?? "DataView")
        : `{"$":"typed","v":${
          list(object.length as number, (i) => object[i], depth)
        }}`;
    }
    if (isMatrix(object)) {
      const { rows, columns } = object;
      return `{"$":"matrix","v":${
        list(rows, (i) => {
          const row: unknown[] = [];
          for (let j = 0; j < columns; j++) row[j] = object.get(i, j);
          return row;
        }, depth)
      }}`;
    }
    const tag = apply(toText, object, []);
    if (tag !== "[object Object]") return foreign(tag.slice(8, -1));
    const keys = ownKeys(object);
    return `{"$":"object","v":${
      list(keys.length, (i) => [keys[i], object[keys[i]]], depth)
    }}`;
  };

  const foreign = (type: string) =>
    tagged("foreign", `,"type":${stringify(type)}`);

  const encodeAt = (item: unknown, depth: number): string => {
    if (depth > LIMITS.depth) throw new Unsendable("depth");
    switch (typeof item) {
      case "number":
        return isFinite(item)
          ? spend(same(item, -0) ? "-0" : `${item}`)
          : tagged(`${item}`);
      case "string":
        return spend(stringify(item));
      case "boolean":
        return spend(`${item}`);
      case "undefined":
        return tagged("undefined");
      case "object":
        return item === null
          ? spend("null")
          : encodeObject(item as Indexed, depth);
      case "function":
        return sendFunction
          ? tagged("function", `,"v":${sendFunction(item as Callback)}`)
          : foreign("function");
      default:
        return foreign(typeof item);
    }
  };

  return encodeAt(value, 0);
}

/** A function that one side lets the other call. */
export type Callback = (...inputs: unknown[]) => unknown;

type Indexed = Record<string | number, unknown>;

interface MatrixLike {
  rows: number;
  columns: number;
  get(row: number, column: number): unknown;
}

// ml-matrix says of its classes that they have `klass`; asking it instead of
// importing the library keeps a box without matrices quick to start.
function isMatrix(object: object): object is MatrixLike {
  const { klass, rows, columns, get } = object as MatrixLike & {
    klass: unknown;
  };
  return klass === "Matrix" && isInteger(rows) && isInteger(columns) &&
    typeof get === "function";
}
