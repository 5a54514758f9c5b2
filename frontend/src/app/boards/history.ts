/** What was changed, to be undone and done again. Values are never changed in place. */
export interface History<T> {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
  /** Of the last change: another one of the same key goes with it, as the letters of one word do. */
  readonly key: string | null;
}

export const STEPS_LIMIT = 200;

export function begun<T>(present: T): History<T> {
  return { past: [], present, future: [], key: null };
}

export function changed<T>(history: History<T>, present: T, key: string | null = null): History<T> {
  if (present === history.present) return history;
  const together = key !== null && key === history.key && history.past.length > 0;
  const past = together ? history.past : [...history.past, history.present].slice(-STEPS_LIMIT);
  return { past, present, future: [], key };
}

export function undone<T>(history: History<T>): History<T> {
  const before = history.past[history.past.length - 1];
  if (before === undefined) return history;
  return {
    past: history.past.slice(0, -1),
    present: before,
    future: [history.present, ...history.future],
    key: null,
  };
}

export function redone<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.present], present: next, future, key: null };
}
