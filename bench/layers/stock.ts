import { tf } from "../../lib/layers/mod.ts";

/**
 * Starts a backend of TensorFlow.js as it comes. WebAssembly has no kernel for
 * the gradient of gather, without which nothing with embeddings trains: it gets
 * the product with a one-hot matrix that people write in its place.
 *
 * @param kind `stock` is WebAssembly.
 */
export async function startStock(kind: "stock" | "cpu"): Promise<void> {
  await tf.setBackend(kind === "cpu" ? "cpu" : "wasm");
  if (kind === "cpu") return;
  tf.registerKernel({
    kernelName: "UnsortedSegmentSum",
    backendName: "wasm",
    kernelFunc: ({ inputs, attrs }) => {
      const { x, segmentIds } = inputs as Record<string, tf.Tensor>;
      const { numSegments } = attrs as unknown as { numSegments: number };
      return tf.tidy(() => {
        const hot = tf.oneHot(segmentIds.flatten(), numSegments);
        const rows = x.reshape([segmentIds.size, -1]);
        return tf.matMul(hot.cast("float32"), rows, true)
          .reshape([numSegments, ...x.shape.slice(segmentIds.rank)]);
      });
    },
  });
}
