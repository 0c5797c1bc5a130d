/**
 * Speed as ratios, each measured against a peer in the same run: `deno task bench`.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { boxStart } from "./box_start.ts";
import { grade, list, load } from "./commands.ts";
import { compare } from "./compare.ts";
import { start } from "./start.ts";

console.log(`${"".padEnd(46)} ${"ours".padStart(8)} ${"peer".padStart(8)}`);
for (
  const comparison of [
    ...await boxStart(),
    await grade(),
    list(),
    await load(),
    ...await start(),
  ]
) await compare(comparison);
await libSection();
Deno.exit(0);

/** The library's section, in a process of its own: see lib.ts. */
async function libSection(): Promise<void> {
  console.log("\nlib");
  const permissions = ["--allow-read", "--allow-env", "--allow-run"];
  const file = fileURLToPath(new URL("lib.ts", import.meta.url));
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-lock", "--no-prompt", ...permissions, file],
    stdout: "inherit",
    stderr: "inherit",
  }).output();
  if (!success) throw new Error("bench/lib.ts failed");
}
