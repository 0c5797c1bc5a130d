/**
 * Builds the SIMD kernels: each lib/layers/kernels/assembly/NAME.ts, in
 * AssemblyScript, becomes lib/layers/kernels/binaries/NAME.ts, which holds the
 * WebAssembly as base64, so that lib loads it without reading a file.
 *
 * Run: deno task build:kernels, or with --check to compare only.
 *
 * @module
 */
// The compiler is a tool of the authors', so it stands in no import map.
// deno-lint-ignore no-import-prefix
import asc from "npm:assemblyscript@0.28.20/asc";
import { report, ROOT } from "./project_files.ts";

const SOURCES = new URL("lib/layers/kernels/assembly/", ROOT);
const BINARIES = new URL("lib/layers/kernels/binaries/", ROOT);

// No relaxed SIMD, whose results differ between machines.
const OPTIONS = ["--runtime", "stub", "--importMemory", "--enable", "simd"];
const OPTIMIZE = ["--noAssert", "-O3", "--converge"];

async function compile(name: string): Promise<Uint8Array> {
  let binary: Uint8Array | undefined;
  const messages: string[] = [];
  const { error } = await asc.main(
    [`${name}.ts`, "--outFile", "out.wasm", ...OPTIONS, ...OPTIMIZE],
    {
      readFile: (file: string) => readOptional(new URL(file, SOURCES)),
      writeFile: (_file: string, contents: Uint8Array | string) => {
        if (contents instanceof Uint8Array) binary = contents;
      },
      listFiles: () => null,
      stderr: { write: (text: string) => void messages.push(text) },
    },
  );
  if (error || !binary) {
    throw new Error(`Cannot compile ${name}.ts: ${messages.join("")}${error}`);
  }
  requireNoData(name, binary);
  return binary;
}

function readOptional(file: URL): string | null {
  try {
    return Deno.readTextFileSync(file);
  } catch {
    return null; // The compiler asks for several spellings of a name.
  }
}

/** Static data would lie where TensorFlow.js keeps its own, in the memory both share. */
function requireNoData(name: string, binary: Uint8Array): void {
  const DATA_SECTION = 11;
  let at = 8;
  while (at < binary.length) {
    const id = binary[at++];
    let size = 0, shift = 0, byte;
    do {
      byte = binary[at++];
      size |= (byte & 127) << shift;
      shift += 7;
    } while (byte > 127);
    if (id === DATA_SECTION) {
      throw new Error(
        `Cannot use ${name}.ts as a kernel must have no static data: it shares TensorFlow.js's memory`,
      );
    }
    at += size;
  }
}

function toModule(name: string, binary: Uint8Array): string {
  const lines = binary.toBase64().match(/.{1,76}/g)!.join("\\\n");
  return `// Built by \`deno task build:kernels\` from ../assembly/${name}.ts.
/** WebAssembly as base64, ${binary.length} bytes. */
export const BINARY = "\\
${lines}";
`;
}

const names = [...Deno.readDirSync(SOURCES)].filter((entry) => entry.isFile)
  .map(({ name }) => name.replace(/\.ts$/, "")).sort();
const stale: string[] = [];
for (const name of names) {
  const text = toModule(name, await compile(name));
  const file = new URL(`${name}.ts`, BINARIES);
  if (!Deno.args.includes("--check")) await Deno.writeTextFile(file, text);
  else if (readOptional(file) !== text) {
    stale.push(`${name}: run deno task build:kernels`);
  }
}
report(stale, `${names.length} kernel modules stand as built`);
