import type { Result } from "../result.ts";
import type { Language } from "../text.ts";

/** What a report may need to know besides the result. */
export interface RenderOptions {
  language: Language;
  /** The submission as the user named it. */
  submission: string;
  /** True if the report goes to a file, where there is no terminal's width or color. */
  toFile: boolean;
}

type Renderer = (result: Result, options: RenderOptions) => Promise<string>;

// Each form is loaded when it is asked for.
const RENDERERS = {
  text: async (result, { language, submission, toFile }) => {
    const [{ textReport }, { terminalLayout }] = await Promise.all([
      import("./text.ts"),
      import("./layout.ts"),
    ]);
    const layout = toFile ? { width: 80, color: false } : terminalLayout();
    return textReport(result, { language, layout, submission });
  },
  json: async (result) => (await import("./json.ts")).jsonReport(result),
  html: async (result, { language }) =>
    (await import("./html.ts")).htmlReport(result, language),
  csv: async (result, { language }) =>
    (await import("./csv.ts")).csvReport(result, language),
  junit: async (result, { language }) =>
    (await import("./junit.ts")).junitReport(result, language),
  gradescope: async (result, { language }) =>
    (await import("./gradescope.ts")).gradescopeReport(result, language),
  classroom: async (result, { language }) =>
    (await import("./classroom.ts")).classroomReport(result, language),
} satisfies Record<string, Renderer>;

/** A form of report. */
export type Format = keyof typeof RENDERERS;

/** The forms there are. */
export const FORMATS = Object.keys(RENDERERS) as Format[];

/** A result as a report. */
export function render(
  format: Format,
  result: Result,
  options: RenderOptions,
): Promise<string> {
  return RENDERERS[format](result, options);
}
