import { fromRule, type Matrix } from "../core/mod.ts";

/** The states after each of the N inputs: sₙ = step(xₙ, sₙ₋₁), from s₀ = initial. */
export function scanColumns<State>(
  inputs: Matrix,
  initial: State,
  step: (input: Matrix, state: State) => State,
): State[] {
  const states: State[] = [];
  let state = initial;
  for (let n = 0; n < inputs.columns; n++) {
    state = step(inputs.getColumnVector(n), state);
    states.push(state);
  }
  return states;
}

/** The state before the first input, where none is given: 0 (H x 1). */
export function zeroState(size: number): Matrix {
  return fromRule(size, 1, () => 0);
}
