import { signal } from "@preact/signals";
import type { ComponentProps } from "preact";
import { useEffect } from "preact/hooks";
import type { Language } from "../language";
import type { Pairing } from "./pairing";
import { Screen } from "./screen";

/** The pairing page and its words are a part of their own: a wall that shows its board never loads it. */
const fetchPage = () => import("./pairing_page").then(({ PairingPage }) => PairingPage);
type Page = Awaited<ReturnType<typeof fetchPage>>;
const FETCH_AGAIN_MS = 2_000;
const page = signal<{ readonly Page: Page } | null>(null);

interface Props extends ComponentProps<typeof Screen> {
  readonly pairing: Pairing;
  /** What the browser speaks: while there is no board, there is no board's language. */
  readonly language: Language;
  readonly origin: string;
}

/** The board, or how this screen gets one. */
export function WallPage({ pairing, language, origin, ...screen }: Props) {
  const shown = pairing.shown.value;
  return shown === null ? <Screen {...screen} /> : <Fetched shown={shown} language={language} origin={origin} />;
}

function Fetched(props: ComponentProps<Page>) {
  useEffect(() => {
    let timer = 0;
    const ask = () => {
      fetchPage().then(
        (Page) => {
          page.value = { Page };
        },
        () => {
          timer = window.setTimeout(ask, FETCH_AGAIN_MS);
        },
      );
    };
    if (page.peek() === null) ask();
    return () => window.clearTimeout(timer);
  }, []);
  return page.value === null ? null : <page.value.Page {...props} />;
}
