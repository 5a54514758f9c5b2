import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Box } from "../capacity";

/** The room inside an element, followed as it changes. Null until it is laid out. */
export function useBox<T extends HTMLElement>(): [RefObject<T | null>, Box | null] {
  const element = useRef<T>(null);
  const [box, setBox] = useState<Box | null>(null);
  useLayoutEffect(() => {
    const target = element.current;
    if (target === null) return undefined;
    const measure = () => {
      const width = target.clientWidth;
      const height = target.clientHeight;
      setBox((old) => (old !== null && old.width === width && old.height === height ? old : { width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    return () => observer.disconnect();
  }, []);
  return [element, box];
}

/**
 * One hundredth of the screen's shorter side, px: what is legible at a distance is counted in it. The screen is that of
 * the element's document, which the editor's preview draws in a frame of its own.
 */
export function hundredth(element: Element | null): number {
  const screen = element?.ownerDocument.defaultView ?? window;
  return Math.min(screen.innerWidth, screen.innerHeight) / 100;
}
