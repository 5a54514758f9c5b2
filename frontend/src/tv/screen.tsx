import type { ReadonlySignal } from "@preact/signals";
import { useEffect, useMemo, useState } from "preact/hooks";
import { Format } from "../format";
import { type Shape, slidesOf } from "../placement";
import type { Session } from "../session";
import type { Held } from "../store";
import { titledIn } from "../titles";
import type { Words } from "../words";
import type { Alarmed } from "./alarm";
import { Dim } from "./dim";
import { headline } from "./header";
import { Refusal, WaitingForFigures } from "./message";
import { Fresh, Note } from "./note";
import { useTurn } from "./slides";
import { StageContext, useStage } from "./stage";
import { Wall } from "./wall_view";

interface Props {
  readonly session: Session;
  readonly second: ReadonlySignal<number>;
  /** Null until they are there: nothing is said in another language meanwhile. */
  readonly words: ReadonlySignal<Words | null>;
  readonly alarm: Alarmed;
}

export function Screen({ session, second, words, alarm }: Props) {
  const spoken = words.value;
  if (spoken === null) return null;
  return <Spoken session={session} second={second} words={spoken} alarm={alarm} />;
}

function Spoken({ session, second, words, alarm }: Omit<Props, "words"> & { readonly words: Words }) {
  const held = session.held.value;
  const zone = held?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const stage = useMemo(() => ({ session, second, format: new Format(words, zone) }), [session, second, words, zone]);

  if (session.failure.value !== null) return <Refusal failure={session.failure.value} words={words} />;
  if (held === null) {
    return (
      <StageContext.Provider value={stage}>
        <WaitingForFigures board={session.board} />
      </StageContext.Provider>
    );
  }
  return (
    <StageContext.Provider value={stage}>
      <Board held={held} session={session} alarm={alarm} />
    </StageContext.Provider>
  );
}

/** The board, on the slide whose turn it is. */
function Board({ held, session, alarm }: { readonly held: Held } & Pick<Props, "session" | "alarm">) {
  const { language } = useStage().format.words;
  const definition = useMemo(() => titledIn(held.definition, language), [held.definition, language]);
  const shape = useShape();
  const slides = useMemo(() => slidesOf(definition), [definition]);
  const turn = useTurn(slides);
  const at = Math.min(turn.value.index, slides.length - 1);
  const title = headline(held.siteName, definition.title, slides[at]?.title ?? "");
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <>
      <Wall
        definition={definition}
        siteName={held.siteName}
        at={at}
        turn={turn}
        shape={shape}
        soundBlocked={alarm.blocked.value}
      >
        <Note notes={session.notes} />
        <Fresh alerts={alarm.said} />
      </Wall>
      <Dim dimming={definition.dimming} zone={held.zone} />
    </>
  );
}

/** As in page.css. */
const NARROW = "(max-width: 600px) and (max-aspect-ratio: 1/1)";
const UPRIGHT = "(max-aspect-ratio: 1/1)";

function useShape(): Shape {
  const narrow = useMatch(NARROW);
  const upright = useMatch(UPRIGHT);
  return narrow ? "narrow" : upright ? "upright" : "lying";
}

function useMatch(media: string): boolean {
  const query = useMemo(() => window.matchMedia(media), [media]);
  const [matches, setMatches] = useState(query.matches);
  useEffect(() => {
    const change = () => setMatches(query.matches);
    query.addEventListener("change", change);
    return () => query.removeEventListener("change", change);
  }, [query]);
  return matches;
}
