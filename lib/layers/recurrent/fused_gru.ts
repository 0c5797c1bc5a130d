import { record } from "../kernels/record.ts";
import { newTensor } from "../kernels/running.ts";
import { tf } from "../tf.ts";
import {
  add,
  addProduct,
  addTransposed,
  copyOf,
  type FusedInputs,
  keepRow,
  numbersOf,
  Parts,
  placesOf,
  type Recurrence,
  slot,
  type Slots,
  weightGradient,
} from "./recurrence.ts";

/** All states of a GRU, and on the tape the gradient. */
export function fusedGru(
  recurrence: Recurrence,
  { projected, stateWeights, hidden }: FusedInputs,
): Slots {
  const { kernels, N, B, H, padding } = recurrence;
  const states = newTensor([N + 1, B, H]);
  const [fromState, active] = [
    newTensor([N, B, 3 * H]),
    newTensor([N, B, 3 * H]),
  ];
  const at = {
    projected: new Parts(projected, B * 3 * H),
    states: new Parts(states, B * H),
    fromState: new Parts(fromState, B * 3 * H),
    active: new Parts(active, B * 3 * H),
  };
  const places = placesOf(recurrence);
  at.states.numbers(places[0].before).set(numbersOf(hidden));
  for (const { item, before, after } of places) {
    const sums = at.fromState.at(item);
    addProduct(recurrence, at.states.at(before), stateWeights, sums, false);
    kernels.gruForward(
      at.projected.at(item),
      sums,
      at.states.at(before),
      at.states.at(after),
      at.active.at(item),
      B,
      H,
    );
    for (const row of padding[item]) {
      keepRow(at.states, before, after, row, H);
    }
  }
  record(
    { projected, stateWeights, hidden },
    [states],
    [stateWeights, states, fromState, active],
    ([dStates], saved) => gruGradients(recurrence, saved, dStates),
  );
  tf.dispose([fromState, active]);
  return { hidden: states as tf.Tensor3D };
}

function gruGradients(
  recurrence: Recurrence,
  [stateWeights, states, fromState, active]: tf.Tensor[],
  dUpstream: tf.Tensor,
) {
  const { kernels, N, B, H, padding } = recurrence;
  const dStates = copyOf(kernels, dUpstream);
  const [dInput, dSums] = [newTensor([N, B, 3 * H]), newTensor([N, B, 3 * H])];
  const through = newTensor([B, H]);
  const at = {
    states: new Parts(states, B * H),
    fromState: new Parts(fromState, B * 3 * H),
    active: new Parts(active, B * 3 * H),
    dStates: new Parts(dStates, B * H),
    dInput: new Parts(dInput, B * 3 * H),
    dSums: new Parts(dSums, B * 3 * H),
    through: new Parts(through, B * H),
  };
  const places = placesOf(recurrence);
  for (const { item, before, after } of places.toReversed()) {
    kernels.gruBackward(
      at.active.at(item),
      at.fromState.at(item),
      at.states.at(before),
      at.dStates.at(after),
      at.dInput.at(item),
      at.dSums.at(item),
      at.through.at(0),
      B,
      H,
    );
    for (const row of padding[item]) {
      at.dInput.row(item, row, 3 * H).fill(0);
      at.dSums.row(item, row, 3 * H).fill(0);
      at.through.row(0, row, H).set(at.dStates.row(after, row, H));
    }
    add(at.dStates.numbers(before), at.through.numbers(0));
    addTransposed(
      recurrence,
      at.dSums.at(item),
      stateWeights,
      at.dStates.at(before),
    );
  }
  const dHidden = slot(at.dStates, places[0].before, B, H);
  const dWeights = weightGradient(recurrence, states, dSums);
  tf.dispose([dStates, dSums, through]);
  return {
    projected: () => dInput,
    stateWeights: () => dWeights,
    hidden: () => dHidden,
  };
}
