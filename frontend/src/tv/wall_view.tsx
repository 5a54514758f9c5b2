import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { placement, type Shape, slidesOf } from "../placement";
import type { Board } from "../protocol";
import { TileView } from "../tiles/tile";
import { Header } from "./header";
import type { Turn } from "./rotation";
import { Slides } from "./slides";

interface Props {
  readonly definition: Board;
  readonly siteName: string;
  /** Which slide. */
  readonly at: number;
  readonly turn: Signal<Turn>;
  readonly shape: Shape;
  readonly soundBlocked: boolean;
  /** Between header and tiles. */
  readonly children?: ComponentChildren;
}

/** All that stands on a screen of one slide: the board's header, and the slide's tiles. */
export function Wall({ definition, siteName, at, turn, shape, soundBlocked, children }: Props) {
  const slides = useMemo(() => slidesOf(definition), [definition]);
  const placed = useMemo(() => placement(definition, shape, at), [definition, shape, at]);
  return (
    <>
      <Header siteName={siteName} board={definition.title} slide={slides[at]?.title ?? ""} soundBlocked={soundBlocked}>
        <Slides slides={slides} turn={turn} />
      </Header>
      {children}
      <main
        class="board"
        key={at}
        data-slide={at}
        style={{ gridTemplateColumns: placed.columns, gridTemplateRows: placed.rows }}
      >
        {placed.places.map(({ tile, column, row }) => (
          <TileView key={tile.id} definition={tile} column={column} row={row} />
        ))}
      </main>
    </>
  );
}
