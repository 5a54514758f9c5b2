import { type ReadonlySignal, type Signal, signal } from "@preact/signals";

/** What the server says a screen is. */
export type Standing =
  | { readonly state: "none" }
  | { readonly state: "waiting"; readonly code: string }
  | { readonly state: "paired"; readonly boards: readonly string[] };

/** The server refused, and says why and what to do. */
export class PairingRefused extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
  ) {
    super(title);
  }
}

export interface Ports {
  /** What this screen is. Rejects when nothing came, or with `PairingRefused`. */
  ask(): Promise<Standing>;
  /** Asks for a new code. */
  begin(): Promise<Standing>;
  /** Runs `call` once after `ms`; the answer takes it back. */
  after(ms: number, call: () => void): () => void;
}

export type Shown =
  | { readonly kind: "asking" }
  | { readonly kind: "code"; readonly code: string }
  | { readonly kind: "offline" }
  | { readonly kind: "refused"; readonly status: number; readonly title: string; readonly detail: string };

/** Whether somebody has confirmed the code is asked this often. */
export const ASK_MS = 2_000;
/** After a refusal. */
export const REFUSED_MS = 15_000;

/** From a screen without a board to one that is paired: shows a code, a new one when it lapses, until it is confirmed.
 * One request and one timer at a time. */
export class Pairing {
  /** What the pairing page shows; null while it is not shown. */
  get shown(): ReadonlySignal<Shown | null> {
    return this.page;
  }

  private readonly page: Signal<Shown | null> = signal(null);
  private cancel: () => void = () => {};
  /** Answers to what was asked before the last start or stop are not heard. */
  private turn = 0;

  constructor(
    private readonly ports: Ports,
    private readonly paired: (boards: readonly string[]) => void,
  ) {}

  start(): void {
    if (this.page.peek() !== null) return;
    this.page.value = { kind: "asking" };
    void this.look(this.turn);
  }

  stop(): void {
    this.cancel();
    this.turn += 1;
    this.page.value = null;
  }

  private async look(turn: number): Promise<void> {
    try {
      const standing = await this.ports.ask();
      if (turn !== this.turn) return;
      this.take(standing.state === "none" ? await this.ports.begin() : standing, turn);
    } catch (error) {
      this.failed(error, turn);
    }
  }

  private take(standing: Standing, turn: number): void {
    if (turn !== this.turn) return;
    if (standing.state === "paired") {
      this.stop();
      this.paired(standing.boards);
      return;
    }
    if (standing.state === "waiting") this.show({ kind: "code", code: standing.code });
    this.again(ASK_MS, turn);
  }

  private failed(error: unknown, turn: number): void {
    if (turn !== this.turn) return;
    if (error instanceof PairingRefused) {
      this.show({ kind: "refused", status: error.status, title: error.title, detail: error.detail });
      this.again(REFUSED_MS, turn);
    } else {
      this.show({ kind: "offline" });
      this.again(ASK_MS, turn);
    }
  }

  private again(ms: number, turn: number): void {
    this.cancel = this.ports.after(ms, () => void this.look(turn));
  }

  /** The same page stays the same object: nothing on it moves. */
  private show(next: Shown): void {
    const now = this.page.peek();
    if (JSON.stringify(now) !== JSON.stringify(next)) this.page.value = next;
  }
}
