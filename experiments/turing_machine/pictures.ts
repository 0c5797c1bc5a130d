/**
 * What a machine says and where its heads look, step by step, as in the paper's
 * figures 4 and 6.
 *
 * @module
 */
import {
  tf,
  turingMachineStart,
  turingMachineStep,
  type TuringMachineWeights,
} from "../../lib/layers/mod.ts";
import type { Bilingual, Run } from "../experiment.ts";
import { heatMap } from "../report/heat_map.ts";
import { type Machine, toBatch } from "./machines.ts";
import type { Episode } from "./tasks.ts";

/** The weight of a slot that a head looks at, and at no other as much. */
const MOST = 0.5;

const TEXT = {
  en: {
    step: "step",
    bit: "bit",
    slot: "slot",
    probability: "P(1)",
    weight: "weight",
  },
  zh: {
    step: "时间步",
    bit: "位",
    slot: "存储单元",
    probability: "P(1)",
    weight: "权重",
  },
};

/** Draws what is asked for, what is said, and the addresses of every head. */
export async function drawEpisode(
  run: Run,
  machine: Machine,
  episode: Episode,
): Promise<void> {
  const text = TEXT[run.language];
  const { targets } = episode;
  const said = tf.tidy(() => {
    const { inputs } = toBatch([episode]);
    const all = tf.sigmoid(tf.squeeze(machine.run(inputs), [0]));
    return all.arraySync() as number[][];
  }).slice(-targets.length);
  const bits = {
    rows: { label: text.bit },
    columns: { label: text.step },
    range: [0, 1] as const,
    unit: text.probability,
  };
  await draw(run, "asked", { en: "What is asked for", zh: "要求的输出" }, {
    ...bits,
    values: turn(targets),
  });
  await draw(run, "said", { en: "What is said", zh: "实际的输出" }, {
    ...bits,
    values: turn(said),
  });
  if (machine.weights) await drawAddresses(run, machine.weights, episode);
}

async function drawAddresses(
  run: Run,
  weights: TuringMachineWeights,
  episode: Episode,
): Promise<void> {
  const reads = weights.reads.shape[0];
  const heads = addressesOf(weights, episode);
  const text = TEXT[run.language];
  for (const [k, values] of heads.entries()) {
    const writes = k >= reads;
    const number = heads.length > 2 ? 1 + (writes ? k - reads : k) : null;
    const [name, title] = nameHead(writes, number);
    const slots = usedSlots(values);
    await draw(run, name, title, {
      values: slots.map((n) => values.map((step) => step[n])),
      rows: {
        label: text.slot,
        names: slots.map((n, i) =>
          i === 0 || i === slots.length - 1 ? String(n) : ""
        ),
      },
      columns: { label: text.step },
      range: [0, 1],
      unit: text.weight,
    });
  }
}

function nameHead(
  writes: boolean,
  number: number | null,
): [name: string, title: Bilingual] {
  const [kind, zh] = writes ? ["write", "写"] : ["read", "读"];
  return number === null
    ? [kind, { en: `Addresses of the ${kind} head`, zh: `${zh}头的寻址权重` }]
    : [`${kind}-${number}`, {
      en: `Addresses of ${kind} head ${number}`,
      zh: `${zh}头 ${number} 的寻址权重`,
    }];
}

/** The addresses of each head, a row to a step. */
export function addressesOf(
  weights: TuringMachineWeights,
  episode: Episode,
): number[][][] {
  return tf.tidy(() => {
    const { inputs } = toBatch([episode]);
    let state = turingMachineStart(weights, 1);
    const steps = tf.unstack(inputs, 1).map((input) => {
      state = turingMachineStep(weights, state, input as tf.Tensor2D).state;
      return state.addresses.arraySync()[0];
    });
    return steps[0].map((_, head) => steps.map((heads) => heads[head]));
  });
}

/** The slots from the first to the last that a head looks at mostly. */
function usedSlots(values: readonly number[][]): number[] {
  const all = values[0].map((_, n) => n);
  const used = all.filter((n) => values.some((step) => step[n] >= MOST));
  return used.length > 0 ? all.slice(used[0], used[used.length - 1] + 1) : all;
}

async function draw(
  run: Run,
  name: string,
  title: Bilingual,
  map: Omit<Parameters<typeof heatMap>[0], "title" | "description">,
): Promise<void> {
  const caption = title[run.language];
  await run.picture(
    name,
    title,
    heatMap({ ...map, title: caption, description: caption }),
  );
}

/** Steps side by side, as time goes to the right. */
function turn(rows: readonly (readonly number[])[]): number[][] {
  return rows[0].map((_, i) => rows.map((row) => row[i]));
}
