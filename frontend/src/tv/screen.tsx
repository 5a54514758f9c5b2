import type { ReadonlySignal } from "@preact/signals";
import { useEffect, useMemo, useState } from "preact/hooks";
import { Format } from "../format";
import { type Shape, slidesOf } from "../placement";
import type { Session } from "../session";
import type { Held } from "../store";
import { titledIn } from "../titles";
import type { Words } from "../words";
import { Dim } from "./dim";
import { headline } from "./header";
import { Refusal, WaitingForFigures } from "./message";
import { Note } from "./note";
import { useTurn } from "./slides";
import { StageContext, useStage } from "./stage";
import { Wall } from "./wall_view";

interface Props {
  readonly session: Session;
  readonly second: ReadonlySignal<number>;
  /** Null until they are there: nothing is said in another language meanwhile. */
  readonly words: ReadonlySignal<Words | null>;
  /** Whether the board has a sound that the browser does not let through. */
  readonly soundBlocked: ReadonlySignal<boolean>;
}

export function Screen({ session, second, words, soundBlocked }: Props) {
  const spoken = words.value;
  if (spoken === null) return null;
  return <Spoken session={session} second={second} words={spoken} soundBlocked={soundBlocked} />;
}

function Spoken({ session, second, words, soundBlocked }: Omit<Props, "words"> & { readonly words: Words }) {
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
      <Board held={held} session={session} soundBlocked={soundBlocked} />
    </StageContext.Provider>
  );
}

/** The board, on the slide whose turn it is. */
function Board({ held, session, soundBlocked }: { readonly held: Held } & Pick<Props, "session" | "soundBlocked">) {
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
        soundBlocked={soundBlocked.value}
      >
        <Note notes={session.notes} />
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
