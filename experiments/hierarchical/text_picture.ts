/**
 * A text with the weights of its words and sentences, as a picture.
 *
 * @module
 */
import { colorsOf } from "../report/color_scale.ts";
import {
  at,
  type Caption,
  label,
  pixelsOf,
  sheet,
  TITLE_HEIGHT,
} from "../report/svg.ts";

/** A sentence with its weight and those of its words. */
export interface WeighedSentence {
  weight: number;
  words: readonly { text: string; weight: number }[];
}

/** Texts, one above the other. */
export interface TextPicture extends Caption {
  texts: readonly { heading: string; sentences: readonly WeighedSentence[] }[];
}

const WIDTH = 760;
const LINE = 20;
const LEFT = 76;
const RIGHT = 20;
const BAR = { left: 12, width: 24, height: 14 };

/** Share of the color scale that is used, so that black text stays legible on it. */
const PALE = 0.45;

/**
 * Texts whose words lie on a color by their weight within the sentence, with a
 * bar and a number before each sentence for its weight.
 *
 * @param picture The texts.
 * @returns An SVG that stands alone, on white.
 */
export function textPicture(picture: TextPicture): string {
  const parts: string[] = [];
  let y = TITLE_HEIGHT + LINE;
  for (const { heading, sentences } of picture.texts) {
    parts.push(label(12, y, heading, { color: "#000" }));
    y += LINE + 4;
    const heaviest = Math.max(...sentences.map(({ weight }) => weight));
    for (const sentence of sentences) {
      const lines = drawSentence(sentence, heaviest, y);
      parts.push(lines.body);
      y = lines.bottom + LINE + 4;
    }
    y += LINE / 2;
  }
  return sheet(WIDTH, y, picture, parts.join(""));
}

function drawSentence(
  { weight, words }: WeighedSentence,
  heaviest: number,
  top: number,
): { body: string; bottom: number } {
  const strength = weight / heaviest;
  const bar = box(
    BAR.left,
    top,
    Math.max(1, BAR.width * strength),
    colorsOf(0, 1)(0.6),
  );
  const number = label(LEFT - 8, top, weight.toFixed(2), { anchor: "end" });
  const color = colorsOf(0, 1 / PALE);
  const most = Math.max(...words.map((word) => word.weight));
  const drawn: string[] = [bar, number];
  let [x, y] = [LEFT, top];
  for (const word of words) {
    const width = pixelsOf(word.text) + 8;
    if (x + width > WIDTH - RIGHT) {
      x = LEFT;
      y += LINE;
    }
    drawn.push(box(x, y, width, color(strength * word.weight / most)));
    drawn.push(label(x + width / 2, y, word.text, { anchor: "middle" }));
    x += width;
  }
  return { body: drawn.join(""), bottom: y };
}

/** A colored box behind a text whose base line is at y. */
function box(x: number, y: number, width: number, color: string): string {
  return `<rect x="${at(x)}" y="${at(y - 12)}" width="${at(width)}" height="${
    BAR.height + 2
  }" fill="${color}"/>`;
}
