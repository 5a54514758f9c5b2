import { signal } from "@preact/signals";
import { keep, kept } from "./kept";

export const THEMES = ["auto", "dark", "light"] as const;
export type Theme = (typeof THEMES)[number];

export const chosenTheme = signal<Theme>("auto");

export function isTheme(text: string | null): text is Theme {
  return THEMES.some((theme) => theme === text);
}

/** Puts a theme on, and keeps it. */
export function wear(theme: Theme): void {
  keep("theme", theme);
  chosenTheme.value = theme;
  show();
}

/** The theme of the last visit; with `auto`, as the device goes from day to night. */
export function dress(): void {
  const before = kept("theme");
  chosenTheme.value = isTheme(before) ? before : "auto";
  light().addEventListener("change", show);
  show();
}

function show(): void {
  const theme = chosenTheme.value === "auto" ? (light().matches ? "light" : "dark") : chosenTheme.value;
  document.documentElement.dataset.theme = theme;
}

function light(): MediaQueryList {
  return window.matchMedia("(prefers-color-scheme: light)");
}
