// The renderer is a compiled addon of 10 MB, which only pictures need.
// deno-lint-ignore no-import-prefix
import { Resvg } from "npm:@resvg/resvg-js@2.6.2";

/**
 * A picture of an SVG, as PNG.
 *
 * @param svg The SVG; text is set in the machine's own fonts.
 * @param width Pixels from left to right. Default: the SVG's own.
 */
export function renderPng(svg: string, width?: number): Uint8Array {
  return new Resvg(svg, {
    background: "white",
    font: { loadSystemFonts: true },
    ...width === undefined ? {} : { fitTo: { mode: "width", value: width } },
  }).render().asPng();
}

/** Whether the machine has a font for the characters of an SVG; without one they would all be the same empty box. */
export function hasFontFor(svg: string): boolean {
  const [character] = svg.match(/\p{Script=Han}/u) ?? [];
  if (character === undefined) return true;
  const [seen, other] = [character, character === "中" ? "文" : "中"].map((
    text,
  ) =>
    renderPng(
      `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16"><text y="14">${text}</text></svg>`,
    ).join()
  );
  return seen !== other;
}
