export {
  type MemoryHops,
  type MemoryHopsOptions,
  memoryNetworkHops,
  memoryNetworkRead,
  type MemoryRead,
  type MemoryReadOptions,
  type MemorySlots,
  tieAdjacent,
  tieLayerWise,
} from "./memory_network.ts";
export {
  answerQuestions,
  type MemoryNetworkAnswer,
  type MemoryNetworkOptions,
  type MemoryNetworkWeights,
  type Questions,
} from "./memory_network_answer.ts";
export {
  MemoryNetwork,
  type MemoryNetworkLayerOptions,
} from "./memory_network_layer.ts";
export {
  embedSentences,
  type SentenceCounts,
  sentenceCounts,
  type SentenceCountsOptions,
} from "./sentences.ts";
export {
  dequeStep,
  emptyList,
  queueStep,
  stackStep,
  type TensorDequeAction,
  type TensorDequeStep,
  type TensorList,
  type TensorListAction,
  type TensorListStep,
} from "./lists.ts";
export {
  type ListControllerOptions,
  type ListControllerResult,
  type ListControllerWeights,
  listControllerWeights,
  type ListKind,
  listStates,
  runListController,
} from "./list_controller.ts";
export {
  type FastWeightsOptions,
  type FastWeightsParameters,
  fastWeightsScan,
} from "./fast_weights.ts";
export {
  FastWeights,
  type FastWeightsLayerOptions,
} from "./fast_weights_layer.ts";
export { ListMemory, type ListMemoryOptions } from "./list_layer.ts";
