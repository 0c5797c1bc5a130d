/**
 * Speed as ratios, each measured against a peer in the same run: `deno task bench`.
 *
 * @module
 */

import { boxStart } from "./box_start.ts";
import { grade, list } from "./commands.ts";
import { compare } from "./compare.ts";

console.log(`${"".padEnd(46)} ${"ours".padStart(8)} ${"peer".padStart(8)}`);
for (const comparison of [...await boxStart(), await grade(), list()]) {
  await compare(comparison);
}
Deno.exit(0);
