import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { secretFingerprint, secretSeed } from "../../grader/seed.ts";

const IDS = ["8-1", "8-2", "8-6"];

Deno.test("secretSeed() is the same whenever a submission is graded", () => {
  for (const id of IDS) {
    assertEquals(
      secretSeed("secret", "张伟").of(id),
      secretSeed("secret", "张伟").of(id),
    );
  }
  assertEquals(
    secretSeed("secret", "é").fingerprint,
    secretSeed("secret", "e\u0301").fingerprint,
  );
});

Deno.test("secretSeed() differs when secret, name or exercise do", () => {
  const seeds = ["a", "b"].flatMap((secret) =>
    ["x", "y", "x8-1"].flatMap((name) => {
      const seed = secretSeed(secret, name);
      return IDS.map((id) => seed.of(id));
    })
  );
  assertEquals(new Set(seeds).size, seeds.length);
  assert(seeds.every((seed) => Number.isSafeInteger(seed) && seed >= 0));
});

Deno.test("secretSeed() is HMAC-SHA-256 of name and exercise", async () => {
  const text = (value: string) => new TextEncoder().encode(value);
  const key = await crypto.subtle.importKey(
    "raw",
    text("key"),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const signature = await crypto.subtle.sign("HMAC", key, text('["x","8-1"]'));
  const [high, low] = [0, 4].map((at) => new DataView(signature).getUint32(at));
  // The first 53 bits.
  assertEquals(
    secretSeed("key", "x").of("8-1"),
    high * 2 ** 21 + Math.floor(low / 2 ** 11),
  );
});

Deno.test("secretSeed() has a fingerprint that is none of its seeds", () => {
  const { fingerprint, of } = secretSeed("secret", "x");
  assertEquals(fingerprint.length, 12);
  assertNotEquals(fingerprint, secretSeed("secret", "y").fingerprint);
  assertNotEquals(fingerprint, secretFingerprint("secret"));
  for (const id of IDS) {
    assert(!of(id).toString(16).includes(fingerprint.slice(0, 6)));
  }
});
