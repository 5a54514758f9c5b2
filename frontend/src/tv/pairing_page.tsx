import { useEffect } from "preact/hooks";
import type { Language } from "../language";
import { Icon } from "../tiles/icon";
import { PAIRING_WORDS, type PairingWords } from "../words_pairing";
import type { Shown } from "./pairing";
import { pictureOf } from "./pairing_requests";

interface Props {
  readonly shown: Shown;
  readonly language: Language;
  /** This server's own address, as its pages are reached: `https://tavle.example`. */
  readonly origin: string;
}

/** What a screen without a board shows: how it gets one. Never a login. */
export function PairingPage({ shown, language, origin }: Props) {
  const words = PAIRING_WORDS[language];
  useEffect(() => {
    document.title = `Tavle · ${words.title}`;
  }, [words]);
  return (
    <main class="pairing" data-page="pairing" data-pairing={shown.kind}>
      <PairingBody shown={shown} words={words} address={`${origin}/app`} />
    </main>
  );
}

function PairingBody({ shown, words, address }: { shown: Shown; words: PairingWords; address: string }) {
  switch (shown.kind) {
    case "asking":
      return <p class="pairing-asking">{words.asking}</p>;
    case "offline":
      return <Trouble icon="lost" title={words.offline} lines={[words.offlineHint]} />;
    case "refused":
      return <Trouble icon="warning" title={words.refused} lines={reasons(shown, words)} />;
    case "code":
      return <Code code={shown.code} words={words} address={address.replace(/^https?:\/\//, "")} />;
  }
}

/** Why it is refused: the two usual reasons in the browser's language, any other as the server says it. */
function reasons(shown: Extract<Shown, { kind: "refused" }>, words: PairingWords): readonly string[] {
  if (shown.status === 403) return [words.needsHttps, words.needsHttpsHint];
  if (shown.status === 429) return [words.tooMany];
  return [shown.title, shown.detail];
}

function Trouble({ icon, title, lines }: { icon: "lost" | "warning"; title: string; lines: readonly string[] }) {
  return (
    <div class="pairing-trouble" role="status">
      <h1>
        <Icon name={icon} /> {title}
      </h1>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
}

function Code({ code, words, address }: { code: string; words: PairingWords; address: string }) {
  const halves = [code.slice(0, code.length / 2), code.slice(code.length / 2)];
  return (
    <>
      <h1>{words.title}</h1>
      <p class="pairing-code" data-code={code}>
        <span class="unseen">{words.codeIs([...code].join(" "))}</span>
        {halves.map((half) => (
          <span key={half} aria-hidden="true">
            {half}
          </span>
        ))}
      </p>
      <div class="pairing-how">
        <img key={code} class="pairing-picture" src={pictureOf(code)} alt={words.picture} />
        <ol>
          <li>
            <p>{words.scan}</p>
            <p class="pairing-address">{words.type(address)}</p>
          </li>
          <li>{words.name}</li>
        </ol>
      </div>
      <p class="pairing-renewed">{words.renewed}</p>
    </>
  );
}
