import { type Signal, signal } from "@preact/signals";

/** What a supervisor wrote on this screen, for as long as it stands. Holds at most one timer. */
export class Notes {
  readonly text: Signal<string | null> = signal(null);
  private cancel: () => void = () => {};

  /** `after` runs its call once after so many ms; the answer takes it back. */
  constructor(private readonly after: (ms: number, call: () => void) => () => void) {}

  put(text: string, leftMs: number): void {
    this.takeAway();
    if (leftMs <= 0) return;
    this.text.value = text;
    this.cancel = this.after(leftMs, () => this.takeAway());
  }

  takeAway(): void {
    this.cancel();
    this.text.value = null;
  }
}
