import { type Attack, RAW } from "../attack.ts";

/** Submissions that say too much. */
export const attacks: Attack[] = [
  {
    id: "stdout",
    what: "a flood without lines on standard output",
    code:
      `${RAW} const x = "x".repeat(65536); export function energy() { for (;;) raw(x); }`,
    expect: ["error"],
  },
  {
    id: "stdout-lines",
    what: "a flood of lines on standard output",
    code:
      `${RAW} const x = "{}\\n".repeat(9999); export function energy() { for (;;) raw(x); }`,
    expect: ["error"],
  },
  {
    id: "stdout-binary",
    what: "bytes that are no text",
    code: `
export function energy() {
  Deno.stdout.writeSync(new Uint8Array([0xff, 0xfe, 0, 0xc0, 10]));
  for (;;);
}`,
    expect: ["error"],
  },
  {
    id: "stdout-drip",
    what: "a line that comes byte by byte",
    code:
      `export function energy() { for (;;) Deno.stdout.writeSync(new Uint8Array([91])); }`,
    expect: ["timeout", "error"],
  },
  {
    id: "stderr",
    what: "a flood on standard error",
    code: `
const bytes = new Uint8Array(65536).fill(120);
export function energy() { for (;;) Deno.stderr.writeSync(bytes); }`,
    expect: ["error"],
  },
  {
    id: "console",
    what: "a flood on the console",
    code: `
export function energy() { for (let i = 0; i < 100_000; i++) { console.log("x".repeat(100)); console.error(i); } return 0; }`,
    expect: ["failed"],
  },
  {
    id: "huge-text",
    what: "an answer of a hundred million characters",
    code: "export function energy() { return 'x'.repeat(100_000_000); }",
    expect: ["error", "timeout"],
    timeout: 2000,
  },
  {
    id: "huge-list",
    what: "an answer of many million numbers",
    code: "export function energy() { return new Array(3_000_000).fill(1); }",
    expect: ["failed", "error", "timeout"],
    timeout: 2000,
  },
  {
    id: "huge-deep-list",
    what: "a large answer, sixty lists deep",
    code: `
let list: any = new Array(2_000_000).fill(1);
for (let i = 0; i < 60; i++) list = [list];
export function energy() { return list; }`,
    expect: ["failed", "error", "timeout"],
    timeout: 2000,
  },
  {
    id: "forged-8mb",
    what: "a forged answer of nearly 8 MB that would make a report of 500",
    code: `${RAW}
const big = "[".repeat(66) + "1,".repeat(3_900_000) + "1" + "]".repeat(66);
let id = 2;
export function energy() { raw('{"id":' + id++ + ',"ok":' + big + ',"args":[]}\\n'); for (;;); }`,
    expect: ["failed", "error", "timeout"],
    timeout: 2000,
  },
  {
    id: "forged-lists",
    what: "a forged answer of two million empty lists",
    code: `${RAW}
const big = "[" + "[],".repeat(2_600_000) + "[]]";
let id = 2;
export function energy() { raw('{"id":' + id++ + ',"ok":' + big + ',"args":[]}\\n'); for (;;); }`,
    expect: ["failed", "error", "timeout"],
    timeout: 2000,
  },
  {
    id: "forged-9mb",
    what: "a forged answer of 9 MB",
    code: `${RAW}
export function energy() { raw('{"id":2,"ok":"' + "x".repeat(9_000_000) + '","args":[]}\\n'); for (;;); }`,
    expect: ["error"],
    timeout: 2000,
  },
  {
    id: "forged-deep",
    what: "a forged answer four million lists deep",
    code: `${RAW}
const depth = 3_900_000;
export function energy() { raw('{"id":2,"ok":' + "[".repeat(depth) + "]".repeat(depth) + ',"args":[]}\\n'); for (;;); }`,
    expect: ["error", "timeout"],
    timeout: 2000,
  },
  {
    id: "exports",
    what: "ten thousand exports",
    code: Array.from({ length: 10_000 }, (_, i) => `export let a${i}=1;`).join(
      "",
    ) + "export function energy() { return 0; }",
    expect: ["failed"],
    timeout: 2000,
  },
];
