/**
 * Memories outside of the network, addressed, read and written (§8.4, §8.5):
 * kinds of memory, lookup by address and by content, the end-to-end memory
 * network, the neural Turing machine, and memories organized as set, tree,
 * stack, queue and deque (exercises 8-4, 8-5). Memories that are the dynamics
 * of a network live in `associative`, those in a hidden state in `recurrent`.
 *
 * @module
 */
export {
  type Addressing,
  MEMORY_ADDRESSING,
  MEMORY_KINDS,
  MEMORY_OPERATIONS,
  MEMORY_STRUCTURES,
  type MemoryKind,
  type MemoryModel,
  type MemoryOperations,
  type MemoryStructure,
} from "./taxonomy.ts";
export {
  contentAddress,
  contentAddressedRead,
  type ContentAddressOptions,
  randomAccessRead,
} from "./lookup.ts";
export {
  type MemoryAugmentedNetwork,
  type MemoryAugmentedState,
  type MemoryAugmentedStep,
  memoryAugmentedStep,
  type MemoryRequest,
} from "./external_memory.ts";
export {
  embedSentences,
  positionWeights,
  type SentenceOptions,
} from "./sentence_encoding.ts";
export {
  type MemoryHops,
  type MemoryHopsOptions,
  memoryNetworkAnswer,
  memoryNetworkHops,
  memoryNetworkRead,
  type MemoryRead,
  tieAdjacent,
  tieLayerWise,
} from "./memory_network.ts";
export {
  memoryNetworkReadGradient,
  type MemoryReadGradient,
} from "./memory_network_gradient.ts";
export {
  contentWeights,
  interpolateWeights,
  sharpenWeights,
  shiftWeights,
  type TuringAddress,
  turingAddress,
  type TuringHead,
} from "./addressing.ts";
export {
  type ContentGradient,
  contentWeightsGradient,
  interpolateWeightsGradient,
  type InterpolationGradient,
  type SharpeningGradient,
  sharpenWeightsGradient,
  type ShiftGradient,
  shiftWeightsGradient,
  type TuringAddressGradient,
  turingAddressGradient,
} from "./addressing_gradient.ts";
export {
  turingAdd,
  turingErase,
  turingRead,
  type TuringReadGradient,
  turingReadGradient,
  type TuringWrite,
  turingWrite,
  type TuringWriteGradient,
  turingWriteGradient,
} from "./read_write.ts";
export {
  type TuringHeadCountOptions,
  turingHeadParameterCount,
  type TuringHeads,
  turingMachineStart,
  turingMachineStep,
  type TuringState,
  type TuringStep,
  type TuringWriteHead,
} from "./turing_machine.ts";
export {
  setInsert,
  type SetOptions,
  setRead,
  setWrite,
  type SetWriteOptions,
} from "./set.ts";
export {
  buildTree,
  type MemoryTree,
  type TreeJoin,
  treeLeafWeights,
  type TreeRead,
  treeRead,
  type TreeSearch,
  treeWrite,
} from "./tree.ts";
export type { SoftList, SoftListAction, SoftListStep } from "./soft_list.ts";
export type { SoftListGradient, SoftListUpstream } from "./soft_list_step.ts";
export { stackStep, stackStepGradient } from "./stack.ts";
export { queueStep, queueStepGradient } from "./queue.ts";
export { type DequeAction, type DequeStep, dequeStep } from "./deque.ts";
