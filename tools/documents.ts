import type { ProjectFile } from "./project_files.ts";
import { countCodeLines } from "./source_text.ts";

/** A file that needs more lines than a reader keeps in mind wants to be two. */
const MAX_CODE_LINES = 250;

/**
 * Deno versions in documents that are not the pinned one.
 *
 * @param toolVersions The text of .tool-versions.
 * @param files Documents and scripts.
 */
export function findVersionViolations(
  toolVersions: string,
  files: readonly ProjectFile[],
): string[] {
  const pinned = /^deno +(?<version>\d+\.\d+\.\d+)$/m.exec(toolVersions)
    ?.groups?.version;
  if (!pinned) return [".tool-versions: has no line `deno X.Y.Z`"];
  return eachLine(
    files,
    (line) =>
      [...line.matchAll(/\bdeno@(?<version>[\w.^~-]*\w)/g)]
        .map(({ groups }) => groups!.version)
        .filter((version) => version !== pinned)
        .map((version) => `deno@${version} differs from ${pinned}`),
  );
}

/**
 * Headings that two languages of one document do not share.
 *
 * @param documents All documents; each README.md that must have a README.zh.md is in `folders`.
 * @param folders Folders with a README in both languages; "" is the root.
 */
export function findHeadingViolations(
  documents: readonly ProjectFile[],
  folders: readonly string[],
): string[] {
  const texts = new Map(documents.map(({ path, text }) => [path, text]));
  return folders.flatMap((folder) => {
    const paths = ["README.md", "README.zh.md"].map((name) => folder + name);
    const missing = paths.filter((path) => !texts.has(path));
    if (missing.length > 0) return missing.map((path) => `${path}: is missing`);
    const [english, chinese] = paths.map((path) => headings(texts.get(path)!));
    const longer = english.length > chinese.length ? english : chinese;
    const differs = longer.findIndex((_, i) =>
      level(english[i]) !== level(chinese[i])
    );
    const show = (heading?: string) => heading ? `"${heading}"` : "nothing";
    return differs === -1 ? [] : [
      `${paths[1]}: heading ${differs + 1} is ${show(chinese[differs])}, in ${
        paths[0]
      } ${show(english[differs])}`,
    ];
  });
}

/**
 * Relative links that lead nowhere.
 *
 * @param documents The documents.
 * @param exists Whether there is a file or folder at a path from the root.
 */
export function findLinkViolations(
  documents: readonly ProjectFile[],
  exists: (path: string) => boolean,
): string[] {
  return documents.flatMap((document) =>
    eachLine(
      [{ ...document, text: prose(document.text) }],
      (line) =>
        linksOf(line)
          .filter((link) => !/^(#|\/\/|[a-z][a-z\d+.-]*:)/i.test(link))
          .filter((link) => !exists(pathOf(link, document.path)))
          .map((link) => `links to ${link}, which does not exist`),
    )
  );
}

/** Sources with too many lines; tests are exempt, for a long list of cases is easy to read. */
export function findLengthViolations(
  files: readonly ProjectFile[],
): string[] {
  return files
    .filter(({ path }) => !/^tests\/|_test\.ts$/.test(path))
    .map(({ path, text }) => ({ path, lines: countCodeLines(text) }))
    .filter(({ lines }) => lines > MAX_CODE_LINES)
    .map(({ path, lines }) =>
      `${path}: has ${lines} lines of code, more than ${MAX_CODE_LINES}`
    );
}

function eachLine(
  files: readonly ProjectFile[],
  judge: (line: string) => string[],
): string[] {
  return files.flatMap(({ path, text }) =>
    text.split("\n").flatMap((line, i) =>
      judge(line).map((reason) => `${path}:${i + 1}: ${reason}`)
    )
  );
}

/** The document with code and formulas blanked: what looks like a heading or link there is none. */
function prose(text: string): string {
  const blank = (code: string) => code.replace(/[^\n]/g, " ");
  return text
    .replace(/^ *(```+|~~~+).*\n[^]*?^ *\1[`~]* *$/gm, blank)
    .replace(/(`+)(?!`)[^]*?[^`]\1(?!`)/g, blank)
    .replace(/\$[^$\n]+\$/g, blank);
}

function headings(text: string): string[] {
  return text.replace(/^ *(```+|~~~+).*\n[^]*?^ *\1[`~]* *$/gm, "")
    .split("\n").filter((line) => /^#{1,6} /.test(line));
}

function level(heading?: string): number | undefined {
  return heading?.indexOf(" ");
}

function linksOf(line: string): string[] {
  const inline = /\]\(\s*<?(?<link>[^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g;
  const definition = /^ {0,3}\[[^\]^][^\]]*\]:\s*<?(?<link>[^\s>]+)/g;
  return [inline, definition].flatMap((form) =>
    [...line.matchAll(form)].map(({ groups }) => groups!.link)
  );
}

function pathOf(link: string, from: string): string {
  const { pathname } = new URL(link, `file:///${from}`);
  return decodeURIComponent(pathname.slice(1));
}
