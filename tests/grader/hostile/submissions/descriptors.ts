import { type Attack, RAW } from "../attack.ts";

/** Submissions that write to descriptors and pipes that are not theirs. */
export const attacks: Attack[] = [
  {
    id: "adoption",
    what: "sockets that adopt every descriptor",
    code: `
const net = (process as any).getBuiltinModule("net");
export async function energy() {
  for (let fd = 0; fd < 64; fd++) {
    try { const socket = new net.Socket({ fd, writable: true }); socket.on("error", () => {}); socket.write("{\\"id\\":2,\\"ok\\":3}\\n"); } catch {}
  }
  await new Promise((resolve) => setTimeout(resolve, 50));
  return 0;
}`,
    expect: ["failed", "error", "timeout"],
  },
  {
    id: "fs-descriptors",
    what: "writes to every descriptor by number",
    code: `
const fs = (process as any).getBuiltinModule("fs");
export function energy() {
  for (let fd = 3; fd < 64; fd++) {
    try { fs.writeSync(fd, "pwned"); } catch {}
    try { fs.ftruncateSync(fd, 0); } catch {}
    try { fs.fchmodSync(fd, 0); } catch {}
  }
  return 0;
}`,
    expect: ["failed", "error", "timeout"],
  },
  {
    id: "resources",
    what: "writes to every resource of Deno's",
    code: `
export function energy() {
  const { core } = (Deno as any)[(Deno as any).internal];
  for (let rid = 0; rid < 64; rid++) {
    try { core.writeSync(rid, new TextEncoder().encode("pwned\\n")); } catch {}
    try { core.close(rid); } catch {}
  }
  return 0;
}`,
    expect: ["failed", "error", "timeout"],
  },
  {
    id: "stdin-theft",
    what: "requests that it reads itself",
    code: `${RAW}
export function energy() {
  raw('{"id":2,"ok":3,"args":[[[0]],[-3],[1]]}\\n');
  const bytes = new Uint8Array(65536);
  for (let id = 3;; id++) {
    const size = Deno.stdin.readSync(bytes);
    if (size === null) Deno.exit(0);
    const { args } = JSON.parse(new TextDecoder().decode(bytes.subarray(0, size)));
    raw('{"id":' + id + ',"ok":0,"args":' + JSON.stringify(args ?? []) + '}\\n');
  }
}`,
    harmsItself: true,
    expect: ["failed", "error", "timeout"],
  },
  {
    id: "stdin-closed",
    what: "a standard input that it closes",
    code: "export function energy() { (Deno.stdin as any).close(); return 0; }",
    expect: ["failed", "error", "timeout"],
  },
  {
    id: "stdout-closed",
    what: "a standard output that it closes, and a loop",
    code: `
export function energy() { (Deno.stdout as any).close(); (Deno.stderr as any).close(); for (;;); }`,
    expect: ["error", "timeout"],
  },
  {
    id: "deaf",
    what: "answers to calls that it never reads",
    code: `${RAW}
export function energy() {
  for (let id = 2;; id++) {
    raw('{"id":' + id + ',"error":{"name":"Error","message":"","line":0,"column":0}}\\n');
    for (const end = performance.now() + 5; performance.now() < end;);
  }
}`,
    harmsItself: true,
    expect: ["error", "timeout"],
  },
];
