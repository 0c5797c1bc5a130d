import { requireSize } from "../core/size.ts";

/** How long the longest n-gram is. */
export interface BleuOptions {
  /** The longest n-gram k that is compared, an integer of at least 1. Default: 2, as in d2l's translations. */
  order?: number;
}

/**
 * BLEU of one translation: exp(min(0, 1 - |r|/|c|)) Π pₙ^(1/2ⁿ), n = 1, ..., k.
 *
 * pₙ is the share of the candidate's n-grams that the reference has, each
 * n-gram of the reference matched once. A corpus' BLEU in the papers pools the
 * counts of all sentences and weighs all n alike, so the two do not compare.
 *
 * @source S3 实验: Bahdanau 注意力; d2l, prediction with an encoder-decoder, after Papineni et al. 2002 (row 70)
 * @param candidate The tokens that were written; none gives 0.
 * @param reference The tokens of the reference, at least one.
 * @param options `order` is k; where the candidate has fewer than k tokens, its length.
 * @returns A number from 0 to 1; 1 if and only if the two are equal.
 * @throws {RangeError} If there is no reference token, or the order is not an integer of at least 1.
 *
 * @example One word of four is wrong
 * ```ts
 * import { bleu } from "@mneme/mneme/seq2seq";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const score = bleu(["il", "est", "riche", "."], ["il", "est", "calme", "."]);
 * assertAlmostEquals(score, (3 / 4) ** (1 / 2) * (1 / 3) ** (1 / 4));
 * ```
 */
export function bleu(
  candidate: readonly string[],
  reference: readonly string[],
  { order = 2 }: BleuOptions = {},
): number {
  requireSize("compare translations", "the order", order);
  requireSize(
    "compare translations",
    "the reference's length",
    reference.length,
  );
  if (candidate.length === 0) return 0;
  const longest = Math.min(order, candidate.length);
  let product = Math.exp(Math.min(0, 1 - reference.length / candidate.length));
  for (let n = 1; n <= longest; n++) {
    product *= precision(candidate, reference, n) ** (1 / 2 ** n);
  }
  return product;
}

function precision(
  candidate: readonly string[],
  reference: readonly string[],
  n: number,
): number {
  const left = new Map<string, number>();
  for (const gram of grams(reference, n)) {
    left.set(gram, (left.get(gram) ?? 0) + 1);
  }
  const own = grams(candidate, n);
  const matched = own.filter((gram) => {
    const count = left.get(gram) ?? 0;
    left.set(gram, count - 1);
    return count > 0;
  });
  return matched.length / own.length;
}

/** The n-grams, each as one string that no other n-gram has. */
function grams(tokens: readonly string[], n: number): string[] {
  return Array.from(
    { length: Math.max(0, tokens.length - n + 1) },
    (_, i) => JSON.stringify(tokens.slice(i, i + n)),
  );
}
