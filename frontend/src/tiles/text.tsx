import { useLayoutEffect } from "preact/hooks";
import type { TextTile } from "../protocol";
import { hundredth, useBox } from "./box";

const LARGEST = 9;
const STEP = 0.93;
const MOST_STEPS = 40;

/** A notice, as large as its tile allows. Only ever text. */
export function TextBody({ tile }: { readonly tile: TextTile }) {
  const [room, box] = useBox<HTMLDivElement>();
  // Another text or another room needs another size.
  useLayoutEffect(() => {
    const element = room.current;
    if (element === null) return;
    let size = LARGEST * hundredth(element);
    for (let steps = 0; steps < MOST_STEPS; steps += 1) {
      element.style.fontSize = `${size.toFixed(1)}px`;
      if (element.scrollHeight <= element.clientHeight && element.scrollWidth <= element.clientWidth) break;
      size *= STEP;
    }
  }, [tile.text, box]);
  return (
    <div class="note-room" ref={room}>
      <p class="note">{tile.text}</p>
    </div>
  );
}
