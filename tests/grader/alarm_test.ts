import { assert, assertEquals } from "@std/assert";
import { setAlarm } from "../../grader/box/alarm.ts";

/** Does nothing else for so many milliseconds. */
function busy(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

Deno.test("setAlarm() rings once, not before its limit, when nothing cancels it", async () => {
  const started = performance.now();
  const rung: number[] = [];
  await new Promise<void>((resolve) =>
    setAlarm(230, () => {
      rung.push(performance.now() - started);
      resolve();
    })
  );
  await turn();
  assertEquals(rung.length, 1);
  // Timers may be a millisecond early.
  assert(rung[0] > 225, `${rung[0]} ms`);
});

Deno.test("setAlarm() does not ring when the answer waited while the process was busy", async () => {
  let rung = false;
  const cancel = setAlarm(230, () => rung = true);
  const answer = turn();
  busy(700);
  await answer;
  // What came in after the busy time is heard before the limit is.
  for (let i = 0; i < 5; i++) await turn();
  cancel();
  assertEquals(rung, false);
});

Deno.test("setAlarm() does not ring when it is cancelled", async () => {
  let rung = false;
  for (const limit of [0, 3, 130]) setAlarm(limit, () => rung = true)();
  await new Promise((resolve) => setTimeout(resolve, 150));
  assertEquals(rung, false);
});
