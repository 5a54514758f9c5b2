import { ems } from "./width";

/** The style sheet gives two lines 1.75 times the width of one, and three 2.62 times; the rest is for their ends. */
const LINES = [
  { most: 2, room: 1.75 },
  { most: 3, room: 2.62 },
] as const;
/** Type gets so much smaller before a word is broken. */
const SMALLER = [1, 1.1, 1.2, 1.35] as const;
const SPACE = 0.26;

export interface Wrapped {
  /** What its lines are sized by, em: more than its width where words do not fill them. */
  readonly ems: number;
  /** Lines are filled to their ends, and words are broken there. */
  readonly dense: boolean;
}

/** How a text goes on two or three lines without needing one more: rows are as high as that. */
export function wrapped(text: string, width: number): Wrapped {
  const words = text.split(/\s+/).map(ems);
  const factor = SMALLER.find((wider) =>
    LINES.every(({ most, room }) => linesOf(words, (width * wider) / room) <= most),
  );
  return { ems: width * (factor ?? 1), dense: factor === undefined };
}

/** As a browser breaks it: at spaces, and a word that is longer than a line within it. */
function linesOf(words: readonly number[], room: number): number {
  let lines = 1;
  let filled = 0;
  for (const word of words) {
    const beside = filled === 0 ? word : filled + SPACE + word;
    if (beside <= room) {
      filled = beside;
      continue;
    }
    const broken = Math.ceil(word / room);
    lines += (filled === 0 ? 0 : 1) + broken - 1;
    filled = word - room * (broken - 1);
  }
  return lines;
}
