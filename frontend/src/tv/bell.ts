import { type ReadonlySignal, signal } from "@preact/signals";
import type { Chimes } from "./alarm";

/** Two falling notes, Hz: heard over talk, and unlike a telephone. A warning is a single low one, and quieter. */
const SOUNDS = { critical: { notes: [880, 660], loudness: 0.25 }, warning: { notes: [440], loudness: 0.1 } } as const;
const NOTE_S = 0.35;

/** The browser's own sound. Most refuse it until somebody touched the page; a key or a press takes that back. */
export class Bell implements Chimes {
  readonly blocked: ReadonlySignal<boolean>;
  private readonly audio = new AudioContext();

  constructor() {
    const blocked = signal(this.audio.state !== "running");
    this.blocked = blocked;
    this.audio.addEventListener("statechange", () => {
      blocked.value = this.audio.state !== "running";
    });
    const allow = () => void this.audio.resume();
    for (const touch of ["keydown", "pointerdown"]) window.addEventListener(touch, allow, { passive: true });
  }

  chime(severity: keyof typeof SOUNDS): void {
    const { notes, loudness } = SOUNDS[severity];
    notes.forEach((hertz, at) => {
      const tone = this.audio.createOscillator();
      const volume = this.audio.createGain();
      const start = this.audio.currentTime + at * NOTE_S;
      tone.frequency.value = hertz;
      volume.gain.setValueAtTime(loudness, start);
      volume.gain.exponentialRampToValueAtTime(0.001, start + NOTE_S * 2);
      tone.connect(volume).connect(this.audio.destination);
      tone.start(start);
      tone.stop(start + NOTE_S * 2);
    });
  }
}
