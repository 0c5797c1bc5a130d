/**
 * One sequence from another, in batches and with teacher forcing: encoder, the
 * decoders of Bahdanau and Luong and the one with a fixed context, the loss, and
 * translation greedy or with a beam. The formulas in float64 are in
 * lib/seq2seq; the pointer decoder is in pointer.
 *
 * @module
 */
export {
  type BidirectionalEncoder,
  encodeBatch,
  type EncodeBatchOptions,
  type EncodedBatch,
  type EncoderWeights,
  type ForwardEncoder,
} from "./encoder.ts";
export {
  type DecodedBatch,
  type DecoderState,
  type DecoderStep,
  type SequenceDecoder,
} from "./decoder.ts";
export { bahdanauDecoder, type BahdanauWeights } from "./bahdanau.ts";
export { fixedContextDecoder, type FixedContextWeights } from "./fixed.ts";
export { luongDecoder, type LuongWeights } from "./luong.ts";
export {
  type LuongAttention,
  type LuongScore,
  type LuongWindow,
} from "./luong_attention.ts";
export {
  type DecoderWeights,
  encodeSource,
  type Seq2seqBatch,
  seq2seqLoss,
  seq2seqPredict,
  type Seq2seqPrediction,
  type Seq2seqWeights,
} from "./model.ts";
export { type Seq2seqSettings, seq2seqWeights } from "./weights.ts";
export {
  beamTranslate,
  type BeamTranslateOptions,
  greedyTranslate,
  type TranslateOptions,
  type Translations,
} from "./search.ts";
export {
  batchPairs,
  batchSources,
  type BatchSymbols,
  type IdPair,
  type SourceBatch,
} from "./batch.ts";
