import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Slide } from "../protocol";
import { Icon } from "../tiles/icon";
import { slideToHold } from "./hold";
import { firstTurn, keyed, leftMs, moved, type Turn, toggled, turnAt } from "./rotation";
import { useStage } from "./stage";

/** The turn of the slides: by time, by alerts, by keys, and by the buttons in the header. */
export function useTurn(slides: readonly Slide[]): Signal<Turn> {
  const { session, second } = useStage();
  const turn = useSignal(firstTurn(second.peek()));
  useEffect(
    () =>
      second.subscribe((now) => {
        const shown = turn.peek();
        turn.value = turnAt(shown, slides, now, slideToHold(slides, shown.index, session, now));
      }),
    [session, second, slides, turn],
  );
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.target instanceof HTMLButtonElement) return;
      const next = keyed(turn.peek(), slides, event.key, second.peek());
      if (next === null) return;
      event.preventDefault();
      turn.value = next;
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [second, slides, turn]);
  return turn;
}

/** Which slide this is, how long it stays, and the means to hold it. */
export function Slides({ slides, turn }: { readonly slides: readonly Slide[]; readonly turn: Signal<Turn> }) {
  const { format, second } = useStage();
  const { words } = format;
  if (slides.length < 2) return null;
  const now = second.value;
  const shown = turn.value;
  const paused = shown.pausedAt !== null;
  const held = !paused && shown.heldAt !== null;
  const left = words.seconds(format.count(Math.ceil(leftMs(shown, slides, now) / 1000)));
  const at = format.count(shown.index + 1);
  const go = (by: number) => {
    turn.value = moved(turn.peek(), slides, by, second.peek());
  };
  return (
    <nav
      class="slides"
      aria-label={words.slides}
      data-slide={shown.index}
      data-paused={paused ? "" : undefined}
      data-held={held ? "" : undefined}
    >
      <button type="button" class="slides-step" aria-label={words.slideBefore} onClick={() => go(-1)}>
        <Icon name="back" />
      </button>
      <span class="slides-at">
        <span class="unseen">{words.slide(at, format.count(slides.length))}</span>
        <span aria-hidden="true">{words.slideShort(at, format.count(slides.length))}</span>
      </span>
      <button
        type="button"
        class="slides-hold"
        aria-pressed={paused}
        title={words.slideHint}
        onClick={() => {
          turn.value = toggled(turn.peek(), second.peek());
        }}
      >
        <Icon name={paused ? "paused" : held ? "critical" : "turning"} />
        <span class="unseen">{words.slideHold}</span>
        <span class="slides-left">{paused ? words.slidePaused : held ? words.slideHeld : left}</span>
      </button>
      <button type="button" class="slides-step" aria-label={words.slideNext} onClick={() => go(1)}>
        <Icon name="on" />
      </button>
    </nav>
  );
}
