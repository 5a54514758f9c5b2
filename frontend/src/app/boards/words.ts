import type { PageWords } from "../words/en";

/** The words of this room. */
export type BoardsWords = PageWords["boardsRoom"];
export type EditorWords = BoardsWords["editor"];
