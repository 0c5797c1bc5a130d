/** How something stored is found: by where it lies or by what it is. */
export type Addressing = "random" | "content";

/** One kind of memory in the three worlds that the notes compare. */
export interface MemoryKind {
  /** How long it lasts, from the shortest to the longest. */
  readonly term: "short" | "working" | "long";
  /** In a computer. */
  readonly computer: string;
  /** In the brain. */
  readonly brain: string;
  /** In a neural network. */
  readonly network: string;
  /** How soon it changes, in a network. */
  readonly changes: string;
}

/**
 * The kinds of memory, shortest first: register, RAM, disk ↔ short-term,
 * working, long-term ↔ state, external memory, parameters.
 *
 * An incomplete analogy, as the notes say of it; the book's draft has it as
 * Table 8.1. (rows 19, 20)
 */
export const MEMORY_KINDS: readonly MemoryKind[] = Object.freeze([
  {
    term: "short",
    computer: "register",
    brain: "short-term memory",
    network: "state",
    changes: "at every step",
  },
  {
    term: "working",
    computer: "RAM",
    brain: "working memory",
    network: "external memory",
    changes: "when it is written to",
  },
  {
    term: "long",
    computer: "disk",
    brain: "long-term memory",
    network: "parameters",
    changes: "by learning",
  },
].map((kind) => Object.freeze(kind as MemoryKind)));

/** How each world finds what it stored: a computer by address, brain and network by content. (row 20) */
export const MEMORY_ADDRESSING: Readonly<
  Record<"computer" | "brain" | "network", Addressing>
> = Object.freeze({ computer: "random", brain: "content", network: "content" });

/** Which of the two models does something with its memory. */
export type MemoryModel = "memory-network" | "turing-machine" | "both";

/** What one of the models, or both, can do with an external memory. */
export interface MemoryOperations {
  /** The address comes from comparing a query with what is stored. */
  readonly readsByContent: MemoryModel;
  /** A read is Σₙ αₙ mₙ over all slots. */
  readonly readIsWeightedSum: MemoryModel;
  /** Every operation has a gradient, so no part is trained apart. */
  readonly trainsEndToEnd: MemoryModel;
  /** What was read changes the query of the next read, for the same input. */
  readonly readsInSeveralHops: MemoryModel;
  /** One embedding is compared, another one is read. */
  readonly keysDifferFromValues: MemoryModel;
  /** The input fills the memory once; after that it is only read. */
  readonly memoryIsFixedWhileReading: MemoryModel;
  /** The controller changes the slots. */
  readonly writesToMemory: MemoryModel;
  /** A write erases a share of a slot and then adds. */
  readonly erasesThenAdds: MemoryModel;
  /** The address can move from the one before, whatever the slots hold. */
  readonly addressesByLocation: MemoryModel;
  /** Memory and addresses of one time step are where the next one starts. */
  readonly keepsStateAcrossTimeSteps: MemoryModel;
}

/**
 * Exercise 8-5: what an end-to-end memory network and a neural Turing machine
 * share in handling their memory (three of ten), and what sets them apart.
 *
 * The notes name reading against reading and writing; the rest is in the two
 * papers. (row 38)
 */
export const MEMORY_OPERATIONS: MemoryOperations = Object.freeze({
  readsByContent: "both",
  readIsWeightedSum: "both",
  trainsEndToEnd: "both",
  readsInSeveralHops: "memory-network",
  keysDifferFromValues: "memory-network",
  memoryIsFixedWhileReading: "memory-network",
  writesToMemory: "turing-machine",
  erasesThenAdds: "turing-machine",
  addressesByLocation: "turing-machine",
  keepsStateAcrossTimeSteps: "turing-machine",
});

/** How one way of organizing a memory behaves. */
export interface MemoryStructure {
  /** What leads to an item. */
  readonly address: string;
  /** What order it expects of a task. */
  readonly orderBias: string;
  /** Cost of a read among N items, where one is picked. */
  readonly discreteRead: string;
  /** Cost of the read that has a gradient. */
  readonly softRead: string;
  /** Whether any item can be read at any time. */
  readonly randomAccess: boolean;
  /** What it is bad at. */
  readonly failure: string;
}

/**
 * Exercise 8-4: a memory organized as a set, a tree, a stack or a queue.
 *
 * A deque is a stack at both ends, so it can do what stack and queue can, at
 * the price of one more end to control. (row 37)
 */
export const MEMORY_STRUCTURES: Readonly<
  Record<"set" | "tree" | "stack" | "queue", MemoryStructure>
> = Object.freeze({
  set: Object.freeze({
    address: "content",
    orderBias: "none",
    discreteRead: "N",
    softRead: "N",
    randomAccess: true,
    failure: "order, duplicates",
  }),
  tree: Object.freeze({
    address: "a path of contents",
    orderBias: "hierarchy, sorting",
    discreteRead: "log N",
    softRead: "N",
    randomAccess: true,
    failure: "gradients of a discrete descent",
  }),
  stack: Object.freeze({
    address: "recency",
    orderBias: "last in, first out: nesting",
    discreteRead: "1",
    softRead: "N",
    randomAccess: false,
    failure: "copying",
  }),
  queue: Object.freeze({
    address: "arrival",
    orderBias: "first in, first out: streams",
    discreteRead: "1",
    softRead: "N",
    randomAccess: false,
    failure: "reversal",
  }),
});
