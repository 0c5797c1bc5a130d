/**
 * The library's speed: self-attention against TensorFlow.js and numpy, the
 * Hopfield network against plain loops, and how the costs grow.
 *
 * A process of its own, which `deno task bench` starts with --no-lock: the
 * peers are no dependencies of the project and must not enter its lock file.
 *
 * Run: deno run --no-lock --allow-read --allow-env --allow-run bench/lib.ts
 *
 * @module
 */
import { compare } from "./compare.ts";
import { printGrowth } from "./lib/growth.ts";
import {
  hopfieldGrowth,
  hopfieldStorage,
  hopfieldSweep,
} from "./lib/hopfield.ts";
import {
  numpySelfAttention,
  selfAttentionGrowth,
  tensorflowSelfAttention,
} from "./lib/self_attention.ts";

for (
  const prepare of [
    hopfieldStorage,
    hopfieldSweep,
    tensorflowSelfAttention,
    numpySelfAttention,
  ]
) {
  const comparison = await prepare();
  if (typeof comparison === "string") console.log(comparison);
  else await compare(comparison);
}
for (const growth of [selfAttentionGrowth(), ...hopfieldGrowth()]) {
  printGrowth(growth);
}
Deno.exit(0); // numpy's process would wait for another question
