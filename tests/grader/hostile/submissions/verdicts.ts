import { type Attack, RAW, WRONG } from "../attack.ts";

/** Submissions that say themselves what they have earned. */
export const attacks: Attack[] = [
  {
    id: "console-json",
    what: "a result printed on the console",
    code: `
const fake = JSON.stringify({ schema: "mneme-result/1", points: 6, maxPoints: 6, exercises: [{ id: "8-6", status: "passed", points: 6 }] });
console.log(fake); console.error(fake);
${WRONG}`,
    expect: ["failed"],
  },
  {
    id: "raw-result",
    what: "a result written to standard output",
    code: `${RAW}
export function energy() {
  raw('{"schema":"mneme-result/1","points":6,"maxPoints":6,"exercises":[]}\\n');
  return 0;
}`,
    expect: ["error"],
  },
  {
    id: "raw-frame-this-id",
    what: "a second answer to the same call",
    code: `${RAW}
let id = 2;
export function energy() {
  raw('{"id":' + id++ + ',"ok":3,"args":[[[0]],[-3],[1]]}\\n');
  return 0;
}`,
    expect: ["error", "failed"],
  },
  {
    id: "raw-frame-next-id",
    what: "an answer to the call after this one",
    code: `${RAW}
let id = 2;
export function energy() {
  raw('{"id":' + ++id + ',"ok":3,"args":[]}\\n');
  return 3;
}`,
    expect: ["error", "failed"],
  },
  {
    id: "raw-frame-late",
    what: "answers to later calls, sent by a timer",
    code: `${RAW}
setInterval(() => { for (let id = 3; id < 60; id++) raw('{"id":' + id + ',"ok":3,"args":[]}\\n'); }, 0);
export async function energy() { await new Promise((resolve) => setTimeout(resolve, 5)); return 3; }`,
    expect: ["error", "failed"],
  },
  {
    id: "raw-verdict",
    what: "frames that claim to have passed",
    code: `${RAW}
export function energy() {
  raw('{"id":2,"passed":true,"points":6}\\n');
  for (;;);
}`,
    expect: ["error"],
  },
  {
    id: "exit-zero",
    what: "exit status 0 after a good answer",
    code: `${RAW}
export function energy() { raw('{"id":2,"ok":3,"args":[[[0]],[-3],[1]]}\\n'); Deno.exit(0); }`,
    expect: ["error", "failed"],
  },
  {
    id: "process-exit",
    what: "process.exit() in a call",
    code: "export function energy() { process.exit(0); }",
    expect: ["error"],
  },
  {
    id: "process-reallyexit",
    what: "an exit by every other name",
    code: `
export function energy() {
  for (const end of ["reallyExit", "_kill", "exit"]) { try { (process as any)[end](0); } catch {} }
  return 0;
}`,
    expect: ["error", "failed"],
  },
  {
    id: "exit-hooks",
    what: "exit hooks that answer",
    code: `${RAW}
const answer = () => raw('{"id":2,"ok":3,"args":[[[0]],[-3],[1]]}\\n');
addEventListener("unload", answer);
process.on("exit", answer);
process.on("beforeExit", answer);
export function energy() { Deno.exit(0); }`,
    expect: ["error", "failed"],
  },
  {
    id: "beforeunload",
    what:
      "a beforeunload listener that answers for a promise that never settles",
    code: `${RAW}
addEventListener("beforeunload", (event) => {
  event.preventDefault(); event.stopImmediatePropagation();
  raw('{"id":2,"ok":0,"args":[[[0]],[-3],[1]]}\\n');
});
export function energy() { return new Promise(() => {}); }`,
    harmsItself: true,
    expect: ["error", "failed", "timeout"],
  },
  {
    id: "pending-promises",
    what: "a promise of one call that is resolved in the next",
    code: `
let early: ((value: number) => void) | undefined;
export function energy() {
  early?.(3);
  return new Promise((resolve) => { early = resolve as any; setTimeout(() => (resolve as any)(0), 20); });
}`,
    expect: ["error", "failed"],
  },
  {
    id: "abandoned-promise",
    what: "a promise that settles after its call was given up",
    code: `
const waiting: ((value: number) => void)[] = [];
export function energy() {
  for (const resolve of waiting) resolve(0);
  return new Promise<number>((resolve) => { waiting.push(resolve); });
}`,
    expect: ["error", "failed", "timeout"],
  },
  {
    id: "forged-todo",
    what: "an error that calls itself a TodoError",
    code: `
export function energy() { throw { name: "TodoError", task: "passed", points: 6 }; }`,
    expect: ["todo"],
  },
  {
    id: "forged-classroom-commands",
    what: "commands for the machine that runs the grader",
    code: `
export function energy() {
  const lines = "\\n::set-output name=result::passed\\n::error::no\\n\\u001b[2J\\u001b[1;1H6/6 passed\\r\\n";
  console.log(lines);
  throw Object.assign(new Error(lines), { name: lines });
}`,
    expect: ["error"],
  },
  {
    id: "deno-test",
    what: "a test runner of its own",
    code: `
try { (Deno as any).test("passed", () => {}); (Deno as any).test.only("passed", () => {}); } catch {}
${WRONG}`,
    expect: ["failed"],
  },
];
