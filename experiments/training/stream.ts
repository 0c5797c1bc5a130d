import { type Random, seededRandom } from "../../mod.ts";

/**
 * Random numbers of a stream of its own: the same names give the same numbers.
 *
 * @param names What tells the stream from others: the seed, a name, a step.
 * @returns A seeded source.
 */
export function randomStream(...names: (string | number)[]): Random {
  return seededRandom(hash(names.join("/")));
}

/** FNV-1a in 32 bits, then the last mixing of MurmurHash3, for neighbors to land far apart. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
