import { useEffect, useRef } from "preact/hooks";
import { signOut } from "./fetching";
import { isLanguage, LANGUAGES } from "./language";
import { type Page, usePage } from "./page";
import { chosenTheme, isTheme, THEMES, wear } from "./theme";

/** Who one is to the server, and how the page looks and speaks: what is one's own, and seldom changed. */
export function OwnMenu() {
  const page = usePage();
  const words = page.words.value;
  const menu = useRef<HTMLDetailsElement>(null);
  const name = useRef<HTMLElement>(null);
  useEffect(() => {
    const close = (event: Event) => {
      if (menu.current !== null && !menu.current.contains(event.target as Node)) menu.current.open = false;
    };
    const fold = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || !menu.current?.open) return;
      menu.current.open = false;
      name.current?.focus();
    };
    for (const leaving of ["pointerdown", "focusin"]) document.addEventListener(leaving, close);
    document.addEventListener("keydown", fold);
    return () => {
      for (const leaving of ["pointerdown", "focusin"]) document.removeEventListener(leaving, close);
      document.removeEventListener("keydown", fold);
    };
  }, []);
  const developing = page.visitor.value?.kind === "developer";
  return (
    <details class="own" ref={menu} data-developing={developing ? "" : undefined}>
      <summary ref={name}>{calledIn(page)}</summary>
      <div class="own-choices">
        {developing && <p>{words.developmentHint}</p>}
        <ThemeChoice />
        <LanguageChoice />
        <SignOut />
      </div>
    </details>
  );
}

function calledIn(page: Page): string {
  const words = page.words.value;
  const visitor = page.visitor.value;
  if (visitor?.kind === "developer") return words.development;
  return visitor?.name ?? words.menu;
}

function ThemeChoice() {
  const { words } = usePage();
  const chosen = chosenTheme.value;
  return (
    <label class="choice">
      <span>{words.value.theme}</span>
      <select
        value={chosen}
        onChange={(event) => isTheme(event.currentTarget.value) && wear(event.currentTarget.value)}
      >
        {THEMES.map((theme) => (
          <option key={theme} value={theme}>
            {words.value.themes[theme]}
          </option>
        ))}
      </select>
    </label>
  );
}

function LanguageChoice() {
  const page = usePage();
  return (
    <label class="choice">
      <span>{page.words.value.language}</span>
      <select
        value={page.language.value}
        onChange={(event) => isLanguage(event.currentTarget.value) && void page.speak(event.currentTarget.value)}
      >
        {Object.entries(LANGUAGES).map(([code, name]) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** For who is signed in. */
function SignOut() {
  const page = usePage();
  const visitor = page.visitor.value;
  if (visitor === null || visitor.kind !== "account") return null;
  return (
    <button
      type="button"
      class="plain"
      title={visitor.name ?? undefined}
      onClick={() => void signOut().then(() => window.location.reload())}
    >
      {page.words.value.signOut}
    </button>
  );
}
