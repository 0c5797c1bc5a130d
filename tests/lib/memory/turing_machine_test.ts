import { assertEquals, assertThrows } from "@std/assert";
import {
  MEMORY_OPERATIONS,
  turingAddress,
  type TuringHead,
  turingHeadParameterCount,
  turingMachineStart,
  turingMachineStep,
  turingRead,
  type TuringState,
  turingWrite,
} from "@mneme/mneme/memory";
import {
  columnVector,
  fromRows,
  fromRule,
  type Matrix,
  seededRandom,
  ShapeError,
} from "@mneme/mneme/core";
import { assertMatrix, matrices, permuteColumns, SEEDS } from "../support.ts";
import { distribution } from "./distributions.ts";

/** A head that moves by so many slots, whatever they hold. */
function walk(size: number, move: number, furthest = 1): TuringHead {
  const shift = new Array(2 * furthest + 1).fill(0);
  shift[furthest + move] = 1;
  return {
    key: fromRule(size, 1, () => 1),
    strength: 0,
    gate: 0,
    shift: columnVector(shift),
    sharpening: 1,
  };
}

/** A step that overwrites the slot its write head moves to. */
function write(
  state: TuringState,
  item: Matrix,
  head: TuringHead,
): TuringState {
  return turingMachineStep(state, {
    reads: [walk(item.rows, 0)],
    writes: [{ ...head, erase: item.clone().mul(0).add(1), add: item }],
  }).state;
}

/** The slots 0, 1, ... in order, by a read head that walks. */
function readInOrder(state: TuringState, count: number): Matrix {
  const size = state.memory.rows;
  const still = fromRule(size, 1, () => 0);
  const columns: number[][] = [];
  for (let n = 0; n < count; n++) {
    const step = turingMachineStep(state, {
      reads: [walk(size, n === 0 ? 0 : 1)],
      writes: [{ ...walk(size, 0), erase: still, add: still }],
    });
    columns.push(step.reads.getColumn(0));
    state = step.state;
  }
  return fromRule(size, count, (d, n) => columns[n][d]);
}

// row 25: a machine that only walks copies 11 vectors of 5 through 13 slots without an error, the paper's copy task done by location alone
Deno.test("turingMachineStep() copies a sequence by location", () => {
  for (const seed of SEEDS) {
    const items = matrices(seed)(5, 11);
    let state = turingMachineStart(5, 13, { reads: 1, writes: 1 });
    for (let n = 0; n < 11; n++) {
      state = write(state, items.getColumnVector(n), walk(5, n === 0 ? 0 : 1));
    }
    assertMatrix(readInOrder(state, 11), items, { message: `seed ${seed}` });
  }
});

// row 50: sorting: each item is written at the place of its priority, then the slots are read in order (Graves et al. 2014, §4.5)
Deno.test("turingMachineStep() sorts by priority", () => {
  for (const seed of SEEDS) {
    const items = matrices(seed)(3, 7);
    const priorities = seededRandom(seed).permutation(7);
    let state = turingMachineStart(3, 7, { reads: 1, writes: 1 });
    let before = 0;
    priorities.forEach((priority, n) => {
      const head = walk(3, priority - before, 6);
      state = write(state, items.getColumnVector(n), head);
      before = priority;
    });
    const order = priorities.map((_, place) => priorities.indexOf(place));
    assertMatrix(readInOrder(state, 7), permuteColumns(items, order), {
      message: `seed ${seed}`,
    });
  }
});

// row 24: a step is its parts: addresses of M_t, reads of M_t, then the write that makes M_(t+1) (§8.5.2)
Deno.test("turingMachineStep() addresses and reads before it writes", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const memory = draw(3, 7);
    const head = (offset: number) => ({
      key: draw(3, 1),
      strength: 2,
      gate: 0.5,
      shift: distribution(seed + offset, 3),
      sharpening: 1.5,
      erase: columnVector([0, 0.5, 1]),
      add: draw(3, 1),
    });
    const [reads, writes] = [[head(1), head(2)], [head(3)]];
    const readWeights = fromRule(7, 2, (n, h) => n === h ? 1 : 0);
    const writeWeights = distribution(seed, 7);
    const { state, reads: read } = turingMachineStep({
      memory,
      readWeights,
      writeWeights,
    }, { reads, writes });
    const message = `seed ${seed}`;
    const second = turingAddress(
      memory,
      reads[1],
      readWeights.getColumnVector(1),
    );
    assertMatrix(state.readWeights.getColumnVector(1), second.weights, {
      message,
    });
    assertMatrix(read, turingRead(memory, state.readWeights), { message });
    const address = turingAddress(memory, writes[0], writeWeights).weights;
    assertMatrix(state.writeWeights, address, { message });
    const { erase, add } = writes[0];
    assertMatrix(
      state.memory,
      turingWrite(memory, { weights: address, erase, add }),
      {
        message,
      },
    );
  }
});

Deno.test("turingMachineStep() finds again by content what it has written", () => {
  const size = 3;
  const item = columnVector([1, -2, 3]);
  const state = write(
    turingMachineStart(size, 5, { reads: 1, writes: 1 }),
    item,
    walk(size, 3, 3),
  );
  const still = fromRule(size, 1, () => 0);
  const { reads } = turingMachineStep(state, {
    reads: [{ ...walk(size, 0), key: item, strength: 1e4, gate: 1 }],
    writes: [{ ...walk(size, 0), erase: still, add: still }],
  });
  assertMatrix(reads, item);
});

Deno.test("turingMachineStart() leaves equal slots that content cannot tell apart", () => {
  const { memory, readWeights, writeWeights } = turingMachineStart(2, 3, {
    reads: 2,
    writes: 1,
  });
  assertEquals(readWeights.to2DArray(), [[1, 1], [0, 0], [0, 0]]);
  assertEquals(writeWeights.to2DArray(), [[1], [0], [0]]);
  const head = { ...walk(2, 0), strength: 1e4, gate: 1 };
  const { weights } = turingAddress(memory, head, columnVector([1, 0, 0]));
  assertMatrix(weights, [[1 / 3], [1 / 3], [1 / 3]]);
});

// row 21: (H + 1)(D + 3 + S) for one head that reads and (H + 1)(3D + 3 + S) for one that writes, counted row by row for H = 2, D = 5, S = 3
Deno.test("turingHeadParameterCount() counts key, strength, gate, shift, sharpening, erase, add", () => {
  const numbers = 5 + 1 + 1 + 3 + 1;
  assertEquals(turingHeadParameterCount(2, 5), 3 * numbers);
  assertEquals(
    turingHeadParameterCount(2, 5, { writes: true }),
    3 * (numbers + 5 + 5),
  );
  assertEquals(
    turingHeadParameterCount(2, 5, { shifts: 1 }),
    3 * (numbers - 2),
  );
});

// row 38: location, and state from one step to the next, are the Turing machine's side of exercise 8-5
Deno.test("turingMachineStep() keeps addresses across steps", () => {
  const state = turingMachineStart(1, 3, { reads: 1, writes: 1 });
  const heads = {
    reads: [walk(1, 1)],
    writes: [{
      ...walk(1, -1),
      erase: columnVector([0]),
      add: columnVector([0]),
    }],
  };
  const first = turingMachineStep(state, heads).state;
  const second = turingMachineStep(first, heads).state;
  assertEquals(second.readWeights.to1DArray(), [0, 0, 1]);
  assertEquals(second.writeWeights.to1DArray(), [0, 1, 0]);
  assertEquals(state.readWeights.to1DArray(), [1, 0, 0]);
  assertEquals(MEMORY_OPERATIONS.addressesByLocation, "turing-machine");
  assertEquals(MEMORY_OPERATIONS.keepsStateAcrossTimeSteps, "turing-machine");
});

Deno.test("turingMachineStep() does not mutate the state", () => {
  const state = {
    memory: fromRows([[3, 5]]),
    readWeights: columnVector([1, 0]),
    writeWeights: columnVector([0, 1]),
  };
  write(state, columnVector([7]), walk(1, 1));
  assertEquals(state.memory.to2DArray(), [[3, 5]]);
  assertEquals(state.readWeights.to1DArray(), [1, 0]);
  assertEquals(state.writeWeights.to1DArray(), [0, 1]);
});

Deno.test("turingMachineStep() throws when heads and weights differ in number", () => {
  const state = turingMachineStart(1, 3, { reads: 1, writes: 1 });
  const writes = [{
    ...walk(1, 0),
    erase: columnVector([0]),
    add: columnVector([0]),
  }];
  assertThrows(
    () => turingMachineStep(state, { reads: [walk(1, 0), walk(1, 0)], writes }),
    ShapeError,
    "Cannot take a step of a Turing machine as a size written as 2 must be 2: memory (DxN) is 1x3, readWeights (Nx2) is 3x1, writeWeights (Nx1) is 3x1, writes[0].erase (Dx1) is 1x1, writes[0].add (Dx1) is 1x1",
  );
  assertThrows(
    () => turingMachineStep(state, { reads: [], writes }),
    RangeError,
    "the number of heads that read must be an integer of at least 1: 0",
  );
  assertThrows(
    () => turingMachineStep(state, { reads: [walk(2, 0)], writes }),
    ShapeError,
    "D must be one size",
  );
  const wrong = [{ ...writes[0], add: columnVector([0, 0]) }];
  assertThrows(
    () => turingMachineStep(state, { reads: [walk(1, 0)], writes: wrong }),
    ShapeError,
    "D must be one size: memory (DxN) is 1x3, readWeights (Nx1) is 3x1, writeWeights (Nx1) is 3x1, writes[0].erase (Dx1) is 1x1, writes[0].add (Dx1) is 2x1",
  );
});

Deno.test("turingHeadParameterCount() and turingMachineStart() throw when a size is not one", () => {
  assertThrows(
    () => turingHeadParameterCount(0, 5),
    RangeError,
    "Cannot count a head's parameters as the controller's size must be an integer of at least 1: 0",
  );
  assertThrows(
    () => turingHeadParameterCount(1, 5, { shifts: 2 }),
    RangeError,
    "Cannot count a head's parameters as the number of shifts must be odd: 2",
  );
  assertThrows(
    () => turingMachineStart(1, 0, { reads: 1, writes: 1 }),
    RangeError,
    "Cannot start a Turing machine as the number of slots must be an integer of at least 1: 0",
  );
});
