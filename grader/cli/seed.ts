import { integer, UsageError } from "./usage.ts";

/**
 * The seed that the command line names, or the class's secret from MNEME_SEED.
 *
 * @throws {UsageError} If there are both, which cannot both hold.
 */
export function readSeed(
  option: string | undefined,
): { seed?: number; secret?: string } {
  const seed = integer("seed", option, [0, Number.MAX_SAFE_INTEGER]);
  const secret = Deno.env.get("MNEME_SEED") || undefined;
  if (seed !== undefined && secret !== undefined) {
    throw new UsageError({
      en:
        `--seed ${seed} and MNEME_SEED contradict each other: leave one out (MNEME_SEED= leaves it out for one command)`,
      zh:
        `--seed ${seed} 与 MNEME_SEED 互相矛盾：请去掉一个（在命令前写 MNEME_SEED= 可以只为这一次去掉）`,
    });
  }
  return { seed, secret };
}

/** A seed that nobody has chosen. */
export function freshSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0];
}
