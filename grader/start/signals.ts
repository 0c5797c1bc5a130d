/**
 * Signals, and mistakes of the program itself: whatever ends it, the terminal
 * is given back first.
 *
 * @module
 */

/** What is to be done on a signal. */
export interface SignalHandlers {
  /** The terminal has another size. */
  resized?: () => void;
  /** The process was stopped, as by Ctrl-Z, and goes on. */
  resumed?: () => void;
}

// Their numbers, which a shell adds to 128.
const STOPPING = { SIGINT: 2, SIGHUP: 1, SIGTERM: 15 } as const;

/**
 * Listens to signals until closed.
 *
 * @returns `stopped` is fulfilled with the exit status when a signal asks to end, and rejected when something was thrown that nobody caught.
 */
export function onSignals(
  { resized, resumed }: SignalHandlers,
): { stopped: Promise<number>; close: () => void } {
  const { promise: stopped, resolve, reject } = Promise.withResolvers<
    number
  >();
  const crashed = (event: ErrorEvent | PromiseRejectionEvent) => {
    event.preventDefault();
    reject("reason" in event ? event.reason : event.error);
  };
  globalThis.addEventListener("error", crashed);
  globalThis.addEventListener("unhandledrejection", crashed);
  const undo: (() => void)[] = [
    () => globalThis.removeEventListener("error", crashed),
    () => globalThis.removeEventListener("unhandledrejection", crashed),
  ];
  const listen = (signal: Deno.Signal, act: () => void) => {
    try {
      Deno.addSignalListener(signal, act);
      undo.push(() => Deno.removeSignalListener(signal, act));
    } catch {
      // Windows has but some of them.
    }
  };
  for (const [name, number] of Object.entries(STOPPING)) {
    listen(name as Deno.Signal, () => resolve(128 + number));
  }
  if (resized) listen("SIGWINCH", resized);
  if (resumed) listen("SIGCONT", resumed);
  return { stopped, close: () => undo.forEach((each) => each()) };
}
