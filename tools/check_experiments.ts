/**
 * The gate of the experiments: each is in the registry under its own name, the
 * kept records agree with one another and with the experiment's notes, and
 * docs/experiments.md is what the records give.
 *
 * Run: deno task check:experiments
 *
 * @module
 */
import type { RunRecord } from "../experiments/record.ts";
import { EXPERIMENTS, folderOf } from "../experiments/registry.ts";
import {
  isReached,
  recordsByTask,
  type Row,
  spreadsOf,
} from "../experiments/table/table.ts";
import { documentsOf, readRows } from "../experiments/table/write.ts";
import { type ProjectFile, readProject, report } from "./project_files.ts";

/** Folders with an experiment that the registry does not name, and names without one. */
export function findUnregistered(
  paths: readonly string[],
  names: readonly string[],
): string[] {
  const folders = paths.flatMap((path) =>
    /^experiments\/(\w+)\/experiment\.ts$/.exec(path)?.[1] ?? []
  );
  const known = names.map(folderOf);
  return [
    ...folders.filter((folder) => !known.includes(folder))
      .map((folder) => `experiments/${folder}: is not in the registry`),
    ...known.filter((folder) => !folders.includes(folder))
      .map((folder) => `experiments/${folder}: has no experiment.ts`),
  ];
}

/** What is wrong with an experiment's records. */
export function findRecordViolations(row: Row): string[] {
  const { entry: { name }, experiment, records } = row;
  const tasks: readonly (string | null)[] = experiment.tasks ?? [null];
  const ids = new Set(
    records.flatMap(({ figures }) => figures.map(({ id }) => id)),
  );
  return [
    ...experiment.name === name
      ? []
      : [`${name}: calls itself ${experiment.name}`],
    ...records.filter(({ task }) => !tasks.includes(task))
      .map(({ task, seed }) =>
        `${name}: has no task ${task}, as of seed ${seed}`
      ),
    ...recordsByTask(row).flatMap(([task, records]) => [
      ...findDifferences(name, records),
      ...findUnexplained(row, task, records),
    ]),
    ...records.length === 0
      ? []
      : Object.keys(experiment.notes ?? {}).filter((id) => !ids.has(id))
        .map((id) => `${name}: has a note on ${id}, which no record has`),
  ];
}

/** Seeds of one experiment measure the same, against the same targets. */
function findDifferences(
  name: string,
  [first, ...others]: readonly RunRecord[],
): string[] {
  const kind = ({ figures, command }: RunRecord) =>
    JSON.stringify([
      figures.map(({ value: _, ...rest }) => rest),
      command.replace(/ --seed \d+$/, ""),
    ]);
  return others.filter((other) => kind(other) !== kind(first)).map((
    { seed },
  ) =>
    `${name}: the figures of seed ${seed} are not those of seed ${first.seed}`
  );
}

function findUnexplained(
  { entry: { name }, experiment }: Row,
  task: string | null,
  records: readonly RunRecord[],
): string[] {
  return spreadsOf(records)
    .filter((spread) =>
      isReached(spread) === false && !experiment.notes?.[spread.figure.id]
    )
    .map(({ figure: { id } }) =>
      `${name}${
        task === null ? "" : ` ${task}`
      }: ${id} is missed, and no note says why`
    );
}

/** Documents that are not what the records give. */
export function findStale(
  expected: ReadonlyMap<string, string>,
  documents: readonly ProjectFile[],
): string[] {
  const texts = new Map(documents.map(({ path, text }) => [path, text]));
  return [...expected].filter(([path, text]) => texts.get(path) !== text)
    .map(([path]) =>
      `${path}: is not what the records give: run deno task experiment --table`
    );
}

async function main(): Promise<void> {
  const sources = await readProject(["/experiment.ts"], ["experiments"]);
  const documents = await readProject([".md"], ["docs"]);
  const unregistered = findUnregistered(
    sources.map(({ path }) => path),
    EXPERIMENTS.map(({ name }) => name),
  );
  if (unregistered.length > 0) return report(unregistered, "");
  const rows = await readRows();
  report(
    [
      ...rows.flatMap(findRecordViolations),
      ...findStale(documentsOf(rows), documents),
    ],
    `${rows.length} experiments, their records and their table`,
  );
}

if (import.meta.main) await main();
