/** Two ways timed in one run. */
export interface Comparison {
  name: string;
  /** The ratio that is aimed at, at most. */
  aim: number;
  ours: () => Promise<void>;
  peer: () => Promise<void>;
  /** Waits for what goes on behind either, and is not timed. */
  rest?: () => Promise<void>;
  /** Ends what was kept running for all rounds. */
  close?: () => Promise<void>;
}

const ROUNDS = 15;

/**
 * Times both ways in turn, so that a machine whose speed drifts is as slow for
 * one as for the other, and prints the medians and the median of the ratios.
 */
export async function compare(
  { name, aim, ours, peer, rest, close }: Comparison,
): Promise<void> {
  await ours();
  await rest?.();
  await peer();
  const times: { ours: number; peer: number }[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    const round = { ours: await time(ours), peer: 0 };
    await rest?.();
    round.peer = await time(peer);
    times.push(round);
  }
  await close?.();
  const ratio = median(times.map((each) => each.ours / each.peer));
  console.log(
    [
      name.padEnd(46),
      `${median(times.map((each) => each.ours)).toFixed(0)} ms`.padStart(8),
      `${median(times.map((each) => each.peer)).toFixed(0)} ms`.padStart(8),
      `x${ratio.toFixed(2)}`.padStart(7),
      `(aim: at most x${aim})`,
    ].join(" "),
  );
}

/** Runs Deno to its end, silently. */
export async function deno(args: string[], cwd?: string): Promise<void> {
  const { success } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd,
    stdout: "null",
    stderr: "null",
  }).output();
  if (!success) throw new Error(`deno ${args.join(" ")} failed`);
}

async function time(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
