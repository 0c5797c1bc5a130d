/**
 * Ctrl-C: the first lets what is under way finish, the second ends all at once.
 *
 * @module
 */

const SIGNALS: Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT"]
  : ["SIGINT", "SIGTERM"];

// On a terminal `deno task` passes a Ctrl-C on that has already come by itself.
const ONE_KEYSTROKE = 300;

/** Tells when to stop. */
export interface StopSign extends Disposable {
  requested: () => boolean;
}

/** Listens to Ctrl-C. */
export function listenToStop(
  { first, second }: { first: () => void; second: () => void },
): StopSign {
  let since: number | undefined;
  const listener = () => {
    if (since === undefined) {
      since = performance.now();
      first();
    } else if (performance.now() - since > ONE_KEYSTROKE) second();
  };
  for (const signal of SIGNALS) Deno.addSignalListener(signal, listener);
  return {
    requested: () => since !== undefined,
    [Symbol.dispose]() {
      for (const signal of SIGNALS) Deno.removeSignalListener(signal, listener);
    },
  };
}
