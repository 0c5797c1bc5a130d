/**
 * Checkpoints: all that a training needs in order to go on, in one file.
 *
 * The file is a line with the format's version and the SHA-256 of what
 * follows, a line of JSON, and the tensors' bytes.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { Bilingual } from "../experiment.ts";
import { readOptional, writeWhole } from "../files.ts";
import { Trouble } from "../trouble.ts";
import type { HistoryRow } from "./training.ts";

/** How far a training is. */
export interface Position {
  /** Steps that were run. Random numbers follow from it. */
  step: number;
  history: HistoryRow[];
  /** Sum and number of the losses since the last row. */
  lossSum: number;
  lossCount: number;
  /** Seconds of training. */
  seconds: number;
  /** Whether it has ended, and whether early. */
  done: boolean;
  stoppedEarly: boolean;
}

/** A tensor's values. */
export interface Values {
  name: string;
  dtype: "float32" | "int32" | "bool";
  shape: number[];
  data: Float32Array | Int32Array | Uint8Array;
}

/** What a checkpoint holds. */
export interface Checkpoint {
  /** What the training is: one of another seed, size or optimizer does not go on from here. */
  identity: Record<string, unknown>;
  position: Position;
  tensors: Values[];
}

/** Where a training's checkpoint is kept. */
export interface CheckpointStore {
  /** The checkpoint, or null if there is none; it must be of the training with this identity. */
  read(identity: Record<string, unknown>): Checkpoint | null;
  write(checkpoint: Checkpoint): void;
}

const MAGIC = "mneme-checkpoint/";
const VERSION = 1;

/** A checkpoint in a file. */
export function fileStore(path: string): CheckpointStore {
  return {
    read(identity) {
      const bytes = readOptional(path);
      if (bytes === null) return null;
      const checkpoint = decode(bytes, path);
      requireSame(checkpoint.identity, identity, path);
      return checkpoint;
    },
    write: (checkpoint) => writeWhole(path, encode(checkpoint)),
  };
}

function encode({ identity, position, tensors }: Checkpoint): Uint8Array {
  const header = {
    identity,
    position,
    tensors: tensors.map(({ name, dtype, shape }) => ({ name, dtype, shape })),
  };
  const parts = [
    new TextEncoder().encode(JSON.stringify(header, writeNumber) + "\n"),
    ...tensors.map(({ data }) =>
      new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    ),
  ];
  const digest = createHash("sha256");
  for (const part of parts) digest.update(part);
  const first = new TextEncoder().encode(
    `${MAGIC}${VERSION} ${digest.digest("hex")}\n`,
  );
  return joined([first, ...parts]);
}

function decode(bytes: Uint8Array, path: string): Checkpoint {
  const [first, rest] = splitLine(bytes);
  if (!first.startsWith(MAGIC)) {
    throw unusable(path, {
      en: "it must begin as a checkpoint does: it begins otherwise",
      zh: "它的开头必须是检查点的开头：现在不是",
    });
  }
  const [version, digest] = first.slice(MAGIC.length).split(" ");
  if (version !== `${VERSION}`) {
    throw unusable(path, {
      en: `its version must be ${VERSION}: it is ${version}`,
      zh: `它的版本必须是 ${VERSION}：现在是 ${version}`,
    });
  }
  if (createHash("sha256").update(rest).digest("hex") !== digest) {
    throw unusable(path, {
      en: "it must be whole: it is cut short or damaged",
      zh: "它必须完整：现在被截断或已损坏",
    });
  }
  const [text, data] = splitLine(rest);
  const { identity, position, tensors } = JSON.parse(text, readNumber);
  return { identity, position, tensors: readTensors(tensors, data) };
}

/** JSON has no NaN and no infinity, which a history may hold. */
function writeNumber(_key: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value)
    ? { number: `${value}` }
    : value;
}

function readNumber(_key: string, value: unknown): unknown {
  const isWritten = typeof value === "object" && value !== null &&
    "number" in value;
  return isWritten ? Number(value.number) : value;
}

function readTensors(
  heads: readonly Omit<Values, "data">[],
  data: Uint8Array,
): Values[] {
  let offset = 0;
  return heads.map(({ name, dtype, shape }) => {
    const size = shape.reduce((product, length) => product * length, 1);
    const bytes = dtype === "bool" ? size : 4 * size;
    // A copy, as a view of four bytes to a number must begin at a multiple of four.
    const { buffer } = data.slice(offset, offset += bytes);
    const values = dtype === "float32"
      ? new Float32Array(buffer)
      : dtype === "int32"
      ? new Int32Array(buffer)
      : new Uint8Array(buffer);
    return { name, dtype, shape, data: values };
  });
}

function requireSame(
  found: Record<string, unknown>,
  expected: Record<string, unknown>,
  path: string,
): void {
  const differs = Object.keys({ ...found, ...expected }).find((key) =>
    JSON.stringify(found[key]) !== JSON.stringify(expected[key])
  );
  if (differs === undefined) return;
  const [is, must] = [found[differs], expected[differs]].map((value) =>
    shortened(JSON.stringify(value) ?? "nothing")
  );
  throw unusable(path, {
    en: `its ${differs} must be ${must}: it is ${is}`,
    zh: `它的 ${differs} 必须是 ${must}：现在是 ${is}`,
  });
}

function unusable(path: string, reason: Bilingual): Trouble {
  return new Trouble({
    en:
      `Cannot go on from the checkpoint ${path} as ${reason.en}; --fresh begins anew`,
    zh:
      `无法从检查点 ${path} 继续，因为${reason.zh}；使用 --fresh 可以重新开始`,
  });
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function splitLine(bytes: Uint8Array): [string, Uint8Array] {
  const end = bytes.indexOf(10);
  if (end === -1) return [new TextDecoder().decode(bytes.slice(0, 80)), bytes];
  return [
    new TextDecoder().decode(bytes.subarray(0, end)),
    bytes.subarray(end + 1),
  ];
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(
    parts.reduce((length, part) => length + part.length, 0),
  );
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
