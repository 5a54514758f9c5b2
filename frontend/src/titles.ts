import type { Language } from "./language";
import type { Board } from "./protocol";

interface Titled {
  readonly title: string;
  readonly titles: Readonly<Record<string, string>>;
}

/** A board under the titles of one language, as far as it has them; those that people wrote stand as written. */
export function titledIn(board: Board, language: Language): Board {
  const own = <T extends Titled>(part: T): T => ({ ...part, title: part.titles[language] ?? part.title });
  const slides = board.slides.map((slide) => ({ ...own(slide), tiles: slide.tiles.map(own) }));
  return { ...own(board), tiles: board.tiles.map(own), slides };
}
