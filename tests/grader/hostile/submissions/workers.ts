import { type Attack, RAW } from "../attack.ts";

/** Submissions that multiply. */
export const attacks: Attack[] = [
  {
    id: "bomb",
    what: "a hundred workers that loop",
    code: `
const url = URL.createObjectURL(new Blob(["for (;;);"], { type: "text/javascript" }));
export function energy() {
  const kept = [];
  for (let i = 0; i < 100; i++) kept.push(new Worker(url, { type: "module" }));
  for (;;);
}`,
    expect: ["timeout", "error"],
  },
  {
    id: "generations",
    what: "workers that start workers",
    code: `
const source = "const url = 'data:text/javascript,' + encodeURIComponent(name); for (let i = 0; i < 3; i++) new Worker(url, { type: 'module', name });";
export async function energy() {
  new Worker("data:text/javascript," + encodeURIComponent(source), { type: "module", name: source });
  await new Promise((resolve) => setTimeout(resolve, 300));
  return 0;
}`,
    expect: ["failed", "error", "timeout"],
  },
  {
    id: "permissions",
    what: "a worker that asks for permissions",
    code: `
export async function energy() {
  const source = "postMessage(Deno.readTextFileSync('{{planted}}'))";
  const text = await new Promise((resolve) => {
    const worker = new Worker("data:text/javascript," + encodeURIComponent(source), { type: "module", deno: { permissions: { read: true } } } as any);
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => { event.preventDefault(); resolve(""); };
  });
  if (text !== "") throw new Error("STOLEN " + text);
  return 0;
}`,
    expect: ["failed", "error", "timeout"],
  },
  {
    id: "voice",
    what: "a worker that answers while a call is under way",
    code: `${RAW}
const source = "const t = new TextEncoder(); for (let id = 2; id < 40; id++) Deno.stdout.writeSync(t.encode('{\\"id\\":' + id + ',\\"ok\\":3,\\"args\\":[]}\\\\n'));";
export async function energy() {
  new Worker("data:text/javascript," + encodeURIComponent(source), { type: "module" });
  await new Promise((resolve) => setTimeout(resolve, 200));
  return 3;
}`,
    expect: ["failed", "error", "timeout"],
  },
];
