import { readCatalog } from "../catalog.ts";
import { padded, paddedLeft } from "../report/layout.ts";
import type { Language } from "../text.ts";
import { readArguments } from "./usage.ts";

/** Prints the exercises, a line each. */
export async function listCommand(
  args: string[],
  language: Language,
): Promise<number> {
  await readArguments(args, { options: ["lang"], flags: [] });
  for (const exercise of await readCatalog()) {
    const { id, title, section, points } = exercise;
    const worth = paddedLeft(
      `${points} ${language === "en" ? "points" : "分"}`,
      9,
    );
    console.log(
      `${padded(id, 5)}${padded(title[language], 34)}${
        padded(`§${section}`, 7)
      }${worth}  ${exercise.folder}`,
    );
  }
  return 0;
}
