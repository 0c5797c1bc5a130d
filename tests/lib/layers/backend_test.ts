import { assertEquals, assertMatch } from "@std/assert";
import { initBackend, tf } from "@mneme/mneme/layers";

Deno.test("initBackend() takes WebAssembly, as often as it is called", async () => {
  for (const backend of ["auto", "wasm"] as const) {
    assertEquals(await initBackend({ backend }), {
      name: "wasm",
      reason: null,
    });
    assertEquals(tf.matMul([[2]], [[3]]).arraySync(), [[6]]);
  }
});

Deno.test("initBackend() takes the CPU when told to, and comes back", async () => {
  assertEquals(await initBackend({ backend: "cpu" }), {
    name: "cpu",
    reason: "asked for",
  });
  assertEquals(tf.getBackend(), "cpu");
  await initBackend();
  assertEquals(tf.getBackend(), "wasm");
});

Deno.test("initBackend() falls back to the CPU without permissions, quietly, and says why", async () => {
  const layers = import.meta.resolve("../../../lib/layers/mod.ts");
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--no-check", "--lock=deno.dev.lock", "-"],
    env: { NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = process.stdin.getWriter();
  await writer.write(new TextEncoder().encode(`
    import { initBackend, tf } from ${JSON.stringify(layers)};
    const { name, reason } = await initBackend();
    console.log(name, tf.matMul([[2]], [[3]]).dataSync()[0], reason);
    await initBackend({ backend: "wasm" }).catch((error) => console.log(error.message));
  `));
  await writer.close();
  const { code, stdout, stderr } = await process.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  assertEquals({ code, stderr: text(stderr) }, { code: 0, stderr: "" });
  const [fallen, refused] = text(stdout).split("\n");
  const why = /WebAssembly did not start: NotCapable: Requires read access to /;
  assertMatch(fallen, new RegExp(`^cpu 6 ${why.source}`));
  assertMatch(refused, why);
});
