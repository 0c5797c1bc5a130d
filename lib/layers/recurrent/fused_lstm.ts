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

/** An LSTM: gates = sums + hU, in place. */
export function lstmForward(
  recurrence: Recurrence,
  { projected, stateWeights, hidden, cell }: FusedInputs,
): CellForward {
  const { kernels, N, B, H, padding } = recurrence;
  const gates = copyOf(kernels, projected);
  const outputs = [newTensor([N + 1, B, H]), newTensor([N + 1, B, H])];
  const active = newTensor([N, B, 5 * H]);
  const [sums, actives] = [
    new Parts(gates, B * 4 * H),
    new Parts(active, B * 5 * H),
  ];
  const [states, cells] = partsOf(B * H, ...outputs);
  const [{ before }] = placesOf(recurrence);
  states.numbers(before).set(numbersOf(hidden));
  cells.numbers(before).set(numbersOf(cell));
  const U = addressOf(stateWeights);
  return {
    sums,
    states,
    outputs,
    saved: [stateWeights, ...outputs, active],
    end: () => tf.dispose([gates, active]),
    step({ item, before, after }) {
      const at = [states.at(before), U, sums.at(item)] as const;
      multiplyAt(kernels, at, [B, 4 * H, H], { accumulate: true });
      const from = [sums.at(item), cells.at(before)];
      const to = [states.at(after), cells.at(after), actives.at(item)];
      kernels.lstmForward(...from, ...to, B, H);
      for (const row of padding[item]) {
        keepRow(states, before, after, row, H);
        keepRow(cells, before, after, row, H);
      }
    },
  };
}

/** Its way back. */
export function lstmBackward(
  recurrence: Recurrence,
  [stateWeights, states, cell, active]: tf.Tensor[],
  upstream: tf.Tensor[],
): CellBackward {
  const { kernels, N, B, H } = recurrence;
  const dGates = newTensor([N, B, 4 * H]), through = newTensor([B, H]);
  const copies = upstream.map((slots) => copyOf(kernels, slots));
  const [dStates, dCells, cells, passed] = partsOf(
    B * H,
    ...copies,
    cell,
    through,
  );
  const actives = new Parts(active, B * 5 * H);
  const deltas = new Parts(dGates, B * 4 * H);
  return {
    deltas,
    dStates,
    step({ item, before, after }) {
      const from = [actives.at(item), cells.at(before), dStates.at(after)];
      const to = [dCells.at(after), deltas.at(item), passed.at(0)];
      kernels.lstmBackward(...from, ...to, B, H);
      for (const row of recurrence.padding[item]) {
        deltas.row(item, row, 4 * H).fill(0);
        passed.row(0, row, H).set(dCells.row(after, row, H));
        add(dStates.row(before, row, H), dStates.row(after, row, H));
      }
      add(dCells.numbers(before), passed.numbers(0));
      passBack(recurrence, deltas.at(item), stateWeights, dStates.at(before));
    },
    gradients: () => ({
      stateWeights: weightGradient(recurrence, states, dGates),
      hidden: firstOf(recurrence, dStates),
      cell: firstOf(recurrence, dCells),
    }),
    end: () => tf.dispose([copies, through]),
  };
}
