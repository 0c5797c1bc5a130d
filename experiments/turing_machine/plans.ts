/**
 * What each choice of --task trains, and for how long.
 *
 * @module
 */
import type { Random } from "../../mod.ts";
import { lstm, type Machine, turingMachine } from "./machines.ts";
import { copy, prioritySort, recall, repeatCopy, type Task } from "./tasks.ts";

/** A training. */
export interface Plan {
  task: Task;
  machine(random: Random): Machine;
  /** Learning rate of RMSProp at the start, and after how many steps it is half of that. */
  rate: number;
  halfLife: number;
  /** Steps and seconds of training at most. */
  steps: number;
  seconds: number;
  /** Whether it ends as soon as the errors are gone, or only with the time. */
  untilSolved: boolean;
  /** Length of the episodes that are measured in between and at the end. */
  measured: number;
  /** Longer ones, which are measured at the end. */
  longer: readonly number[];
}

/** The paper's memory, 128 slots of 20 numbers. */
const MEMORY = { slots: 128, slotSize: 20 };

/** Ten minutes, or what two idle cores do in them. */
const LONG = { steps: 400_000, seconds: 600 };

const COPY = {
  task: copy(),
  machine: (random: Random) =>
    turingMachine(copy(), { ...MEMORY, hidden: 100 }, random),
  rate: 2e-4,
  halfLife: 3000,
  measured: 10,
  longer: [20, 40, 120],
};

/** The choices; the first is the default. */
export const PLANS: Readonly<Record<string, Plan>> = {
  copy: { ...COPY, steps: 40_000, seconds: 60, untilSolved: true },
  repeat: plan(repeatCopy(), 10, { hidden: 100 }),
  recall: plan(recall(), 6, { hidden: 256, reads: 4, writes: 4 }),
  sort: plan(
    prioritySort(),
    20,
    { hidden: 512, reads: 8, writes: 8 },
    3e-5,
  ),
  lstm: {
    ...COPY,
    machine: (random) => lstm(copy(), 256, random),
    halfLife: 30_000,
    ...LONG,
    untilSolved: false,
  },
  "copy-long": { ...COPY, ...LONG, untilSolved: false },
};

/** Fewer bits, shorter sequences, less memory: learned within seconds. */
export const SHORT: Plan = {
  task: copy(4, 6),
  machine: (random) =>
    turingMachine(copy(4), { slots: 32, slotSize: 20, hidden: 100 }, random),
  rate: 3e-4,
  halfLife: 3000,
  steps: 2000,
  seconds: Infinity,
  untilSolved: true,
  measured: 6,
  longer: [12],
};

function plan(
  task: Task,
  measured: number,
  sizes: { hidden: number; reads?: number; writes?: number },
  rate = 1e-4,
): Plan {
  return {
    task,
    machine: (random) => turingMachine(task, { ...MEMORY, ...sizes }, random),
    rate,
    halfLife: 30_000,
    ...LONG,
    untilSolved: true,
    measured,
    longer: [],
  };
}
