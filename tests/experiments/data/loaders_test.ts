import { assert, assertEquals, assertThrows } from "@std/assert";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { loadBabi, parseBabi } from "../../../experiments/data/babi.ts";
import { loadMnist, parseDigits } from "../../../experiments/data/mnist.ts";
import type { DataFile } from "../../../experiments/data/read.ts";
import {
  loadReviews,
  parseReviews,
} from "../../../experiments/data/reviews.ts";
import {
  loadSorting,
  parseSorting,
} from "../../../experiments/data/sort_pointer.ts";
import {
  checksumOf,
  filesOf,
  type SourceName,
  SOURCES,
} from "../../../experiments/data/sources.ts";
import {
  loadSentencePairs,
  parseSentencePairs,
} from "../../../experiments/data/tatoeba.ts";
import { Trouble } from "../../../experiments/trouble.ts";
import { PUBLIC_DATA } from "../support.ts";

function file(text: string): DataFile {
  return { path: "data/file", bytes: new TextEncoder().encode(text) };
}

/** Asserts that a file is refused, at a place. */
function assertCorrupt(parse: () => unknown, place: string, expected: string) {
  const { text } = assertThrows(parse, Trouble, expected);
  assert(text.en.startsWith(`Cannot read ${place} as it must be`), text.en);
  assert(text.zh.startsWith(`无法读取 ${place}，`), text.zh);
}

const STORY = `1 Mary went to the hall.
2 Is Mary there? \tyes\t1
3 John took the ball.
4 Where is Mary? \thall,garden\t1 3
1 Sandra left.
2 Who left?\tSandra\t1
`;

Deno.test("parseBabi() gives each question the statements before it when stories follow one another", () => {
  const questions = parseBabi(file(STORY));
  assertEquals(questions.map(({ story }) => story.length), [1, 2, 1]);
  assertEquals(questions[1], {
    story: [["mary", "went", "to", "the", "hall"], [
      "john",
      "took",
      "the",
      "ball",
    ]],
    question: ["where", "is", "mary"],
    answer: "hall,garden",
    support: [0, 1],
  });
});

Deno.test("parseBabi() names the line when a file is corrupt", () => {
  const swapped = STORY.replace("3 John", "5 John");
  assertCorrupt(() => parseBabi(file(swapped)), "data/file:3", '"3 " or "1 "');
  const later = STORY.replace("yes\t1", "yes\t3");
  assertCorrupt(
    () => parseBabi(file(later)),
    "data/file:2",
    "earlier statements",
  );
  const mute = STORY.replace("yes\t1", "\t1");
  assertCorrupt(() => parseBabi(file(mute)), "data/file:2", "an answer");
  assertCorrupt(() => parseBabi(file("")), "data/file:1", "a line");
  const bytes = new Uint8Array([49, 32, 255]);
  assertCorrupt(
    () => parseBabi({ path: "data/file", bytes }),
    "data/file",
    "UTF-8",
  );
});

Deno.test("parseSentencePairs() reads two columns or three", () => {
  assertEquals(parseSentencePairs(file("Go.\tVa !\nHi.\t嗨。\tCC-BY\n")), [
    { english: "Go.", other: "Va !", credit: null },
    { english: "Hi.", other: "嗨。", credit: "CC-BY" },
  ]);
  assertCorrupt(
    () => parseSentencePairs(file("Go.\tVa !\nHi.\n")),
    "data/file:2",
    "two sentences",
  );
});

Deno.test("parseReviews() splits sentences into words, and names the line when one is no review", () => {
  const review = {
    file: "pos/a.txt",
    fold: 1,
    label: "pos",
    sentences: ["a fine movie .", "go"],
  };
  const line = JSON.stringify(review);
  assertEquals(parseReviews(file(line)), [{
    name: "pos/a.txt",
    fold: 1,
    positive: true,
    sentences: [["a", "fine", "movie", "."], ["go"]],
  }]);
  const bad = [
    line.slice(0, -1),
    "null",
    JSON.stringify({ ...review, label: "good" }),
    JSON.stringify({ ...review, sentences: [] }),
    JSON.stringify({ ...review, sentences: [1] }),
  ];
  for (const other of bad) {
    assertCorrupt(
      () => parseReviews(file(`${line}\n${other}\n`)),
      "data/file:2",
      "sentences",
    );
  }
});

Deno.test("parseSorting() reads numbers and their order, and names the line when they disagree", () => {
  assertEquals(parseSorting(file("7,3,5\n"), file("1,2,0\n")), [
    { numbers: [7, 3, 5], order: [1, 2, 0] },
  ]);
  assertEquals(parseSorting(file("9,6,1,0\n"), file("1,0\n"), 2)[0].order, [
    1,
    0,
  ]);
  assertCorrupt(
    () => parseSorting(file("7,3\n1,x\n"), file("1,0\n0,1\n")),
    "data/file:2",
    "numbers",
  );
  assertCorrupt(
    () => parseSorting(file("7,3\n1,2\n"), file("1,0\n0,0\n")),
    "data/file:2",
    "0 to 1",
  );
  assertCorrupt(
    () => parseSorting(file("7,3\n1,2\n"), file("1,0\n")),
    "data/file",
    "2 lines",
  );
  assertCorrupt(
    () => parseSorting(file("7,3,1\n"), file("1,0\n"), 2),
    "data/file:1",
    "an even count",
  );
});

/** A packed file of the IDX form. */
function idx(type: number, sizes: number[], values: number[]): DataFile {
  const header = new DataView(new ArrayBuffer(4 * (sizes.length + 1)));
  [type, ...sizes].forEach((value, i) => header.setUint32(4 * i, value));
  const bytes = gzipSync(
    new Uint8Array([...new Uint8Array(header.buffer), ...values]),
  );
  return { path: "data/file.gz", bytes: new Uint8Array(bytes) };
}

Deno.test("parseDigits() unpacks images and labels, and says what is wrong with others", () => {
  const images = idx(2051, [2, 1, 3], [1, 2, 3, 4, 5, 6]);
  const labels = idx(2049, [2], [7, 0]);
  const digits = parseDigits(images, labels);
  assertEquals(digits.images.map((image) => [...image]), [[1, 2, 3], [
    4,
    5,
    6,
  ]]);
  assertEquals([...digits.labels, digits.rows, digits.columns], [7, 0, 1, 3]);
  const wrong: [DataFile, DataFile, string][] = [
    [labels, labels, "type 2051"],
    [idx(2051, [2, 1, 3], [1, 2]), labels, "6 values long"],
    [images, idx(2049, [1], [7]), "2 labels"],
    [{ ...images, bytes: images.bytes.slice(0, -5) }, labels, "gzip"],
    [{ ...images, bytes: new Uint8Array([1, 2]) }, labels, "gzip"],
  ];
  for (const [pixels, names, expected] of wrong) {
    assertCorrupt(() => parseDigits(pixels, names), "data/file.gz", expected);
  }
});

Deno.test("loaders name the public source and the checksum when the data are absent", () => {
  const folder = Deno.makeTempDirSync();
  try {
    for (const data of [null, folder]) {
      const error = assertThrows(() => loadSorting(data, "5"), Trouble);
      assert(error.text.en.includes("github.com/zygmuntz"), error.text.en);
      assert(error.text.en.includes(checksumOf("sorting", "x_5.csv")!));
      assert(error.text.zh.includes("SHA-256"), error.text.zh);
    }
  } finally {
    Deno.removeSync(folder);
  }
  assertThrows(() => loadBabi(null, 21, "test"), RangeError, "from 1 to 20");
});

const isThere = await Deno.stat(PUBLIC_DATA).then(() => true, () => false);

Deno.test({
  name: "loaders read every public file when it is beside the project",
  ignore: !isThere,
  fn() {
    for (let task = 1; task <= 20; task++) {
      for (const part of ["train", "test"] as const) {
        const { length } = loadBabi(PUBLIC_DATA, task, part);
        assertEquals(length, 1000, `task ${task}, ${part}`);
      }
    }
    assertEquals(loadMnist(PUBLIC_DATA).images.length, 10_000);
    assertEquals(loadReviews(PUBLIC_DATA).length, 1000);
    assertEquals(loadSentencePairs(PUBLIC_DATA, "french").length, 30_000);
    assertEquals(loadSentencePairs(PUBLIC_DATA, "chinese").length, 29_155);
    for (const task of ["3", "5", "8", "sums"] as const) {
      assertEquals(loadSorting(PUBLIC_DATA, task).length, 10_000);
    }
    assertEquals(loadSorting(PUBLIC_DATA, "sums", "test").length, 10_000);
  },
});

Deno.test({
  name: "checksumOf() is the file's when it is beside the project",
  ignore: !isThere,
  fn() {
    for (const name of Object.keys(SOURCES) as SourceName[]) {
      for (const file of filesOf(name)) {
        const bytes = Deno.readFileSync(
          join(PUBLIC_DATA, SOURCES[name].folder, file),
        );
        const digest = createHash("sha256").update(bytes).digest("hex");
        assertEquals(checksumOf(name, file), digest, file);
      }
    }
  },
});
