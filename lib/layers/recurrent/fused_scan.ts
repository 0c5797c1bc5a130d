import { record } from "../kernels/record.ts";
import type { tf } from "../tf.ts";
import type { CellForward, FusedInputs } from "./fused_cell.ts";
import { gruBackward, gruForward } from "./fused_gru.ts";
import { lstmBackward, lstmForward } from "./fused_lstm.ts";
import {
  type Parts,
  type Place,
  placesOf,
  type Recurrence,
} from "./recurrence.ts";
import type { RecurrentKind } from "./weights.ts";

/** What is done beside a cell's steps: it reads the state before a step, and adds to the step's sums. */
export interface Beside {
  /** What it computes from. */
  inputs: tf.NamedTensorMap;
  forward(place: Place, states: Parts, sums: Parts): void;
  /** What it gives besides the states; no gradient flows through it. */
  outputs: tf.Tensor[];
  /** What the way back needs. */
  saved: tf.Tensor[];
  backward(saved: tf.Tensor[], states: tf.Tensor): BesideBackward;
  /** Frees what nobody needs. */
  end(): void;
}

/** The way back of what is done beside. */
export interface BesideBackward {
  /** From the derivatives by a step's sums to those by the state before it, which are added. */
  step(place: Place, deltas: Parts, dStates: Parts): void;
  /** The derivatives by the inputs. */
  gradients(deltas: Parts): tf.NamedTensorMap;
}

/** States in slots [N + 1, B, H], of an LSTM its cells too. */
export interface Slots {
  hidden: tf.Tensor3D;
  cells?: tf.Tensor3D;
}

/** All states of a recurrence, as one operation with its gradient on the tape. */
export function fusedScan(
  kind: RecurrentKind,
  recurrence: Recurrence,
  inputs: FusedInputs,
  beside?: Beside,
): Slots {
  const start = kind === "lstm" ? lstmForward : gruForward;
  const cell: CellForward = start(recurrence, inputs);
  for (const place of placesOf(recurrence)) {
    beside?.forward(place, cell.states, cell.sums);
    cell.step(place);
  }
  const { projected, stateWeights, hidden } = inputs;
  const seen = {
    projected,
    stateWeights,
    hidden,
    ...kind === "lstm" && { cell: inputs.cell },
  };
  const states = cell.outputs.length;
  record(
    { ...seen, ...beside?.inputs },
    [...cell.outputs, ...beside?.outputs ?? []],
    [...cell.saved, ...beside?.saved ?? []],
    (upstream, saved) =>
      backward(
        kind,
        recurrence,
        upstream.slice(0, states),
        saved.slice(0, cell.saved.length),
        beside?.backward(saved.slice(cell.saved.length), saved[1]),
      ),
  );
  cell.end();
  beside?.end();
  const [slots, cells] = cell.outputs as tf.Tensor3D[];
  return cells ? { hidden: slots, cells } : { hidden: slots };
}

function backward(
  kind: RecurrentKind,
  recurrence: Recurrence,
  upstream: tf.Tensor[],
  saved: tf.Tensor[],
  beside?: BesideBackward,
): Record<string, () => tf.Tensor> {
  const start = kind === "lstm" ? lstmBackward : gruBackward;
  const cell = start(recurrence, saved, upstream);
  for (const place of placesOf(recurrence).toReversed()) {
    cell.step(place);
    beside?.step(place, cell.deltas, cell.dStates);
  }
  const gradients = {
    projected: cell.deltas.tensor as tf.Tensor,
    ...cell.gradients(),
    ...beside?.gradients(cell.deltas),
  };
  cell.end();
  return Object.fromEntries(
    Object.entries(gradients).map(([name, gradient]) => [name, () => gradient]),
  );
}
