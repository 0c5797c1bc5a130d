import type { Matrix } from "../core/mod.ts";

/** What a controller asks of the memory, and what it remembers itself. */
export interface MemoryRequest<State, Query, Content> {
  /** The controller's next state. */
  state: State;
  /** What to read: q_r. */
  readQuery: Query;
  /** Where to write, and what: q_w and a. None leaves the memory as it is. */
  write?: {
    /** Where: q_w. */
    query: Query;
    /** What: a. */
    content: Content;
  };
}

/**
 * A network with an external memory: controller C, memory, read R and write W.
 *
 * The type parameters are the forms of memory, state, query and content, which
 * each model chooses; the memory's size is in none of the functions.
 */
export interface MemoryAugmentedNetwork<Memory, State, Query, Content> {
  /** The controller: from the input x, what was read before and its state to its requests. */
  control(
    input: Matrix,
    previousRead: Matrix,
    state: State,
  ): MemoryRequest<State, Query, Content>;
  /** R(m, q_r): what the memory holds for a query. */
  read(memory: Memory, query: Query): Matrix;
  /** W(m, q_w, a): the memory after a write. Not needed where nothing is written. */
  write?(memory: Memory, query: Query, content: Content): Memory;
  /** The output, from the controller's state and what was read. */
  output(state: State, read: Matrix): Matrix;
}

/** What lasts from one step to the next. */
export interface MemoryAugmentedState<Memory, State> {
  /** The external memory m. */
  memory: Memory;
  /** The controller's state. */
  state: State;
  /** What was read last, r. */
  read: Matrix;
}

/** A step's output, and the state after it. */
export interface MemoryAugmentedStep<Memory, State>
  extends MemoryAugmentedState<Memory, State> {
  /** The output y. */
  output: Matrix;
}

/**
 * One step of a network with an external memory: r = R(m, q_r), y from state and r, then m ← W(m, q_w, a).
 *
 * The controller computes, the memory stores: a larger memory needs no larger
 * controller. A memory network only reads; a neural Turing machine does both.
 *
 * @source NNDL §8.5 记忆增强神经网络, the draft's fig. 8.5 (row 21)
 * @param network Controller, read, write and output.
 * @param input The input x of this step.
 * @param state Memory, controller's state and last read.
 * @returns The output and the next memory, state and read.
 * @throws {RangeError} If the controller asks to write and the network cannot.
 *
 * @example A controller without a state keeps a number in the memory
 * ```ts
 * import { columnVector, fromRows } from "@mneme/mneme/core";
 * import { memoryAugmentedStep } from "@mneme/mneme/memory";
 * import { assertEquals } from "@std/assert";
 *
 * const last = {
 *   control: (input: typeof zero) => ({
 *     state: null,
 *     readQuery: 0,
 *     write: { query: 0, content: input },
 *   }),
 *   read: (memory: typeof zero[], address: number) => memory[address],
 *   write: (memory: typeof zero[], address: number, content: typeof zero) =>
 *     memory.with(address, content),
 *   output: (_state: null, read: typeof zero) => read,
 * };
 * const zero = columnVector([0]);
 * const start = { memory: [zero], state: null, read: zero };
 * const first = memoryAugmentedStep(last, fromRows([[7]]), start);
 * const second = memoryAugmentedStep(last, fromRows([[9]]), first);
 * assertEquals(second.output.get(0, 0), 7); // what was written one step before
 * ```
 */
export function memoryAugmentedStep<Memory, State, Query, Content>(
  network: MemoryAugmentedNetwork<Memory, State, Query, Content>,
  input: Matrix,
  { memory, state, read }: MemoryAugmentedState<Memory, State>,
): MemoryAugmentedStep<Memory, State> {
  const request = network.control(input, read, state);
  const nextRead = network.read(memory, request.readQuery);
  return {
    memory: writeRequest(network, memory, request),
    state: request.state,
    read: nextRead,
    output: network.output(request.state, nextRead),
  };
}

function writeRequest<Memory, State, Query, Content>(
  network: MemoryAugmentedNetwork<Memory, State, Query, Content>,
  memory: Memory,
  { write }: MemoryRequest<State, Query, Content>,
): Memory {
  if (!write) return memory;
  if (!network.write) {
    throw new RangeError(
      "Cannot take a step with an external memory as a network that writes must have a write function: it has none",
    );
  }
  return network.write(memory, write.query, write.content);
}
