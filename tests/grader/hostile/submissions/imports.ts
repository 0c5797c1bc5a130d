import type { Attack } from "../attack.ts";

const FORBIDDEN: [id: string, what: string, specifier: string][] = [
  ["npm", "a package from npm", "npm:mathjs@13"],
  ["npm-inside", "a path in a package of npm", "npm:ml-matrix@6/package.json"],
  ["jsr", "a package from JSR", "jsr:@std/assert@1"],
  ["https", "a module from the web", "https://esm.sh/mathjs"],
  ["http", "a module from this machine", "http://127.0.0.1:{{port}}/energy.ts"],
  ["node", "a module of Node", "node:fs"],
  ["node-bare", "a module of Node by its bare name", "fs"],
  ["bare", "a bare name", "@mneme/mneme"],
  ["root", "a path from the root", "/lib/associative/mod.ts"],
  ["box-file", "a file of the box", "file:///box/runner.js"],
];

/** Submissions that import what they may not. */
export const attacks: Attack[] = FORBIDDEN.map(
  ([id, what, specifier]): Attack => ({
    id: `static-${id}`,
    what: `a static import of ${what}`,
    code:
      `import * as it from "${specifier}"; export const energy = (it as any).energy ?? (() => 0);`,
    // The runner itself can be imported: it is loaded already, and knows nothing.
    expect: id === "box-file" ? ["error", "failed"] : ["error"],
    points: id === "box-file" ? 5 : 0,
    harmsItself: id === "box-file",
  }),
).concat(
  FORBIDDEN.filter(([id]) => id !== "box-file").map((
    [id, what, specifier],
  ): Attack => ({
    id: `dynamic-${id}`,
    what: `a dynamic import of ${what}`,
    code:
      `export async function energy(...args: any[]) { const name = "${specifier}"; return (await import(name)).energy(...args); }`,
    expect: ["error"],
  })),
);
