import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Language } from "../language";
import { retryDelay } from "../retry";
import { en, type Words } from "../words";

/** After so many failures a wall speaks English rather than say nothing; it goes on asking. */
const FAILURES_IN_SILENCE = 2;

interface Ports {
  fetch(language: Language): Promise<Words>;
  random(): number;
  after(ms: number, call: () => void): void;
}

/** The words of each language that is asked for, once they are there: null until then, so that no other one flashes. */
export class Speech {
  private readonly known = new Map<Language, Signal<Words | null>>([["en", signal(en)]]);

  constructor(private readonly ports: Ports) {}

  words(language: Language): ReadonlySignal<Words | null> {
    let found = this.known.get(language);
    if (found === undefined) {
      found = signal(null);
      this.known.set(language, found);
      this.ask(language, found, 0);
    }
    return found;
  }

  private ask(language: Language, found: Signal<Words | null>, failures: number): void {
    this.ports.fetch(language).then(
      (words) => {
        found.value = words;
      },
      () => {
        if (failures + 1 >= FAILURES_IN_SILENCE) found.value = en;
        this.ports.after(retryDelay(failures, this.ports.random), () => this.ask(language, found, failures + 1));
      },
    );
  }
}

type Store = Pick<Storage, "getItem" | "setItem">;
const KEY = "tavle-language";

/** What a board spoke last: what a screen says before the server has answered. Null when nothing is kept. */
export function spokenLast(store: Store, board: string): string | null {
  try {
    const [kept, language] = (store.getItem(KEY) ?? "").split(" ");
    return kept === encodeURIComponent(board) ? (language ?? null) : null;
  } catch {
    return null;
  }
}

/** Keeps it, of one board; where storage is forbidden a screen begins in its browser's language. */
export function keepSpoken(store: Store, board: string, language: Language): void {
  try {
    store.setItem(KEY, `${encodeURIComponent(board)} ${language}`);
  } catch {
    // As above.
  }
}
