import type { ReadonlySignal } from "@preact/signals";
import { useEffect, useMemo, useState } from "preact/hooks";
import { Format } from "../format";
import { placement } from "../placement";
import type { Session } from "../session";
import { TileView } from "../tiles/tile";
import type { Words } from "../words";
import { Header } from "./header";
import { Refusal, WaitingForFigures } from "./message";
import { StageContext } from "./stage";

interface Props {
  readonly session: Session;
  readonly second: ReadonlySignal<number>;
  readonly words: Words;
}

export function Screen({ session, second, words }: Props) {
  const held = session.held.value;
  const upright = useUpright();
  const zone = held?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const stage = useMemo(() => ({ session, second, format: new Format(words, zone) }), [session, second, words, zone]);
  const definition = held?.definition;
  const placed = useMemo(() => (definition ? placement(definition, upright) : null), [definition, upright]);

  if (session.failure.value !== null) return <Refusal failure={session.failure.value} words={words} />;
  if (held === null || placed === null) {
    return (
      <StageContext.Provider value={stage}>
        <WaitingForFigures board={session.board} />
      </StageContext.Provider>
    );
  }
  return (
    <StageContext.Provider value={stage}>
      <Header held={held} />
      <main class="board" style={{ gridTemplateColumns: placed.columns, gridTemplateRows: placed.rows }}>
        {placed.places.map(({ tile, column, row }) => (
          <TileView key={tile.id} definition={tile} column={column} row={row} />
        ))}
      </main>
    </StageContext.Provider>
  );
}

function useUpright(): boolean {
  const query = useMemo(() => window.matchMedia("(max-aspect-ratio: 1/1)"), []);
  const [upright, setUpright] = useState(query.matches);
  useEffect(() => {
    const change = () => setUpright(query.matches);
    query.addEventListener("change", change);
    return () => query.removeEventListener("change", change);
  }, [query]);
  return upright;
}
