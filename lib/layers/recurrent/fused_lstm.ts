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

/** All states of an LSTM, and on the tape the gradient. */
export function fusedLstm(
  recurrence: Recurrence,
  { projected, stateWeights, hidden, cell }: FusedInputs,
): Slots {
  const { kernels, N, B, H, padding } = recurrence;
  const gates = copyOf(kernels, projected);
  const [states, cells] = [newTensor([N + 1, B, H]), newTensor([N + 1, B, H])];
  const active = newTensor([N, B, 5 * H]);
  const at = {
    gates: new Parts(gates, B * 4 * H),
    states: new Parts(states, B * H),
    cells: new Parts(cells, B * H),
    active: new Parts(active, B * 5 * H),
  };
  const places = placesOf(recurrence);
  at.states.numbers(places[0].before).set(numbersOf(hidden));
  at.cells.numbers(places[0].before).set(numbersOf(cell!));
  for (const { item, before, after } of places) {
    const sums = at.gates.at(item);
    addProduct(recurrence, at.states.at(before), stateWeights, sums);
    kernels.lstmForward(
      sums,
      at.cells.at(before),
      at.states.at(after),
      at.cells.at(after),
      at.active.at(item),
      B,
      H,
    );
    for (const row of padding[item]) {
      keepRow(at.states, before, after, row, H);
      keepRow(at.cells, before, after, row, H);
    }
  }
  gates.dispose();
  record(
    { projected, stateWeights, hidden, cell: cell! },
    [states, cells],
    [stateWeights, states, cells, active],
    ([dStates, dCells], saved) =>
      lstmGradients(recurrence, saved, [dStates, dCells]),
  );
  active.dispose();
  return { hidden: states as tf.Tensor3D, cells: cells as tf.Tensor3D };
}

function lstmGradients(
  recurrence: Recurrence,
  [stateWeights, states, cells, active]: tf.Tensor[],
  [dUpstream, dUpstreamCells]: tf.Tensor[],
) {
  const { kernels, N, B, H, padding } = recurrence;
  const dStates = copyOf(kernels, dUpstream);
  const dCells = copyOf(kernels, dUpstreamCells);
  const dGates = newTensor([N, B, 4 * H]), through = newTensor([B, H]);
  const at = {
    cells: new Parts(cells, B * H),
    active: new Parts(active, B * 5 * H),
    dStates: new Parts(dStates, B * H),
    dCells: new Parts(dCells, B * H),
    dGates: new Parts(dGates, B * 4 * H),
    through: new Parts(through, B * H),
  };
  const places = placesOf(recurrence);
  for (const { item, before, after } of places.toReversed()) {
    kernels.lstmBackward(
      at.active.at(item),
      at.cells.at(before),
      at.dStates.at(after),
      at.dCells.at(after),
      at.dGates.at(item),
      at.through.at(0),
      B,
      H,
    );
    for (const row of padding[item]) {
      at.dGates.row(item, row, 4 * H).fill(0);
      at.through.row(0, row, H).set(at.dCells.row(after, row, H));
      add(at.dStates.row(before, row, H), at.dStates.row(after, row, H));
    }
    add(at.dCells.numbers(before), at.through.numbers(0));
    addTransposed(
      recurrence,
      at.dGates.at(item),
      stateWeights,
      at.dStates.at(before),
    );
  }
  const { before } = places[0];
  const dHidden = slot(at.dStates, before, B, H);
  const dCell = slot(at.dCells, before, B, H);
  const dWeights = weightGradient(recurrence, states, dGates);
  tf.dispose([dStates, dCells, through]);
  return {
    projected: () => dGates,
    stateWeights: () => dWeights,
    hidden: () => dHidden,
    cell: () => dCell,
  };
}
