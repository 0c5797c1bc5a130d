import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  ArchiveError,
  MAXIMUM_ARCHIVE,
  MAXIMUM_MEMBERS,
  readArchive,
} from "../../../grader/class/archive.ts";
import { MAXIMUM_FILE } from "../../../grader/submission.ts";
import { gzip, tar, zip } from "./archives.ts";

const isProgram = (path: string) => path.endsWith(".ts");

async function textsOf(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Record<string, string>> {
  const members = await readArchive(bytes, isProgram);
  return Object.fromEntries(
    [...members].map(([path, member]) => [
      path,
      typeof member === "string" ? member : new TextDecoder().decode(member),
    ]),
  );
}

const CONTENT = {
  "a/x.ts": "one",
  "./b/y.ts": "二",
  "notes.md": "left out",
  "empty.ts": "",
};
const TEXTS = { "a/x.ts": "one", "b/y.ts": "二", "empty.ts": "" };

for (
  const [form, make] of Object.entries({
    zip: () => zip(CONTENT),
    tar: () => tar(CONTENT),
    "tar.gz": () => gzip(tar(CONTENT)),
  })
) {
  Deno.test(`readArchive() reads what is wanted when it is a ${form}`, async () => {
    assertEquals(await textsOf(await make()), TEXTS);
  });

  Deno.test(`readArchive() refuses a ${form} when it is cut off`, async () => {
    const bytes = await make();
    for (const share of [0.1, 0.4, 0.7]) {
      const cut = bytes.slice(0, Math.floor(bytes.length * share));
      await assertRejects(() => readArchive(cut, isProgram), ArchiveError);
    }
  });
}

const long = `${"folder/".repeat(30)}x.ts`;
Deno.test("readArchive() reads long names when a tar has them", async () => {
  assertEquals(await textsOf(tar({ [long]: "deep" })), { [long]: "deep" });
});

for (
  const path of ["../x.ts", "a/../../x.ts", "/x.ts", "C:/x.ts", "..\\x.ts"]
) {
  Deno.test(`readArchive() refuses an archive when it holds ${path}`, async () => {
    for (const bytes of [zip({ [path]: "" }), tar({ [path]: "" })]) {
      await assertRejects(
        () => readArchive(bytes, isProgram),
        ArchiveError,
        "leads out",
      );
    }
  });
}

Deno.test("readArchive() follows no link and reads no device when there are such", async () => {
  const names = { "x.ts": "/etc/passwd", "y.ts": "/etc/passwd", "z.ts": "" };
  assertEquals(
    await textsOf(tar(names, { "x.ts": "2", "y.ts": "1", "z.ts": "3" })),
    { "x.ts": "link", "y.ts": "link", "z.ts": "other" },
  );
  assertEquals(
    await textsOf(
      zip(names, {
        "x.ts": { mode: 0o120777 },
        "y.ts": { mode: 0o010644 },
        "z.ts": { mode: 0 },
      }),
    ),
    { "x.ts": "link", "y.ts": "other", "z.ts": "" },
  );
});

Deno.test("readArchive() keeps no more of a file than shows that it is too large", async () => {
  const large = { "x.ts": new Uint8Array(3 * MAXIMUM_FILE) };
  for (const bytes of [zip(large), await gzip(tar(large))]) {
    const members = await readArchive(bytes, isProgram);
    assertEquals(members.get("x.ts")!.length, MAXIMUM_FILE + 1);
  }
});

Deno.test("readArchive() refuses a zip when a size or a checksum lies", async () => {
  const lied = zip({ "x.ts": "twelve bytes" }, { "x.ts": { size: 3 } });
  await assertRejects(() => readArchive(lied, isProgram), ArchiveError);
  const spoiled = zip({ "x.ts": "twelve bytes" });
  spoiled[40] ^= 1;
  await assertRejects(
    () => readArchive(spoiled, isProgram),
    ArchiveError,
    "checksum",
  );
});

Deno.test("readArchive() refuses an archive when it unpacks to too much", async () => {
  const bomb = await gzip(new Uint8Array(MAXIMUM_ARCHIVE + 1));
  assert(bomb.length < 1_000_000);
  await assertRejects(
    () => readArchive(bomb, isProgram),
    ArchiveError,
    "64 MB",
  );
  const many = Object.fromEntries(
    Array.from({ length: MAXIMUM_MEMBERS + 1 }, (_, i) => [`${i}`, ""]),
  );
  await assertRejects(() => readArchive(zip(many), isProgram), ArchiveError);
  await assertRejects(() => readArchive(tar(many), isProgram), ArchiveError);
});

Deno.test("readArchive() refuses what is no archive", async () => {
  for (const bytes of ["", "hello", "x".repeat(5000), "PK and no more"]) {
    await assertRejects(
      () => readArchive(new TextEncoder().encode(bytes), isProgram),
      ArchiveError,
    );
  }
});

Deno.test("readArchive() never fails in another way when bytes are spoiled", async () => {
  const SEED = 11;
  let state = SEED;
  const next = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state % below;
  };
  const sources = [zip(CONTENT), tar(CONTENT), await gzip(tar(CONTENT))];
  for (let round = 0; round < 300; round++) {
    const bytes = sources[round % sources.length].slice();
    for (let i = 0; i < 3; i++) bytes[next(bytes.length)] = next(256);
    try {
      await readArchive(bytes, isProgram);
    } catch (error) {
      assert(error instanceof ArchiveError, `seed ${SEED}, ${round}: ${error}`);
    }
  }
});
