import { addressOf } from "../kernels/load.ts";
import { newTensor } from "../kernels/running.ts";
import { tf } from "../tf.ts";
import type { CellBackward, CellForward, FusedInputs } from "./fused_cell.ts";
import {
  add,
  copyOf,
  firstOf,
  keepRow,
  multiplyAt,
  numbersOf,
  Parts,
  partsOf,
  passBack,
  placesOf,
  type Recurrence,
  weightGradient,
} from "./recurrence.ts";

/** A GRU: the sums of the inputs, and beside them hU. */
export function gruForward(
  recurrence: Recurrence,
  { projected, stateWeights, hidden }: FusedInputs,
): CellForward {
  const { kernels, N, B, H, padding } = recurrence;
  const inputs = copyOf(kernels, projected);
  const output = newTensor([N + 1, B, H]);
  const fromState = newTensor([N, B, 3 * H]), active = newTensor([N, B, 3 * H]);
  const [sums, stateSums, actives] = partsOf(
    B * 3 * H,
    inputs,
    fromState,
    active,
  );
  const states = new Parts(output, B * H);
  states.numbers(placesOf(recurrence)[0].before).set(numbersOf(hidden));
  const U = addressOf(stateWeights);
  return {
    sums,
    states,
    outputs: [output],
    saved: [stateWeights, output, fromState, active],
    end: () => tf.dispose([inputs, fromState, active]),
    step({ item, before, after }) {
      const at = [states.at(before), U, stateSums.at(item)] as const;
      multiplyAt(kernels, at, [B, 3 * H, H]);
      const from = [sums.at(item), stateSums.at(item), states.at(before)];
      kernels.gruForward(...from, states.at(after), actives.at(item), B, H);
      for (const row of padding[item]) keepRow(states, before, after, row, H);
    },
  };
}

/** Its way back. */
export function gruBackward(
  recurrence: Recurrence,
  [stateWeights, state, fromState, active]: tf.Tensor[],
  [upstream]: tf.Tensor[],
): CellBackward {
  const { kernels, N, B, H } = recurrence;
  const copy = copyOf(kernels, upstream), through = newTensor([B, H]);
  const dInput = newTensor([N, B, 3 * H]), dState = newTensor([N, B, 3 * H]);
  const [deltas, stateDeltas, stateSums, actives] = partsOf(
    B * 3 * H,
    dInput,
    dState,
    fromState,
    active,
  );
  const [states, dStates, passed] = partsOf(B * H, state, copy, through);
  return {
    deltas,
    dStates,
    step({ item, before, after }) {
      const from = [actives.at(item), stateSums.at(item), states.at(before)];
      const to = [deltas.at(item), stateDeltas.at(item), passed.at(0)];
      kernels.gruBackward(...from, dStates.at(after), ...to, B, H);
      for (const row of recurrence.padding[item]) {
        deltas.row(item, row, 3 * H).fill(0);
        stateDeltas.row(item, row, 3 * H).fill(0);
        passed.row(0, row, H).set(dStates.row(after, row, H));
      }
      add(dStates.numbers(before), passed.numbers(0));
      const delta = stateDeltas.at(item);
      passBack(recurrence, delta, stateWeights, dStates.at(before));
    },
    gradients: () => ({
      stateWeights: weightGradient(recurrence, state, dState),
      hidden: firstOf(recurrence, dStates),
    }),
    end: () => tf.dispose([copy, dState, through]),
  };
}
