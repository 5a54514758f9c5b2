import "../fonts/fonts.css";
import "../agent_states.css";
import "./page.css";
import "./tile.css";
import "./figures.css";
import "./rows.css";
import "./agents.css";
import "./charts.css";
import "./lists.css";
import "./goals.css";
import "./slides.css";
import "./pairing.css";
import { computed, effect } from "@preact/signals";
import { render } from "preact";
import { boardOf, isForScreens, socketAddress } from "../address";
import type { Socket } from "../connection";
import { isLanguage, preferredLanguage } from "../language";
import { Session } from "../session";
import { fetchWords } from "../words";
import { soundAlarm } from "./alarm";
import { Bell } from "./bell";
import { isDimmed, localTimes } from "./local_time";
import { reloadAtNight } from "./nightly";
import { Pairing } from "./pairing";
import { askStanding, beginPairing, mayWatch } from "./pairing_requests";
import { keepPicture, pictureOf, showPicture, takePicture } from "./picture";
import { everySecond } from "./second";
import { keepSpoken, Speech, spokenLast } from "./speech";
import { keepAwake, pageAnswers, reloadPage, shiftPixels } from "./wall";
import { WallPage } from "./wall_page";

const query = new URLSearchParams(window.location.search);
if (query.get("theme") === "light") document.documentElement.dataset.theme = "light";

const { pathname, search, origin } = window.location;
let isScreen = isForScreens(pathname, search);
const memory = (performance as { memory?: { usedJSHeapSize: number } }).memory;
let reloading = false;

function reload(): void {
  if (reloading) return;
  reloading = true;
  reloadPage(() => {
    const held = pictureOf(session);
    if (held !== null) keepPicture(window.sessionStorage, held, import.meta.url, session.clock.now());
  });
}

function after(ms: number, call: () => void): () => void {
  const timer = window.setTimeout(call, ms);
  return () => window.clearTimeout(timer);
}

const session = new Session(
  {
    open: () => new WebSocket(socketAddress(window.location, isScreen)) as Socket,
    perf: () => performance.now(),
    random: Math.random,
    after,
    wallClock: Date.now,
    heapBytes: () => memory?.usedJSHeapSize ?? null,
    reload,
    unwelcome: (sure) => void pairAgain(sure),
  },
  boardOf(pathname, search),
);
const { second } = everySecond(() => session.clock.now());
const pairing = new Pairing({ ask: askStanding, begin: beginPairing, after }, (boards) => {
  isScreen = true;
  session.boards.value = boards;
  session.turnTo(boards[0] ?? session.board);
  begin();
});

/** The board, beginning with the picture that was kept over a reload. */
function begin(): void {
  const kept = takePicture(window.sessionStorage, session.board, import.meta.url, Date.now());
  if (kept !== null) showPicture(session, kept);
  session.start();
}

/** Whether the server would let this page watch. One that does not answer takes nobody's board away. */
async function isWelcome(): Promise<boolean> {
  try {
    return isScreen ? (await askStanding()).state === "paired" : await mayWatch();
  } catch {
    return true;
  }
}

async function pairAgain(sure: boolean): Promise<void> {
  if (pairing.shown.peek() !== null || (!sure && (await isWelcome()))) return;
  session.leave();
  pairing.start();
}

/** A screen of several boards shows another one by its digit, until it is loaded anew. */
window.addEventListener("keydown", ({ key, ctrlKey, altKey, metaKey }) => {
  const board = session.boards.peek()?.[Number(key) - 1];
  if (board !== undefined && !ctrlKey && !altKey && !metaKey) session.turnTo(board);
});

const asked = query.get("lang");
const before = spokenLast(window.localStorage, session.board);
const own = isLanguage(asked) ? asked : preferredLanguage(navigator.languages);
/** Of the address, else the board's own, else what it spoke last, else the browser's. */
const language = computed(() => {
  if (isLanguage(asked)) return asked;
  const held = session.held.value;
  if (held === null && isLanguage(before)) return before;
  return held?.definition.language ?? preferredLanguage(navigator.languages);
});
const speech = new Speech({
  fetch: fetchWords,
  random: Math.random,
  after: (ms, call) => window.setTimeout(call, ms),
});
const words = computed(() => speech.words(language.value).value);
effect(() => {
  document.documentElement.lang = pairing.shown.value === null ? (words.value?.language ?? language.value) : own;
  if (session.held.value !== null) keepSpoken(window.localStorage, session.board, language.value);
});

let bell: Bell | null = null;
const alarm = soundAlarm(session, second, () => (bell ??= new Bell()), isSilent);

function isSilent(now: number): boolean {
  const held = session.held.peek();
  return held !== null && isDimmed(held.definition.dimming, localTimes(held.zone)(now));
}

const screen = document.getElementById("screen");
if (screen !== null) {
  const board = { session, second, words, alarm };
  render(<WallPage pairing={pairing} language={own} origin={origin} {...board} />, screen);
  shiftPixels(screen);
}
reloadAtNight({ session, second, random: Math.random, answers: pageAnswers, reload });
keepAwake();
if (isScreen) pairing.start();
else begin();
