import { assertEquals, assertThrows } from "@std/assert";
import { join } from "node:path";
import { type Disk, writeWhole } from "../../../experiments/files.ts";
import {
  type Checkpoint,
  fileStore,
} from "../../../experiments/training/checkpoint.ts";
import { Trouble } from "../../../experiments/trouble.ts";

const IDENTITY = { experiment: "toy", seed: 5 };

const CHECKPOINT: Checkpoint = {
  identity: IDENTITY,
  position: {
    step: 3,
    history: [{ step: 2, loss: 0.1, exact: NaN, ratio: -Infinity }],
    lossSum: 0.3,
    lossCount: 1,
    seconds: 1.5,
    done: false,
    stoppedEarly: false,
  },
  tensors: [
    {
      name: "flags",
      dtype: "bool",
      shape: [3],
      data: new Uint8Array([1, 0, 1]),
    },
    {
      name: "weights",
      dtype: "float32",
      shape: [1, 2],
      data: new Float32Array([1e-40, -0]),
    },
    { name: "step", dtype: "int32", shape: [], data: new Int32Array([-7]) },
  ],
};

/** Runs a function with the path of a checkpoint in a folder of its own. */
function withPath(use: (path: string) => void): void {
  const folder = Deno.makeTempDirSync();
  try {
    use(join(folder, "deep", "toy.checkpoint"));
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("fileStore() reads what it wrote, to the bit, when the file is whole", () => {
  withPath((path) => {
    const store = fileStore(path);
    assertEquals(store.read(IDENTITY), null);
    store.write(CHECKPOINT);
    assertEquals(store.read(IDENTITY), CHECKPOINT);
    const names = [...Deno.readDirSync(join(path, ".."))].map(({ name }) =>
      name
    );
    assertEquals(names, ["toy.checkpoint"]);
  });
});

const DAMAGES: [
  what: string,
  damage: (bytes: Uint8Array) => Uint8Array,
  says: string,
][] = [
  ["cut short", (bytes) => bytes.slice(0, -1), "cut short or damaged"],
  ["cut within its first line", (bytes) => bytes.slice(0, 30), "cut short"],
  ["empty", () => new Uint8Array(), "begins otherwise"],
  [
    "of another kind",
    () => new TextEncoder().encode("PNG\n"),
    "begins otherwise",
  ],
  [
    "of another version",
    (bytes) =>
      new TextEncoder().encode(
        new TextDecoder().decode(bytes).replace("checkpoint/1", "checkpoint/2"),
      ),
    "version must be 1: it is 2",
  ],
  [
    "changed in one bit",
    (bytes) => bytes.with(bytes.length - 3, bytes[bytes.length - 3] ^ 1),
    "damaged",
  ],
];

for (const [what, damage, says] of DAMAGES) {
  Deno.test(`fileStore() says so in a line and changes nothing when the file is ${what}`, () => {
    withPath((path) => {
      const store = fileStore(path);
      store.write(CHECKPOINT);
      const damaged = damage(Deno.readFileSync(path));
      Deno.writeFileSync(path, damaged);
      const error = assertThrows(() => store.read(IDENTITY), Trouble, says);
      assertEquals(error.text.en.split("\n").length, 1);
      assertEquals(error.text.zh.includes("--fresh"), true);
      assertEquals(Deno.readFileSync(path), damaged);
    });
  });
}

Deno.test("fileStore() names what differs when the checkpoint is of another training", () => {
  withPath((path) => {
    const store = fileStore(path);
    store.write(CHECKPOINT);
    assertThrows(
      () => store.read({ ...IDENTITY, seed: 6 }),
      Trouble,
      "its seed must be 6: it is 5",
    );
  });
});

/** A disk that takes so many bytes and no more. */
function fullDisk(room: number): Disk {
  return {
    open(path, options) {
      const file = Deno.openSync(path, options);
      return {
        writeSync(bytes) {
          if (room === 0) throw new Error("No space left on device");
          const part = bytes.subarray(0, room);
          room -= part.length;
          return file.writeSync(part);
        },
        syncSync: () => file.syncSync(),
        close: () => file.close(),
      };
    },
  };
}

Deno.test("writeWhole() keeps what was there and leaves nothing beside when the disk is full", () => {
  withPath((path) => {
    writeWhole(path, "before");
    const error = assertThrows(
      () => writeWhole(path, "a longer text", fullDisk(5)),
      Trouble,
      "No space left",
    );
    assertEquals(error.text.en.includes(path), true);
    assertEquals(Deno.readTextFileSync(path), "before");
    assertEquals([...Deno.readDirSync(join(path, ".."))].length, 1);
  });
});

Deno.test("writeWhole() says so when a file stands where the folder has to be", () => {
  withPath((path) => {
    writeWhole(path, "a file");
    assertThrows(
      () => writeWhole(join(path, "below"), ""),
      Trouble,
      "Cannot write",
    );
  });
});
