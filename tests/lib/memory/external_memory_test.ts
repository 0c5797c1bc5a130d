import { assertEquals, assertThrows } from "@std/assert";
import {
  type MemoryAugmentedNetwork,
  memoryAugmentedStep,
  memoryNetworkRead,
  turingHeadParameterCount,
  turingMachineStart,
  turingRead,
  type TuringWrite,
  turingWrite,
} from "@mneme/mneme/memory";
import { columnVector, fromRows, type Matrix } from "@mneme/mneme/core";
import { lstmParameterCount } from "@mneme/mneme/recurrent";
import { assertMatrix } from "../support.ts";

/** Reads and writes like a Turing machine, at addresses that the state, a clock, gives. */
function delayLine(
  slots: number,
): MemoryAugmentedNetwork<
  Matrix,
  number,
  Matrix,
  Omit<TuringWrite, "weights">
> {
  const at = (n: number) =>
    columnVector(
      Array.from({ length: slots }, (_, i) => i === n % slots ? 1 : 0),
    );
  return {
    control: (input, _read, time) => ({
      state: time + 1,
      readQuery: at(time),
      write: {
        query: at(time),
        content: { erase: columnVector([1, 1]), add: input },
      },
    }),
    read: turingRead,
    write: (memory, weights, content) =>
      turingWrite(memory, { weights, ...content }),
    output: (_state, read) => read,
  };
}

// row 21: a delay of N steps for any N from the same two functions: the memory's size is not among the controller's parameters (§8.5, C, M, R, W)
Deno.test("memoryAugmentedStep() reads, then writes: a delay line as long as the memory", () => {
  for (const slots of [1, 3, 7]) {
    const network = delayLine(slots);
    let state = {
      memory: turingMachineStart(2, slots, { reads: 1, writes: 1 }).memory,
      state: 0,
      read: columnVector([0, 0]),
    };
    for (let time = 0; time < 13; time++) {
      const step = memoryAugmentedStep(
        network,
        columnVector([time, 2 * time]),
        state,
      );
      if (time >= slots) {
        assertMatrix(step.output, [[time - slots], [2 * (time - slots)]]);
      }
      assertEquals(step.state, time + 1);
      state = step;
    }
  }
});

// row 21: 128 slots of 20 are 2560 numbers behind one read head (101 · 26) and one write head (101 · 66), 9292 parameters, and so are 1280 slots;
// an LSTM whose cells hold 2560 numbers has 4 · 2560 · (8 + 2560 + 1) = 26,306,560 (counted by hand from Graves et al. 2014, §3, and exercise 8-1)
Deno.test("turingHeadParameterCount() does not grow with the memory, an LSTM's does", () => {
  const heads = turingHeadParameterCount(100, 20) +
    turingHeadParameterCount(100, 20, { writes: true });
  assertEquals(heads, 9292);
  assertEquals(lstmParameterCount(8, 128 * 20), 26_306_560);
});

Deno.test("memoryAugmentedStep() lets a network only read", () => {
  const memory = {
    keys: fromRows([[0, Math.log(3)]]),
    values: fromRows([[10, 20]]),
  };
  const readOnly: MemoryAugmentedNetwork<typeof memory, null, Matrix, never> = {
    control: (input) => ({ state: null, readQuery: input }),
    read: (stored, query) => memoryNetworkRead(stored, query).read,
    output: (_state, read) => read,
  };
  const start = { memory, state: null, read: columnVector([0]) };
  const step = memoryAugmentedStep(readOnly, columnVector([1]), start);
  assertMatrix(step.output, [[17.5]]);
  assertEquals(step.memory, memory);
});

Deno.test("memoryAugmentedStep() gives the controller what was read before", () => {
  const echo: MemoryAugmentedNetwork<Matrix, Matrix, null, never> = {
    control: (_input, previousRead) => ({
      state: previousRead,
      readQuery: null,
    }),
    read: (memory) => memory,
    output: (state) => state,
  };
  const start = {
    memory: columnVector([3]),
    state: columnVector([0]),
    read: columnVector([5]),
  };
  const first = memoryAugmentedStep(echo, columnVector([0]), start);
  const second = memoryAugmentedStep(echo, columnVector([0]), first);
  assertEquals([first, second].map(({ output }) => output.get(0, 0)), [5, 3]);
});

Deno.test("memoryAugmentedStep() throws when a network without a write function writes", () => {
  const network: MemoryAugmentedNetwork<Matrix, null, null, null> = {
    control: () => ({
      state: null,
      readQuery: null,
      write: { query: null, content: null },
    }),
    read: (memory) => memory,
    output: (_state, read) => read,
  };
  const one = columnVector([1]);
  assertThrows(
    () =>
      memoryAugmentedStep(network, one, {
        memory: one,
        state: null,
        read: one,
      }),
    RangeError,
    "Cannot take a step with an external memory as a network that writes must have a write function",
  );
});
