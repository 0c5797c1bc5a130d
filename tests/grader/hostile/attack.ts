import type { Form } from "../../../grader/box/launcher.ts";
import type { Status } from "../../../grader/result.ts";

/** A submission for exercise 8-6 that tries something, and what honest judgment makes of it. */
export interface Attack {
  id: string;
  /** What it tries, as the name of a test says it. */
  what: string;
  /**
   * The source, without the functions that {@linkcode honestRest} adds.
   * Placeholders: `{{root}}` the project, `{{planted}}` a file with a secret,
   * `{{target}}` a file that must not come into being, `{{port}}` a port that
   * nobody may knock at.
   */
  code: string;
  /** What the check that it wants to win may come to, and the exercise with it. */
  expect: Status[];
  /** The points that it has earned; 5 unless said otherwise, since all but one of its functions are right. */
  points?: number;
  /** True if it may break its own right functions too, and then earns less. */
  harmsItself?: boolean;
  /** The check that it would win, 8-6.1 unless said otherwise. */
  wins?: CheckId;
  /** True if `code` is the whole file. */
  alone?: boolean;
  /** The forms that hold it, all unless said otherwise. */
  forms?: Form[];
  /** The limit for a call in milliseconds, where the attack needs time. */
  timeout?: number;
  /** The most memory that its processes may have at once, in bytes. */
  memory?: number;
}

/** The checks that one function decides alone. */
export type CheckId = "8-6.1" | "8-6.2" | "8-6.3" | "8-6.5";

const FUNCTIONS: Record<CheckId, string> = {
  "8-6.1": "energy",
  "8-6.2": "updateNeuron",
  "8-6.3": "energyChange",
  "8-6.5": "synchronousCycle",
};

/** Right functions but the one that decides `wins`; plain loops, so that patched prototypes leave them right. */
export function honestRest(wins: CheckId): string {
  return Object.entries(HONEST).map(([name, body]) =>
    name === FUNCTIONS[wins] ? "" : `export function ${name}${body}`
  ).join("\n") + HELPERS;
}

const HONEST: Record<string, string> = {
  energy:
    "(weights: number[][], biases: number[], states: number[]) { return _energy(weights, biases, states); }",
  updateNeuron:
    "(weights: number[][], biases: number[], states: number[], index: number) { return _update(weights, biases, states, index); }",
  energyChange:
    `(weights: number[][], biases: number[], states: number[], index: number) {
  const field = _field(weights, biases, states, index);
  return -((field >= 0 ? 1 : -1) - states[index]) * field;
}`,
  settle: `(weights: number[][], biases: number[], states: number[]) {
  let current = states;
  const energies = [_energy(weights, biases, states)];
  for (let flipped = true; flipped;) {
    flipped = false;
    for (let i = 0; i < states.length; i++) {
      const next = _update(weights, biases, current, i);
      if (next[i] === current[i]) continue;
      current = next;
      flipped = true;
      energies[energies.length] = _energy(weights, biases, current);
    }
  }
  return { states: current, energies };
}`,
  synchronousCycle:
    "() { return { weights: [[0, 1], [1, 0]], biases: [0, 0], states: [1, -1] }; }",
};

const HELPERS = `
function _field(weights: number[][], biases: number[], states: number[], i: number): number {
  let sum = biases[i];
  for (let j = 0; j < states.length; j++) sum += weights[i][j] * states[j];
  return sum;
}
function _energy(weights: number[][], biases: number[], states: number[]): number {
  let sum = 0;
  for (let i = 0; i < states.length; i++) {
    sum -= states[i] * (_field(weights, biases, states, i) + biases[i]) / 2;
  }
  return sum;
}
function _update(weights: number[][], biases: number[], states: number[], index: number): number[] {
  const next: number[] = [];
  for (let i = 0; i < states.length; i++) next[i] = states[i];
  next[index] = _field(weights, biases, states, index) >= 0 ? 1 : -1;
  return next;
}
`;

/** Writes to the pipe beside the runner: `raw(text)`. */
export const RAW = `
const _out = Deno.stdout, _text = new TextEncoder();
function raw(text: string): void {
  for (let bytes = _text.encode(text); bytes.length > 0;) {
    bytes = bytes.subarray(_out.writeSync(bytes));
  }
}
`;

/** Makes a call and keeps what came of it: `attempt(name, () => …)`; `await spoils()` is everything that was got hold of. */
export const ATTEMPT = `
const _got: Promise<string>[] = [];
function attempt(name: string, work: () => unknown): void {
  _got.push((async () => {
    try {
      const value = await Promise.race([
        (async () => await work())(),
        new Promise((_, reject) => setTimeout(reject, 150)),
      ]);
      return name + "=" + (typeof value === "string" ? value : value instanceof Uint8Array ? new TextDecoder().decode(value) : JSON.stringify(value));
    } catch {
      return "";
    }
  })());
}
async function spoils(): Promise<string> {
  return (await Promise.all(_got)).filter((text) => text !== "").join("; ");
}
`;

/** An energy that is wrong for every network. */
export const WRONG = "export function energy() { return 0.12345; }\n";
