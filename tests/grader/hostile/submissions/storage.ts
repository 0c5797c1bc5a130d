import { type Attack, ATTEMPT } from "../attack.ts";

/** Submissions that leave something behind. */
export const attacks: Attack[] = [
  {
    id: "writing",
    what: "every way to write a file",
    code: `${ATTEMPT}
const fs = () => (process as any).getBuiltinModule("fs");
export async function energy() {
  for (const path of ["{{target}}", "{{planted}}"]) {
    attempt("writeTextFile", async () => { await Deno.writeTextFile(path, "pwned"); return "written"; });
    attempt("writeFileSync", () => { Deno.writeFileSync(path, new Uint8Array([1])); return "written"; });
    attempt("create", () => { Deno.createSync(path); return "created"; });
    attempt("open", () => { Deno.openSync(path, { write: true, create: true, truncate: true }); return "opened"; });
    attempt("mkdir", () => { Deno.mkdirSync(path); return "made"; });
    attempt("symlink", () => { Deno.symlinkSync("/etc", path); return "linked"; });
    attempt("remove", () => { Deno.removeSync(path); return "removed"; });
    attempt("rename", () => { Deno.renameSync("{{planted}}", path + "2"); return "renamed"; });
    attempt("truncate", () => { Deno.truncateSync(path); return "truncated"; });
    attempt("chmod", () => { Deno.chmodSync(path, 0); return "changed"; });
    attempt("fs.writeFileSync", () => { fs().writeFileSync(path, "pwned"); return "written"; });
    attempt("sqlite", () => { const { DatabaseSync } = (process as any).getBuiltinModule("sqlite"); new DatabaseSync(path).exec("create table t (a)"); return "made"; });
    attempt("kv", async () => { await (Deno as any).openKv(path); return "opened"; });
  }
  attempt("makeTempFile", () => Deno.makeTempFileSync());
  attempt("makeTempDir", () => Deno.makeTempDir());
  attempt("cwd", () => { Deno.writeTextFileSync("note", "pwned"); return "written"; });
  attempt("heap snapshot", () => (process as any).getBuiltinModule("v8").writeHeapSnapshot("{{target}}"));
  const found = await spoils();
  if (found !== "") throw new Error("DONE " + found);
  return 0;
}`,
    expect: ["failed", "error"],
    timeout: 2000,
  },
  {
    id: "local-storage",
    what: "localStorage as a memory between boxes",
    code: `
export function energy() {
  const before = localStorage.getItem("calls");
  localStorage.setItem("calls", "x".repeat(4_000_000));
  if (before !== null) return 3;
  Deno.exit(0);
}`,
    expect: ["failed", "error"],
  },
  {
    id: "cache",
    what: "the Cache API as a disk",
    code: `
export async function energy() {
  const cache = await caches.open("disk");
  for (let i = 0; i < 4; i++) await cache.put("http://localhost/" + i, new Response(new Uint8Array(2_000_000)));
  return 0;
}`,
    expect: ["failed", "error"],
  },
];
