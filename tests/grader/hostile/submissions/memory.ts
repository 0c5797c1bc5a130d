import type { Attack } from "../attack.ts";
import type { Form } from "../../../../grader/box/launcher.ts";

type Row = [id: string, what: string, code: string];

const IN_THE_HEAP: Row[] = [
  [
    "arrays",
    "arrays",
    "const kept: unknown[] = []; for (;;) kept.push(new Array(1000).fill(1.5));",
  ],
  [
    "strings",
    "strings",
    "const kept: string[] = []; for (let i = 0;; i++) kept.push(String.fromCharCode(...new Array(1000).fill(97 + i % 26)) + i);",
  ],
  [
    "maps",
    "maps",
    "const kept = new Map<number, object>(); for (let i = 0;; i++) kept.set(i, { i });",
  ],
  [
    "closures",
    "closures",
    "let kept: () => unknown = () => 0; for (;;) { const inner = kept; kept = () => inner; }",
  ],
  [
    "one-array",
    "one huge array",
    "return new Array(2 ** 28).fill(1.5).length;",
  ],
  [
    "text",
    "a text that doubles",
    "let text = 'x'; for (;;) { text += text; text.charCodeAt(text.length - 1); }",
  ],
];

// Each stops by itself at 3 GB, so that a form that does not hold it is no danger to the machine.
const OUTSIDE: Row[] = [
  [
    "float64",
    "Float64Array",
    "const kept = []; for (let i = 0; i < 96; i++) kept.push(new Float64Array(2 ** 22).fill(1)); return kept.length;",
  ],
  [
    "small",
    "many small typed arrays",
    "const kept = []; for (let i = 0; i < 48_000; i++) kept.push(new Uint8Array(65_536).fill(1)); return kept.length;",
  ],
  [
    "shared",
    "SharedArrayBuffer",
    "const kept = []; for (let i = 0; i < 48; i++) kept.push(new Uint8Array(new SharedArrayBuffer(2 ** 26)).fill(1)); return kept.length;",
  ],
  [
    "resizable",
    "a resizable ArrayBuffer",
    "const buffer = new (ArrayBuffer as any)(0, { maxByteLength: 3 * 2 ** 30 }); for (let i = 1; i <= 48; i++) { buffer.resize(i * 2 ** 26); new Uint8Array(buffer).fill(1); } return 48;",
  ],
  [
    "wasm",
    "WebAssembly.Memory",
    "const memory = new WebAssembly.Memory({ initial: 0, maximum: 49_152 }); for (let i = 0; i < 48; i++) { memory.grow(1024); new Uint8Array(memory.buffer).fill(1, i * 2 ** 26); } return 48;",
  ],
  [
    "blobs",
    "Blobs",
    "const kept = []; for (let i = 0; i < 48; i++) kept.push(new Blob([new Uint8Array(2 ** 26).fill(i)])); return kept.length;",
  ],
];

const rows = (list: Row[], place: string, forms?: Form[]) =>
  list.map(([id, what, code]): Attack => ({
    id,
    what: `${what} without end ${place}`,
    code: `export function energy(): any { ${code} }`,
    // It dies, or the allocation throws, or it is too slow to get there.
    expect: ["error", "timeout"],
    timeout: 3000,
    memory: 1.1 * 2 ** 30,
    forms,
  }));

/** Submissions that want all the memory; where a form holds it, at most 1.1 GB at once. */
export const heap: Attack[] = rows(IN_THE_HEAP, "in the heap");

/** The same outside the heap; without the kernel's limits their verdict is honest but their memory is not bounded. */
export const outside: Attack[] = rows(OUTSIDE, "outside the heap", [
  "bubblewrap",
  "limits",
]);
