/**
 * Whether a text can be read from where people sit. A letter is legible when its capitals are at least 16 minutes of arc
 * high; they are 0.71 of the font size in the page's typeface. On 65 inches from 7 metres that is 5.7 hundredths of the
 * screen's height.
 */
export const LEAST_ARC_MINUTES = 16;
const CAPITALS = 0.71;
const INCH_MM = 25.4;
const LEAST_RADIANS = (LEAST_ARC_MINUTES / 60) * (Math.PI / 180);

/** How a screen hangs: its diagonal, how far away the farthest reader is, and how many pixels the page has. */
export interface Hanging {
  readonly inches: number;
  readonly metres: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

export const DEFAULT_INCHES = 65;
export const DEFAULT_METRES = 7;
export const INCHES = { least: 10, most: 200 } as const;
export const METRES = { least: 0.5, most: 40 } as const;

/** A text as it is drawn. */
export interface Text {
  readonly tile: string;
  readonly text: string;
  readonly sizePx: number;
}

/** A text that is too small: its capitals' height, and what it must be (mm). */
export interface TooSmall extends Text {
  readonly isMm: number;
  readonly needsMm: number;
}

export function pixelMm({ inches, widthPx, heightPx }: Hanging): number {
  return (inches * INCH_MM) / Math.hypot(widthPx, heightPx);
}

/** How high capitals must be (mm). */
export function neededMm(metres: number): number {
  return 2 * metres * 1000 * Math.tan(LEAST_RADIANS / 2);
}

export function capitalsMm(sizePx: number, hanging: Hanging): number {
  return sizePx * CAPITALS * pixelMm(hanging);
}

/** The least font size, in hundredths of the screen's height. */
export function neededShare(hanging: Hanging): number {
  return (100 * neededMm(hanging.metres)) / (CAPITALS * pixelMm(hanging) * hanging.heightPx);
}

/** From how far a text can be read (m). */
export function readableFrom(sizePx: number, hanging: Hanging): number {
  return capitalsMm(sizePx, hanging) / 1000 / (2 * Math.tan(LEAST_RADIANS / 2));
}

/** Those that fall below, the smallest first; of texts of one size in a tile the longest stands for all. */
export function tooSmall(texts: readonly Text[], hanging: Hanging): readonly TooSmall[] {
  const needsMm = neededMm(hanging.metres);
  return texts
    .map((one) => ({ ...one, isMm: capitalsMm(one.sizePx, hanging), needsMm }))
    .filter((one) => one.isMm < needsMm - 1e-6)
    .sort((a, b) => a.sizePx - b.sizePx);
}

/** Every text of the tiles of a page, with its font size. */
export function textsOf(root: ParentNode): readonly Text[] {
  const found: Text[] = [];
  for (const tile of root.querySelectorAll<HTMLElement>("[data-tile]")) {
    const walker = tile.ownerDocument.createTreeWalker(tile, 4 /* SHOW_TEXT */);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const holder = node.parentElement;
      const text = node.nodeValue?.trim() ?? "";
      if (text === "" || holder === null || holder.closest(".unseen") !== null) continue;
      if (holder.getClientRects().length === 0) continue;
      const style = tile.ownerDocument.defaultView?.getComputedStyle(holder);
      found.push({ tile: tile.dataset.tile ?? "", text, sizePx: Number.parseFloat(style?.fontSize ?? "0") });
    }
  }
  return found;
}
