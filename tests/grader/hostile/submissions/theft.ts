import { type Attack, ATTEMPT } from "../attack.ts";

const SOLUTION = "{{root}}/solutions/8_6_hopfield_energy/hopfield_energy.ts";

/** Submissions that want somebody else's file. */
export const attacks: Attack[] = [
  {
    id: "static-import",
    what: "a static import of the solution",
    code:
      `import { energy as stolen } from "file://${SOLUTION}"; export const energy = stolen;`,
    expect: ["error"],
    points: 0,
  },
  {
    id: "re-export",
    what: "an export from the solution",
    code: `export { energy } from "file://${SOLUTION}";`,
    expect: ["error"],
    points: 0,
  },
  {
    id: "relative-import",
    what: "a relative import of the solution",
    code:
      'import { energy as stolen } from "../../solutions/8_6_hopfield_energy/hopfield_energy.ts"; export const energy = stolen;',
    expect: ["error"],
    points: 0,
  },
  {
    id: "absolute-import",
    what: "an import of the solution by its path",
    code:
      `import { energy as stolen } from "${SOLUTION}"; export const energy = stolen;`,
    expect: ["error"],
    points: 0,
  },
  {
    id: "dynamic-import",
    what: "a dynamic import of the solution",
    code:
      `export async function energy(...args: any[]) { return (await import("file://${SOLUTION}") as any).energy(...args); }`,
    expect: ["error"],
  },
  {
    id: "computed-import",
    what: "a dynamic import whose name is computed",
    code:
      `export async function energy(...args: any[]) { return (await import(["file://", "${SOLUTION}"].join(""))).energy(...args); }`,
    expect: ["error"],
  },
  {
    id: "nested-import",
    what: "an import from a module made of a data: URL",
    code: `
const source = 'export { energy } from "file://${SOLUTION}";';
export async function energy(...args: any[]) {
  for (const url of ["data:application/typescript," + encodeURIComponent(source), URL.createObjectURL(new Blob([source], { type: "application/typescript" }))]) {
    try { return (await import(url)).energy(...args); } catch {}
  }
  return 0;
}`,
    expect: ["failed"],
  },
  {
    id: "hidden-checks",
    what: "an import of the hidden checks",
    code: `
export async function energy(...args: any[]) {
  const hidden = await import("file://{{root}}/grader/hidden/8_6_hopfield_energy.ts") as any;
  return hidden.reference.energy(...args);
}`,
    expect: ["error"],
  },
  {
    id: "text-import",
    what: "a static import of a file as text",
    code: `
import secret from "file://{{planted}}" with { type: "text" };
export function energy() { throw new Error(secret); }`,
    expect: ["error"],
    points: 0,
  },
  {
    id: "bytes-import",
    what: "a dynamic import of a file as bytes",
    code: `
export async function energy() {
  const { default: bytes } = await import("file://{{planted}}", { with: { type: "bytes" } }) as any;
  throw new Error(new TextDecoder().decode(bytes));
}`,
    expect: ["error"],
  },
  {
    id: "json-import",
    what: "an import of a file as JSON",
    code: `
export async function energy() {
  throw new Error(JSON.stringify((await import("file://{{planted}}", { with: { type: "json" } }) as any).default));
}`,
    expect: ["error"],
  },
  {
    id: "passwd-import",
    what: "an import of /etc/passwd as text",
    code: `
import users from "file:///etc/passwd" with { type: "text" };
export function energy() { throw new Error(users); }`,
    expect: ["error"],
    points: 0,
  },
  {
    id: "reading",
    what: "every way to read a file",
    code: `${ATTEMPT}
const path = "{{planted}}";
const fs = () => (process as any).getBuiltinModule("fs");
export async function energy() {
  attempt("readTextFile", () => Deno.readTextFile(path));
  attempt("readTextFileSync", () => Deno.readTextFileSync(path));
  attempt("readFile", () => Deno.readFile(path));
  attempt("open", async () => { const file = await Deno.open(path); const bytes = new Uint8Array(999); await file.read(bytes); return bytes; });
  attempt("openSync", () => { const bytes = new Uint8Array(999); Deno.openSync(path).readSync(bytes); return bytes; });
  attempt("fetch", async () => (await fetch("file://" + path)).text());
  attempt("XMLHttpRequest", () => { const x = new (globalThis as any).XMLHttpRequest(); x.open("GET", "file://" + path, false); x.send(); return x.responseText; });
  attempt("fs.readFileSync", () => fs().readFileSync(path, "utf8"));
  attempt("fs.promises", () => fs().promises.readFile(path, "utf8"));
  attempt("fs.createReadStream", async () => { let text = ""; for await (const part of fs().createReadStream(path)) text += part; return text; });
  attempt("fs.copyFileSync", () => { fs().copyFileSync(path, "/tmp/stolen"); return "copied"; });
  attempt("process.binding", () => (process as any).binding("fs").readFileUtf8(path, 0));
  attempt("proc", () => Deno.readTextFileSync("/proc/self/root" + path));
  attempt("cwd", () => Deno.readTextFileSync("/proc/" + Deno.ppid + "/cwd/deno.json"));
  attempt("copyFile", async () => { await Deno.copyFile(path, Deno.cwd() + "/copy"); return "copied"; });
  attempt("link", () => { Deno.linkSync(path, Deno.cwd() + "/link"); return "linked"; });
  attempt("symlink", () => { Deno.symlinkSync(path, Deno.cwd() + "/link"); return Deno.readTextFileSync(Deno.cwd() + "/link"); });
  attempt("wasm", async () => (await import("file://" + path, { with: { type: "webassembly" } } as any)));
  const found = await spoils();
  if (found !== "") throw new Error("STOLEN " + found);
  return 0;
}`,
    expect: ["failed"],
    timeout: 2000,
  },
  {
    id: "listing",
    what: "every way to look around in folders",
    code: `${ATTEMPT}
export async function energy() {
  for (const folder of ["/", "/root", "/home", "{{root}}", "/proc", "/dev", "/box", "/cache", "/tmp"]) {
    attempt("readDir " + folder, () => [...Deno.readDirSync(folder)].map(({ name }) => name));
    attempt("stat " + folder, () => Deno.statSync(folder).size);
    attempt("realPath " + folder, () => Deno.realPathSync(folder));
    attempt("fs " + folder, () => (process as any).getBuiltinModule("fs").readdirSync(folder));
  }
  const found = await spoils();
  if (found !== "") throw new Error("STOLEN " + found);
  return 0;
}`,
    expect: ["failed"],
    timeout: 2000,
  },
  {
    id: "require",
    what: "createRequire() and require() of a file",
    code: `${ATTEMPT}
export async function energy(...args: any[]) {
  const { createRequire } = (process as any).getBuiltinModule("module");
  for (const base of ["file:///x.js", "file://{{planted}}", "file://{{root}}/x.js"]) {
    attempt("require", () => createRequire(base)("{{planted}}"));
    attempt("solution", () => createRequire(base)("${SOLUTION}").energy(...args));
    attempt("resolve", () => createRequire(base)("ml-matrix") && "ml-matrix");
  }
  const found = await spoils();
  if (found !== "") throw new Error("STOLEN " + found);
  return 0;
}`,
    expect: ["failed"],
    timeout: 2000,
  },
  {
    id: "worker-file",
    what: "a worker that loads the solution",
    code: `
export async function energy(...args: any[]) {
  return await new Promise((resolve) => {
    const worker = new Worker("file://${SOLUTION}", { type: "module" });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => { event.preventDefault(); resolve(0); };
  });
}`,
    expect: ["failed", "error"],
  },
  {
    id: "environ",
    what: "the grader's and its own /proc",
    code: `${ATTEMPT}
export async function energy() {
  for (const process of ["self", "thread-self", "1", "" + Deno.pid, "" + Deno.ppid]) {
    for (const file of ["environ", "cmdline", "maps", "mem", "fd/3", "root/etc/passwd"]) {
      attempt(process + file, () => Deno.readTextFileSync("/proc/" + process + "/" + file));
    }
  }
  const found = await spoils();
  if (found !== "") throw new Error("STOLEN " + found);
  return 0;
}`,
    expect: ["failed"],
    timeout: 2000,
  },
  {
    id: "runner",
    what: "the runner, imported once more",
    code: `
export async function energy() {
  const runner = await import(Deno.mainModule);
  return Object.keys(runner).length === 0 ? 0 : 3;
}`,
    expect: ["failed", "error", "timeout"],
  },
  {
    id: "stack-walk",
    what: "the runner's functions, taken from the stack",
    code: `
(Error as any).prepareStackTrace = (_: unknown, frames: any[]) => frames.map((frame) => [frame.getFunction?.(), frame.getThis?.()]);
export function energy() {
  const frames = (new Error().stack as any) as [any, any][];
  for (const [callee, self] of Array.isArray(frames) ? frames : []) {
    if (callee && callee !== energy) throw new Error("STOLEN " + callee);
    if (self && self !== globalThis) throw new Error("STOLEN " + Object.keys(self));
  }
  return 0;
}`,
    expect: ["failed"],
  },
  {
    id: "internals",
    what: "Deno's internal operations",
    code: `${ATTEMPT}
export async function energy() {
  const { ops } = (Deno as any)[(Deno as any).internal].core;
  attempt("op_read", () => ops.op_fs_read_file_text_sync("{{planted}}"));
  attempt("op_file", () => ops.op_fs_read_file_sync("{{planted}}"));
  attempt("op_open", () => ops.op_fs_open_sync("{{planted}}"));
  attempt("op_env", () => ops.op_env());
  attempt("op_load", () => ops.op_require_read_file("{{planted}}"));
  attempt("op_request", () => ops.op_fs_read_file_text_async("{{planted}}"));
  attempt("op_permissions", () => ops.op_request_permission({ name: "read" }) === "granted" ? "granted" : Promise.reject());
  attempt("permissions", async () => (await Deno.permissions.request({ name: "read" })).state === "granted" ? "granted" : Promise.reject());
  const found = await spoils();
  if (found !== "") throw new Error("STOLEN " + found);
  return 0;
}`,
    expect: ["failed", "error"],
    timeout: 2000,
  },
];
