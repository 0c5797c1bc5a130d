import { assert, assertEquals, assertMatch } from "@std/assert";
import { heatMap } from "../../../experiments/report/heat_map.ts";
import { htmlReport } from "../../../experiments/report/html.ts";
import { historyCharts } from "../../../experiments/report/history_charts.ts";
import type { Experiment } from "../../../experiments/experiment.ts";
import { toyExperiment } from "../toy.ts";
import { runShort } from "../support.ts";

const toy: Experiment = {
  ...toyExperiment(100),
  credit: "Data by <someone>, CC BY 4.0",
  async run(run) {
    const title = { en: "A picture", zh: "一幅图" };
    const description = "two by two";
    await run.picture(
      "map",
      title,
      heatMap({ title: title.en, description, values: [[1, 2], [3, 4]] }),
    );
    run.say(`${run.data}`); // Whoever asks where the data lie uses them.
    return await toyExperiment(100).run(run);
  },
};

const outcome = await runShort(toy, { data: "/there" });

for (const language of ["en", "zh"] as const) {
  Deno.test(`htmlReport() opens without a network and tells what came out when the language is ${language}`, () => {
    const html = htmlReport(toy, outcome, language);
    assertMatch(html, /^<!doctype html>/);
    assertEquals(/(?:src|href)="(?!\w+\.csv)/.test(html), false);
    assertMatch(html, /default-src 'none'/);
    assert(html.includes({ en: "<h1>A line", zh: "<h1>一条直线" }[language]));
    for (
      const text of [
        "deno task experiment toy --task line --short --seed 1",
        "Data by &lt;someone&gt;, CC BY 4.0",
        'href="first.csv"',
        "<figcaption>two by two",
        outcome.record.backend,
      ]
    ) assert(html.includes(text), text);
    // One picture, and the curves of the loss and of the slope.
    assertEquals(html.split("<svg ").length - 1, 3);
  });
}

Deno.test("htmlReport() gives no credit when no public data were used", async () => {
  const html = htmlReport(toy, await runShort(toy), "en");
  assertEquals(html.includes("CC BY 4.0"), false);
});

Deno.test("htmlReport() marks what missed its target", () => {
  const [slope] = outcome.record.figures;
  const target = { kind: "must" as const, atLeast: 100 };
  const record = { ...outcome.record, figures: [{ ...slope, target }] };
  const html = htmlReport(toy, { ...outcome, record }, "en");
  assertMatch(html, /class="missed">✗ not reached/);
  assertMatch(html, /must ≥ 100/);
});

Deno.test("historyCharts() puts many trainings into several charts, and few into one", () => {
  const [training] = outcome.trainings;
  const many = Array.from(
    { length: 13 },
    (_, i) => ({ ...training, name: `t${i}` }),
  );
  // The loss of 13 in groups of six, and their slopes.
  assertEquals(historyCharts(many, "en").length, 6);
  assertEquals(historyCharts([training], "en").length, 2);
  assertEquals(historyCharts([], "en"), []);
});
