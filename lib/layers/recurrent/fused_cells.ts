import { newTensor } from "../kernels/running.ts";
import { addressOf } from "../kernels/load.ts";
import { tf } from "../tf.ts";
import {
  add,
  copyOf,
  keepRow,
  multiplyAt,
  numbersOf,
  Parts,
  type Place,
  placesOf,
  type Recurrence,
} from "./recurrence.ts";

/** What a recurrence starts from. */
export type FusedInputs = {
  /** xW + b of all items [N, B, G H]. */
  projected: tf.Tensor3D;
  /** U [H, G H]. */
  stateWeights: tf.Tensor2D;
  /** h₀ [B, H]. */
  hidden: tf.Tensor2D;
  /** c₀ [B, H]; a GRU does not look at it. */
  cell: tf.Tensor2D;
};

/** A cell on its way through a sequence. */
export interface CellForward {
  /** What the inputs gave each item's sums, which may be added to before its step. */
  sums: Parts;
  /** Hidden states in slots. */
  states: Parts;
  step(place: Place): void;
  /** States in slots [N + 1, B, H], hidden ones first. */
  outputs: tf.Tensor[];
  /** What the way back needs. */
  saved: tf.Tensor[];
  /** Frees what nobody needs. */
  end(): void;
}

/** The same on its way back. */
export interface CellBackward {
  /** The derivatives by what the inputs gave each item's sums. */
  deltas: Parts;
  /** The derivatives by the hidden states in slots, complete after the step that follows. */
  dStates: Parts;
  step(place: Place): void;
  /** The derivatives by U, and by the first states. */
  gradients(): { stateWeights: tf.Tensor; hidden: tf.Tensor; cell?: tf.Tensor };
  end(): void;
}

/** An LSTM: gates = sums + hU, in place. */
export function lstmForward(
  recurrence: Recurrence,
  { projected, stateWeights, hidden, cell }: FusedInputs,
): CellForward {
  const { kernels, N, B, H, padding } = recurrence;
  const gates = copyOf(kernels, projected);
  const outputs = [newTensor([N + 1, B, H]), newTensor([N + 1, B, H])];
  const active = newTensor([N, B, 5 * H]);
  const sums = new Parts(gates, B * 4 * H);
  const [states, cells] = outputs.map((slots) => new Parts(slots, B * H));
  const actives = new Parts(active, B * 5 * H);
  const [{ before }] = placesOf(recurrence);
  states.numbers(before).set(numbersOf(hidden));
  cells.numbers(before).set(numbersOf(cell));
  return {
    sums,
    states,
    outputs,
    saved: [stateWeights, ...outputs, active],
    end: () => tf.dispose([gates, active]),
    step({ item, before, after }) {
      multiplyAt(kernels, {
        a: states.at(before),
        b: addressOf(stateWeights),
        c: sums.at(item),
        sizes: [B, 4 * H, H],
        accumulate: true,
      });
      kernels.lstmForward(
        sums.at(item),
        cells.at(before),
        states.at(after),
        cells.at(after),
        actives.at(item),
        B,
        H,
      );
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
  const { kernels, N, B, H, padding } = recurrence;
  const dGates = newTensor([N, B, 4 * H]), through = newTensor([B, H]);
  const copies = upstream.map((slots) => copyOf(kernels, slots));
  const [dStates, dCells] = copies.map((slots) => new Parts(slots, B * H));
  const cells = new Parts(cell, B * H), actives = new Parts(active, B * 5 * H);
  const deltas = new Parts(dGates, B * 4 * H);
  const passed = new Parts(through, B * H);
  return {
    deltas,
    dStates,
    step({ item, before, after }) {
      kernels.lstmBackward(
        actives.at(item),
        cells.at(before),
        dStates.at(after),
        dCells.at(after),
        deltas.at(item),
        passed.at(0),
        B,
        H,
      );
      for (const row of padding[item]) {
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

/** A GRU: the sums of the inputs, and beside them those of the state. */
export function gruForward(
  recurrence: Recurrence,
  { projected, stateWeights, hidden }: FusedInputs,
): CellForward {
  const { kernels, N, B, H, padding } = recurrence;
  const inputs = copyOf(kernels, projected);
  const output = newTensor([N + 1, B, H]);
  const [fromState, active] = [0, 1].map(() => newTensor([N, B, 3 * H]));
  const [sums, stateSums, actives] = [inputs, fromState, active].map((tensor) =>
    new Parts(tensor, B * 3 * H)
  );
  const states = new Parts(output, B * H);
  states.numbers(placesOf(recurrence)[0].before).set(numbersOf(hidden));
  return {
    sums,
    states,
    outputs: [output],
    saved: [stateWeights, output, fromState, active],
    end: () => tf.dispose([inputs, fromState, active]),
    step({ item, before, after }) {
      multiplyAt(kernels, {
        a: states.at(before),
        b: addressOf(stateWeights),
        c: stateSums.at(item),
        sizes: [B, 3 * H, H],
      });
      kernels.gruForward(
        sums.at(item),
        stateSums.at(item),
        states.at(before),
        states.at(after),
        actives.at(item),
        B,
        H,
      );
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
  const { kernels, N, B, H, padding } = recurrence;
  const copy = copyOf(kernels, upstream), through = newTensor([B, H]);
  const [dInput, dFromState] = [0, 1].map(() => newTensor([N, B, 3 * H]));
  const [deltas, stateDeltas, stateSums, actives] = [
    dInput,
    dFromState,
    fromState,
    active,
  ].map((tensor) => new Parts(tensor, B * 3 * H));
  const [states, dStates, passed] = [state, copy, through].map((tensor) =>
    new Parts(tensor, B * H)
  );
  return {
    deltas,
    dStates,
    step({ item, before, after }) {
      kernels.gruBackward(
        actives.at(item),
        stateSums.at(item),
        states.at(before),
        dStates.at(after),
        deltas.at(item),
        stateDeltas.at(item),
        passed.at(0),
        B,
        H,
      );
      for (const row of padding[item]) {
        deltas.row(item, row, 3 * H).fill(0);
        stateDeltas.row(item, row, 3 * H).fill(0);
        passed.row(0, row, H).set(dStates.row(after, row, H));
      }
      add(dStates.numbers(before), passed.numbers(0));
      passBack(
        recurrence,
        stateDeltas.at(item),
        stateWeights,
        dStates.at(before),
      );
    },
    gradients: () => ({
      stateWeights: weightGradient(recurrence, state, dFromState),
      hidden: firstOf(recurrence, dStates),
    }),
    end: () => tf.dispose([copy, dFromState, through]),
  };
}

/** dh += δUᵀ. */
function passBack(
  { kernels, B, H }: Recurrence,
  delta: number,
  stateWeights: tf.Tensor,
  dState: number,
): void {
  multiplyAt(kernels, {
    a: delta,
    b: addressOf(stateWeights),
    c: dState,
    sizes: [B, H, stateWeights.shape[1]!],
    transposeB: true,
    accumulate: true,
  });
}

/** Σ hᵀδ over all steps, h the states before them. */
function weightGradient(
  recurrence: Recurrence,
  states: tf.Tensor,
  deltas: tf.Tensor,
): tf.Tensor {
  const { kernels, N, B, H, reverse } = recurrence;
  const width = deltas.shape[2]!;
  const gradient = newTensor([H, width]);
  multiplyAt(kernels, {
    a: new Parts(states, B * H).at(reverse ? 1 : 0),
    b: addressOf(deltas),
    c: addressOf(gradient),
    sizes: [H, width, N * B],
    transposeA: true,
  });
  return gradient;
}

/** What is left for the state before the first step [B, H]. */
function firstOf(recurrence: Recurrence, dStates: Parts): tf.Tensor {
  const { B, H } = recurrence;
  const first = newTensor([B, H]);
  numbersOf(first).set(dStates.numbers(placesOf(recurrence)[0].before));
  return first;
}
