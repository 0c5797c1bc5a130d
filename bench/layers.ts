/**
 * Training steps of lib/layers against PyTorch with one thread and against
 * stock TensorFlow.js, in turn: `deno task bench:layers`.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { startWorker, type Worker } from "./layers/worker.ts";

/** A kind of step, and the ratios of time that are aimed at. */
interface Work {
  name: string;
  label: string;
  /** Three sizes to grow over; the middle one is compared. */
  sizes: [number, number, number];
  /** What the cost should grow with in theory. */
  theory: string;
  /** At most this many times PyTorch's time. */
  torch: number;
  /** At least this many times faster than stock WebAssembly. */
  stock?: number;
}

const WORKS: readonly Work[] = [
  {
    name: "seq2seq",
    label: "seq2seq, Bahdanau: batch 64, hidden 128",
    sizes: [5, 10, 20],
    theory: "1 to 2 in the length: each step attends to all",
    torch: 2.2,
    stock: 5,
  },
  {
    name: "transformer",
    label: "Transformer, 2 layers: batch 32, width 64",
    sizes: [16, 32, 64],
    theory: "1 to 2 in the length",
    torch: 3,
    stock: 5,
  },
  {
    name: "attention",
    label: "attention forward and backward, width 64",
    sizes: [256, 512, 1024],
    theory: "2 in the items",
    torch: 3,
  },
  {
    name: "turing-1",
    label: "Turing machine copy, 128x20, batch 1",
    sizes: [5, 10, 20],
    theory: "1 in the length",
    torch: 0.5,
  },
  {
    name: "turing-16",
    label: "Turing machine copy, 128x20, batch 16",
    sizes: [5, 10, 20],
    theory: "1 in the length",
    torch: 1,
  },
];
const ROUNDS = 5;
/** Memory is looked at over that many steps. */
const LONG = 1000;

function here(name: string): string {
  return fileURLToPath(new URL(`layers/${name}`, import.meta.url));
}

function startOurs(kind: "fast" | "stock" | "cpu"): Worker {
  return startWorker([
    ...[Deno.execPath(), "run", "--quiet", "--no-prompt"],
    ...["--lock=deno.dev.lock", "--allow-read", "--allow-env"],
    ...[here("steps.ts"), kind],
  ]);
}

/** PyTorch, or why it is left out. */
async function startTorch(): Promise<Worker | string> {
  // One thread, and the kernel that OpenBLAS takes by itself: its own default
  // is a thread per core beside PyTorch's, which is many times slower.
  const worker = startWorker(["/usr/bin/python3", here("torch_steps.py")], {
    OPENBLAS_NUM_THREADS: "1",
  });
  try {
    const [hasOpenBlas] = await worker.step("openblas", 0, 1);
    if (hasOpenBlas) return worker;
    await worker.close();
    return "apt-get install libopenblas0-pthread: without it PyTorch is ten times slower";
  } catch {
    return "apt-get install python3-torch libopenblas0-pthread";
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

/** Enough steps for a median, few enough for the slow backends. */
function stepsFor(kind: string): number {
  return { fast: 9, torch: 9, stock: 3, cpu: 1 }[kind] ?? 3;
}

/** Median milliseconds of each kind, from rounds taken in turn. */
async function measure(
  workers: ReadonlyMap<string, Worker>,
  work: string,
  size: number,
): Promise<Map<string, number>> {
  const times = new Map<string, number[]>();
  for (const [kind, worker] of workers) {
    times.set(kind, []);
    await worker.step(work, size, kind === "cpu" ? 1 : 2);
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const [kind, worker] of workers) {
      if (kind === "cpu" && round > 0) continue; // Seconds a step.
      const steps = await worker.step(work, size, stepsFor(kind));
      times.get(kind)!.push(median(steps));
    }
  }
  return new Map([...times].map(([kind, all]) => [kind, median(all)]));
}

function verdict(ratio: number, reached: boolean, aim: string): string {
  return `x${ratio.toFixed(2)} (${aim}${reached ? "" : ": NOT reached"})`;
}

function printComparison(work: Work, times: ReadonlyMap<string, number>): void {
  const fast = times.get("fast")!;
  const all = [...times].map(([kind, time]) => `${kind} ${time.toFixed(2)} ms`);
  console.log(`${work.label}, size ${work.sizes[1]}: ${all.join(", ")}`);
  const torch = times.get("torch");
  if (torch !== undefined) {
    const ratio = fast / torch;
    const shown = verdict(ratio, ratio <= work.torch, `at most x${work.torch}`);
    console.log(`  of PyTorch's time: ${shown}`);
  }
  const gain = times.get("stock")! / fast;
  const aim = work.stock ? `at least x${work.stock}` : "no aim";
  const reached = gain >= (work.stock ?? 0);
  console.log(
    `  faster than stock WebAssembly: ${verdict(gain, reached, aim)}`,
  );
  const slow = times.get("cpu")! / fast;
  console.log(`  faster than the stock CPU backend: x${slow.toFixed(0)}`);
}

/** How the cost grows: the slope of log time over log size. */
async function printGrowth(work: Work, fast: Worker): Promise<void> {
  const logs: [number, number][] = [];
  for (const size of work.sizes) {
    const times = await fast.step(work.name, size, 3 * stepsFor("fast"));
    logs.push([Math.log(size), Math.log(median(times))]);
  }
  const [[x0, y0], , [x2, y2]] = logs;
  const exponent = (y2 - y0) / (x2 - x0);
  const shown = logs.map(([x, y]) =>
    `${Math.round(Math.exp(x))}: ${Math.exp(y).toFixed(2)} ms`
  );
  console.log(
    `  grows as size^${exponent.toFixed(2)} (theory: ${work.theory}): ${
      shown.join(", ")
    }`,
  );
}

/** Tensors and bytes of TensorFlow.js, and resident memory, before and after many steps. */
async function printMemory(fast: Worker): Promise<void> {
  for (const work of ["seq2seq", "turing-1"]) {
    const [tensors, megabytes] = await fast.step(`memory-${work}`, 5, 100);
    const after = await fast.step(`memory-${work}`, 5, LONG);
    console.log(
      `memory, ${work}: after 100 steps ${tensors} tensors and ${
        megabytes.toFixed(0)
      } MB, after ${LONG} more ${after[0]} and ${after[1].toFixed(0)} MB`,
    );
  }
}

const torch = await startTorch();
if (typeof torch === "string") console.log(`PyTorch is left out: ${torch}`);
const workers = new Map<string, Worker>([
  ["fast", startOurs("fast")],
  ...typeof torch === "string" ? [] : [["torch", torch] as const],
  ["stock", startOurs("stock")],
  ["cpu", startOurs("cpu")],
]);
for (const work of WORKS) {
  printComparison(work, await measure(workers, work.name, work.sizes[1]));
  await printGrowth(work, workers.get("fast")!);
}
await printMemory(workers.get("fast")!);
for (const worker of workers.values()) await worker.close();
