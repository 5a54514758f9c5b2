/** Choices that this browser keeps. A browser that keeps nothing loses them at the next visit, and nothing else. */
export function kept(name: string): string | null {
  try {
    return window.localStorage.getItem(`tavle.${name}`);
  } catch {
    return null;
  }
}

export function keep(name: string, value: string): void {
  try {
    window.localStorage.setItem(`tavle.${name}`, value);
  } catch {
    // Storage is switched off or full.
  }
}
