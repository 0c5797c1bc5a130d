/**
 * One sequence from another: encoder and decoder with a fixed context and with
 * the attention of Bahdanau and Luong, the alignments that it leaves and what
 * they cost, greedy and beam search, BLEU, and the tricks that came before
 * attention: reversed and doubled sources. The cells live in `recurrent`, the
 * scores in `attention`; the Transformer's encoder and decoder in `transformer`.
 *
 * @module
 */
export {
  alignedItems,
  alignmentCost,
  type AlignmentOptions,
} from "./alignment.ts";
export {
  type AttentionDecoded,
  bahdanauDecode,
  type BahdanauDecoder,
  type BahdanauStep,
  bahdanauStep,
} from "./bahdanau.ts";
export { bleu, type BleuOptions } from "./bleu.ts";
export {
  type Decoded,
  encode,
  type Encoded,
  encodeDecode,
  type EncodeDecodeOptions,
  type EncodeOptions,
  type EncoderDecoder,
} from "./encoder_decoder.ts";
export {
  attentionalStates,
  luongDecode,
  type LuongDecoder,
  type LuongOptions,
  type LuongState,
  type LuongStep,
  luongStep,
} from "./luong.ts";
export {
  type PrincipalComponents,
  principalComponents,
} from "./principal_components.ts";
export {
  beamSearch,
  type BeamSearchOptions,
  greedySearch,
  type Hypothesis,
  type NextToken,
  type NextTokenFunction,
  type SearchOptions,
} from "./search.ts";
export {
  type AlignedPair,
  doubleSource,
  reverseSource,
  type TimeLags,
  timeLags,
} from "./time_lags.ts";
