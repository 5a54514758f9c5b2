import { type BoardDraft, slidesIn, tilesOf } from "./draft";

/** What the server says is wrong, as it says it. */
export interface Said {
  readonly where: string;
  readonly what: string;
}

/** The same, where it belongs: to a field of a tile, of a slide, or of the board. An empty field is the whole of it. */
export interface Mistake {
  readonly slide: number | null;
  readonly tile: string | null;
  readonly field: string;
  readonly what: string;
}

const TILE = /^(?:slides\.(\d+)\.)?tiles\.(\d+)(?:\.(.*))?$/;
const SLIDE = /^slides\.(\d+)(?:\.(.*))?$/;

export function mistakesIn(draft: BoardDraft, said: readonly Said[]): readonly Mistake[] {
  const found = said.map(({ where, what }) => located(draft, where.replace(/^board\./, ""), what));
  return found.filter(
    (one, at) =>
      found.findIndex((other) => other.tile === one.tile && other.slide === one.slide && other.field === one.field) ===
      at,
  );
}

function located(draft: BoardDraft, where: string, what: string): Mistake {
  const tile = TILE.exec(where);
  if (tile !== null) {
    const [, slide = "0", place = "0", field = ""] = tile;
    const id = tilesOf(draft, Number(slide))[Number(place)]?.id;
    if (id !== undefined) return { slide: Number(slide), tile: id, field: firstPart(field), what };
  }
  const slide = SLIDE.exec(where);
  if (slide !== null && Number(slide[1]) < slidesIn(draft).length) {
    return { slide: Number(slide[1]), tile: null, field: firstPart(slide[2] ?? ""), what };
  }
  return { slide: null, tile: null, field: firstPart(where), what };
}

/** `goal.target` stays, since both have a field of their own; of a metric or a list only its name counts. */
function firstPart(field: string): string {
  const [first = "", second] = field.split(".");
  return first === "goal" && (second === "target" || second === "warning") ? `${first}.${second}` : first;
}
