import { type Attack, ATTEMPT } from "../attack.ts";

/** Submissions that start or end processes. */
export const attacks: Attack[] = [
  {
    id: "kill",
    what: "signals to the grader and to everybody",
    code: `${ATTEMPT}
export async function energy() {
  for (const pid of [Deno.ppid, 1]) {
    for (const signal of ["SIGKILL", "SIGTERM", "SIGSTOP"] as Deno.Signal[]) {
      attempt("kill", () => { Deno.kill(pid, signal); return "sent"; });
      attempt("process.kill", () => { process.kill(pid, signal as any); return "sent"; });
    }
  }
  const found = await spoils();
  return 0;
}`,
    expect: ["failed", "error"],
    timeout: 2000,
  },
  {
    id: "commands",
    what: "every way to run a program",
    code: `${ATTEMPT}
const child = () => (process as any).getBuiltinModule("child_process");
export async function energy() {
  attempt("Command", () => new Deno.Command("sh", { args: ["-c", "id; echo > {{target}}"] }).outputSync().stdout);
  attempt("Deno", () => new Deno.Command(Deno.execPath(), { args: ["eval", "1"] }).outputSync().stdout);
  attempt("execSync", () => child().execSync("id").toString());
  attempt("spawnSync", () => { const { error, stdout } = child().spawnSync("id"); if (error) throw error; return stdout.toString(); });
  attempt("fork", () => new Promise((resolve, reject) => child().fork("{{target}}").on("spawn", () => resolve("forked")).on("error", reject)));
  attempt("dlopen", () => { Deno.dlopen("libc.so.6", { getpid: { parameters: [], result: "i32" } } as any); return "opened"; });
  attempt("process.dlopen", () => { (process as any).dlopen({ exports: {} }, "{{planted}}"); return "opened"; });
  attempt("execve", () => { (process as any).execve("/bin/sh", ["sh"]); return "done"; });
  const found = await spoils();
  if (found !== "") throw new Error("DONE " + found);
  return 0;
}`,
    expect: ["failed", "error"],
    timeout: 2000,
  },
  {
    id: "abort",
    what: "an abort of its own process",
    code: "export function energy() { process.abort(); }",
    expect: ["error"],
  },
  {
    id: "suicide",
    what: "a signal to its own process",
    code:
      "export function energy() { Deno.kill(Deno.pid, 'SIGKILL'); return 0; }",
    expect: ["error"],
  },
  {
    id: "stop",
    what: "a process that puts itself to sleep",
    code:
      "export function energy() { process.kill(process.pid, 'SIGSTOP'); return 0; }",
    expect: ["error", "timeout"],
  },
  {
    id: "uncaught",
    what: "errors that nobody catches",
    code: `
export function energy() {
  Promise.reject(new Error("1")); setTimeout(() => { throw new Error("2"); }, 0); queueMicrotask(() => { throw new Error("3"); }); reportError(new Error("4"));
  return 0;
}`,
    expect: ["failed", "error"],
  },
];
