import type { Reference } from "../../check.ts";

/** A matrix as a list of rows. */
export type Rows = number[][];

/** The pieces of a solution; a mistake changes one and keeps the others. */
export interface Pieces {
  energy: (w: Rows, b: number[], s: number[]) => number;
  field: (w: Rows, b: number[], s: number[], i: number) => number;
  /** The new state of a neuron from its field and its old state. */
  next: (field: number, old: number) => number;
}

/** aᵀb. */
export const dot = (a: number[], b: number[]): number =>
  a.reduce((sum, x, i) => sum + x * b[i], 0);

/** The right pieces. */
export const right: Pieces = {
  energy: (w, b, s) => -0.5 * pairs(w, s) - dot(b, s),
  field: (w, b, s, i) => dot(w[i], s) + b[i],
  next: (field) => field >= 0 ? 1 : -1,
};

/** sᵀWs. */
export function pairs(w: Rows, s: number[]): number {
  return dot(w.map((row) => dot(row, s)), s);
}

// A wrong rule may never come to rest.
const MAXIMUM_SWEEPS = 50;

/** A whole solution from pieces, of which some are mistaken. */
export function solutionFrom(changed: Partial<Pieces>): Reference {
  const { energy, field, next } = { ...right, ...changed };
  const updateNeuron = (w: Rows, b: number[], s: number[], i: number) =>
    s.with(i, next(field(w, b, s, i), s[i]));
  return {
    energy,
    updateNeuron,
    energyChange: (w: Rows, b: number[], s: number[], i: number) =>
      energy(w, b, updateNeuron(w, b, s, i)) - energy(w, b, s),
    settle: (w: Rows, b: number[], s: number[]) =>
      settleBy(w, b, s, { energy, updateNeuron }),
  };
}

/** When settle() writes an energy down, and when it stops. */
export interface Habits {
  energy: Pieces["energy"];
  updateNeuron: (w: Rows, b: number[], s: number[], i: number) => number[];
  start: boolean;
  when: "flip" | "update" | "sweep";
  sweeps: number;
}

function settleBy(
  w: Rows,
  b: number[],
  s: number[],
  habits: Partial<Habits>,
): { states: number[]; energies: number[] } {
  const { energy, updateNeuron, start, when, sweeps } = {
    energy: right.energy,
    updateNeuron: solutionFromRight.updateNeuron as Habits["updateNeuron"],
    start: true,
    when: "flip",
    sweeps: MAXIMUM_SWEEPS,
    ...habits,
  };
  const energies = start ? [energy(w, b, s)] : [];
  let states = s;
  for (let sweep = 0, flipped = true; flipped && sweep < sweeps; sweep++) {
    flipped = false;
    for (let i = 0; i < s.length; i++) {
      const after = updateNeuron(w, b, states, i);
      const flips = after[i] !== states[i];
      states = after;
      flipped ||= flips;
      if (when === "update" || when === "flip" && flips) {
        energies.push(energy(w, b, states));
      }
    }
    if (when === "sweep" && flipped) energies.push(energy(w, b, states));
  }
  return { states, energies };
}

/** A right solution. */
export const solutionFromRight: Reference = solutionFrom({});

/** A settle() with other habits. */
export function settleWith(habits: Partial<Habits>): Reference {
  return {
    settle: (w: Rows, b: number[], s: number[]) => settleBy(w, b, s, habits),
  };
}

/** A settle() that updates all neurons at once. */
export function settleAtOnce(
  w: Rows,
  b: number[],
  s: number[],
): { states: number[]; energies: number[] } {
  const energies = [right.energy(w, b, s)];
  let states = s;
  for (let step = 0; step < MAXIMUM_SWEEPS; step++) {
    const after = states.map((_, i) =>
      right.next(right.field(w, b, states, i), 0)
    );
    if (after.every((state, i) => state === states[i])) break;
    states = after;
    energies.push(right.energy(w, b, states));
  }
  return { states, energies };
}
