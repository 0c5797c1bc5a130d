import { isDeepStrictEqual, types } from "node:util";

/** Pairs of objects that are being compared or were: meeting one again ends a cycle. */
type Pairs = Map<object, object>;

/**
 * Deep equality, as the assertions judge it.
 *
 * It differs from `isDeepStrictEqual` of node:util: 0 equals -0, an object
 * without a prototype equals a plain one, and the getters of a class count.
 * Values that the project never compares (weak collections) are not treated.
 *
 * @param a One value.
 * @param b The other.
 * @returns Whether they are equal.
 */
export function equal(a: unknown, b: unknown): boolean {
  return equalWithin(a, b, new Map());
}

function equalWithin(a: unknown, b: unknown, pairs: Pairs): boolean {
  if (a === b || Object.is(a, b)) return true;
  if (!isObject(a) || !isObject(b)) return false;
  if (a instanceof Date && b instanceof Date) return Object.is(+a, +b);
  if (prototypeOf(a) !== prototypeOf(b)) return false;
  if (a instanceof RegExp || a instanceof URL) return String(a) === String(b);
  if (types.isAnyArrayBuffer(a)) return isDeepStrictEqual(a, b);
  if (types.isTypedArray(a)) return sameNumbers(a, b as typeof a);
  if (pairs.get(a) === b) return true;
  pairs.set(a, b);
  return a instanceof Map || a instanceof Set
    ? sameEntries(a, b as typeof a, pairs)
    : sameProperties(a, b, pairs);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function prototypeOf(value: object): unknown {
  return Object.getPrototypeOf(value) ?? Object.prototype;
}

function sameNumbers(
  a: NodeJS.TypedArray,
  b: NodeJS.TypedArray,
): boolean {
  return a.length === b.length &&
    a.every((entry: number | bigint, i: number) =>
      entry === b[i] || Object.is(entry, b[i])
    );
}

/** The order of entries does not count; each uses up its partner. */
function sameEntries(
  a: Map<unknown, unknown> | Set<unknown>,
  b: Map<unknown, unknown> | Set<unknown>,
  pairs: Pairs,
): boolean {
  const left = new Map(b.entries());
  return a.size === b.size && [...a.entries()].every(([key, value]) => {
    // A key that is there itself needs no search, which makes large sets slow.
    const candidates = left.has(key) ? [key] : [...left.keys()];
    const partner = candidates.findIndex((other) =>
      equalWithin(key, other, pairs) &&
      equalWithin(value, left.get(other), pairs)
    );
    return partner !== -1 && left.delete(candidates[partner]);
  });
}

function sameProperties(a: object, b: object, pairs: Pairs): boolean {
  return [...new Set([...keysOf(a), ...keysOf(b)])].every((key) =>
    key in a === key in b &&
    equalWithin(Reflect.get(a, key), Reflect.get(b, key), pairs)
  );
}

/** What can be seen of a plain object or an array; of an instance also hidden properties and its class's getters. */
function keysOf(value: object): PropertyKey[] {
  if (PLAIN.has(prototypeOf(value))) {
    return Reflect.ownKeys(value).filter((key) =>
      Object.prototype.propertyIsEnumerable.call(value, key)
    );
  }
  const keys: PropertyKey[] = [];
  for (
    let holder: object | null = value;
    holder !== null && !PLAIN.has(holder);
    holder = Object.getPrototypeOf(holder)
  ) {
    keys.push(...Reflect.ownKeys(holder));
  }
  return keys;
}

/** The prototypes of objects and arrays that are no instance of a class. */
const PLAIN: ReadonlySet<unknown> = new Set([
  Object.prototype,
  Array.prototype,
]);
