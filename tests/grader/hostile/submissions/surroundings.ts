import { type Attack, ATTEMPT } from "../attack.ts";

const THROW_SPOILS = `
  const found = await spoils();
  if (found !== "") throw new Error("STOLEN " + found);
  return 0;
}`;

/** Submissions that ask the machine about itself, or the network. */
export const attacks: Attack[] = [
  {
    id: "environment",
    what: "every way to the environment",
    code: `${ATTEMPT}
export async function energy() {
  attempt("Deno.env.get", () => Deno.env.get("MNEME_PLANTED") ?? Promise.reject());
  attempt("Deno.env.toObject", () => JSON.stringify(Deno.env.toObject()));
  attempt("process.env", () => process.env.MNEME_PLANTED ?? Promise.reject());
  attempt("process.env keys", () => Object.keys(process.env).join() || Promise.reject());
  attempt("os", () => (process as any).getBuiltinModule("os").userInfo());
${THROW_SPOILS}`,
    expect: ["failed"],
    timeout: 2000,
  },
  {
    id: "system",
    what: "facts about the machine",
    code: `${ATTEMPT}
export async function energy() {
  attempt("hostname", () => Deno.hostname());
  attempt("release", () => Deno.osRelease());
  attempt("load", () => Deno.loadavg());
  attempt("memory", () => Deno.systemMemoryInfo());
  attempt("interfaces", () => Deno.networkInterfaces());
  attempt("uid", () => "" + Deno.uid());
${THROW_SPOILS}`,
    expect: ["failed"],
    timeout: 2000,
  },
  {
    id: "arguments",
    what: "secrets in arguments and paths",
    code: `
export function energy() {
  throw new Error([Deno.args, Deno.cwd(), Deno.execPath(), Deno.mainModule, import.meta.url].join());
}`,
    expect: ["error"],
  },
  {
    id: "network",
    what: "every way to the network",
    code: `${ATTEMPT}
const port = {{port}}, hostname = "127.0.0.1", url = "http://127.0.0.1:{{port}}/";
const node = (name: string) => (process as any).getBuiltinModule(name);
export async function energy() {
  attempt("fetch", async () => (await fetch(url + "?leak")).status);
  attempt("connect", async () => { await Deno.connect({ hostname, port }); return "connected"; });
  attempt("connectTls", async () => { await Deno.connectTls({ hostname, port }); return "connected"; });
  attempt("listen", () => { Deno.listen({ hostname, port: 0 }); return "listening"; });
  attempt("unix", () => { (Deno as any).listen({ transport: "unix", path: "/tmp/mneme-sock" }); return "listening"; });
  attempt("serve", () => { Deno.serve({ hostname, port: 0, onListen() {} }, () => new Response()); return "serving"; });
  attempt("datagram", () => { (Deno as any).listenDatagram({ transport: "udp", hostname, port: 0 }); return "listening"; });
  attempt("WebSocket", () => new Promise((resolve, reject) => { const socket = new WebSocket("ws://127.0.0.1:{{port}}/"); socket.onopen = () => resolve("open"); socket.onerror = reject; }));
  attempt("EventSource", () => new Promise((resolve, reject) => { const source = new (globalThis as any).EventSource(url); source.onopen = () => resolve("open"); source.onerror = reject; }));
  attempt("dns", () => Deno.resolveDns("example.com", "A"));
  attempt("node dns", () => node("dns").promises.lookup("example.com"));
  attempt("net", () => new Promise((resolve, reject) => { node("net").connect(port, hostname).on("connect", () => resolve("connected")).on("error", reject); }));
  attempt("dgram", () => new Promise((resolve, reject) => { const socket = node("dgram").createSocket("udp4"); socket.on("error", reject); socket.send("leak", port, hostname, (error: unknown) => error ? reject(error) : resolve("sent")); }));
  attempt("http", () => new Promise((resolve, reject) => { node("http").get(url, () => resolve("answered")).on("error", reject); }));
${THROW_SPOILS}`,
    expect: ["failed"],
    timeout: 2000,
  },
];
