import { assertEquals } from "@std/assert";
import * as mneme from "../../mod.ts";

const root = new URL("../../mod.ts", import.meta.url);

Deno.test("mod.ts serves a three-line program in an empty folder", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(
      `${folder}/program.ts`,
      `import { fromRows, hebbianWeights, hopfieldNetwork, recall } from ${
        JSON.stringify(root.href)
      };
const network = hopfieldNetwork(hebbianWeights(fromRows([[1], [-1], [1], [1]])));
console.log(recall(network, fromRows([[1], [-1], [-1], [1]])).to1DArray().join());
`,
    );
    const { success, stdout, stderr } = await new Deno.Command(
      Deno.execPath(),
      { args: ["run", "--no-prompt", "--check", "program.ts"], cwd: folder },
    ).output();
    const text = new TextDecoder();
    assertEquals(success, true, text.decode(stderr));
    assertEquals(text.decode(stdout).trim(), "1,-1,1,1");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("mod.ts loads no package but ml-matrix", async () => {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", root.href],
  }).output();
  const graph: { modules: { kind: string; specifier: string }[] } = JSON.parse(
    new TextDecoder().decode(stdout),
  );
  const foreign = graph.modules
    .map((module) => module.specifier)
    .filter((specifier) => !specifier.startsWith("file:"));
  assertEquals(
    foreign.map((specifier) => specifier.replace(/^npm:\/?(.+)@.+$/, "$1")),
    ["ml-matrix"],
  );
});

Deno.test("mod.ts re-exports every folder of lib, and no name twice", async () => {
  const names: string[] = [];
  const lib = new URL("../../lib/", import.meta.url);
  for await (const { name: folder, isDirectory } of Deno.readDir(lib)) {
    if (!isDirectory || folder === "layers") continue; // an export of its own, since tfjs is slow to load
    const module = await import(new URL(`${folder}/mod.ts`, lib).href);
    names.push(...Object.keys(module));
  }
  assertEquals(names.sort(), Object.keys(mneme).sort());
});
