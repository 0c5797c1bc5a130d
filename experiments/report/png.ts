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
