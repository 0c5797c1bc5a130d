import { bindShapes, type Matrix } from "../core/mod.ts";

/** The M states as plain numbers, a copy, once they are a column of M entries that are +1 or -1. */
export function readStates(
  action: string,
  states: Matrix,
  size: number,
): number[] {
  bindShapes(action, { states: [states, size, 1] });
  const entries = states.getColumn(0);
  const wrong = entries.findIndex((s) => s !== 1 && s !== -1);
  if (wrong !== -1) {
    throw new RangeError(
      `Cannot ${action} as every state must be +1 or -1: entry ${wrong} is ${
        entries[wrong]
      }`,
    );
  }
  return entries;
}

/** The index, if it is one of a neuron; a RangeError that says what was tried otherwise. */
export function requireIndex(
  action: string,
  index: number,
  size: number,
): number {
  if (!Number.isInteger(index) || index < 0 || index >= size) {
    throw new RangeError(
      `Cannot ${action} as the index must be an integer from 0 to ${
        size - 1
      }: ${index}`,
    );
  }
  return index;
}
