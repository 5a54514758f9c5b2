/** Advance widths of the bundled typeface at weight 600, hundredths of an em, from U+0020 to U+007E. */
const ASCII = [
  27, 24, 45, 62, 64, 91, 63, 27, 39, 39, 64, 64, 27, 64, 27, 35, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 27, 27, 64,
  64, 64, 55, 100, 70, 64, 72, 70, 60, 57, 73, 71, 25, 55, 67, 55, 88, 72, 75, 63, 75, 64, 64, 63, 70, 71, 100, 68, 67,
  63, 39, 29, 39, 45, 47, 28, 54, 59, 54, 59, 55, 31, 59, 57, 23, 23, 54, 23, 87, 57, 57, 59, 59, 36, 50, 31, 57, 54,
  80, 53, 54, 51, 39, 33, 39, 64,
];
const OTHER_LETTER = 0.72;
const FULL_WIDTH = 1.02;
const THIN_SPACE = 0.3;
/** Small type is set wider than large type (optical size): on the safe side of it. */
const MARGIN = 1.08;

/**
 * How wide a text is, in em. Type that must fit is sized from this in the style sheet, so that nothing is measured
 * while figures change. Letters with accents are as wide as those without.
 */
export function ems(text: string): number {
  let width = 0;
  for (const letter of text.normalize("NFD")) width += letterEms(letter.codePointAt(0) ?? 0);
  return Math.max(0.6, width * MARGIN);
}

function letterEms(code: number): number {
  const known = ASCII[code - 0x20];
  if (known !== undefined) return known / 100;
  if (code >= 0x300 && code < 0x370) return 0;
  if (code >= 0x2000 && code < 0x2010) return THIN_SPACE;
  if (code === 0x202f || code === 0xa0) return THIN_SPACE;
  return code >= 0x1100 && !(code >= 0x2000 && code < 0x2e80) ? FULL_WIDTH : OTHER_LETTER;
}

/** Names this long get lines of their own size; they would make the others small. */
const ORDINARY_EMS = 10;

/**
 * The width that a column of names is set by: the widest of the ordinary ones, so that they all get the same size and
 * only a very long one is smaller.
 */
export function columnEms(texts: readonly string[]): number {
  return Math.max(0.6, ...texts.map(ems).filter((width) => width <= ORDINARY_EMS));
}
