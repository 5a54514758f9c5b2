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
import { computed, effect } from "@preact/signals";
import { render } from "preact";
import { boardOf, socketAddress } from "../address";
import type { Socket } from "../connection";
import { isLanguage, preferredLanguage } from "../language";
import { Session } from "../session";
import { fetchWords } from "../words";
import { soundAlarm } from "./alarm";
import { Bell } from "./bell";
import { isBright, localTimes } from "./local_time";
import { reloadAtNight } from "./nightly";
import { keepPicture, pictureOf, showPicture, takePicture } from "./picture";
import { Screen } from "./screen";
import { everySecond } from "./second";
import { keepSpoken, Speech, spokenLast } from "./speech";
import { keepAwake, pageAnswers, reloadPage, shiftPixels } from "./wall";

const query = new URLSearchParams(window.location.search);
if (query.get("theme") === "light") document.documentElement.dataset.theme = "light";

const board = boardOf(window.location.pathname, window.location.search);
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

const session = new Session(
  {
    open: () => new WebSocket(socketAddress(window.location)) as Socket,
    perf: () => performance.now(),
    random: Math.random,
    after: (ms, call) => {
      const timer = window.setTimeout(call, ms);
      return () => window.clearTimeout(timer);
    },
    wallClock: Date.now,
    heapBytes: () => memory?.usedJSHeapSize ?? null,
    reload,
  },
  board,
);
const { second } = everySecond(() => session.clock.now());

const asked = query.get("lang");
const before = spokenLast(window.localStorage, board);
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
  document.documentElement.lang = words.value?.language ?? language.value;
  if (session.held.value !== null) keepSpoken(window.localStorage, board, language.value);
});

let bell: Bell | null = null;
const alarm = soundAlarm(session, second, () => (bell ??= new Bell()), isDimmed);

function isDimmed(now: number): boolean {
  const held = session.held.peek();
  const hours = held?.definition.dimming?.hours;
  return held !== null && hours !== undefined && !isBright(hours, localTimes(held.zone)(now));
}

const screen = document.getElementById("screen");
if (screen !== null) {
  render(<Screen session={session} second={second} words={words} soundBlocked={alarm.blocked} />, screen);
  shiftPixels(screen);
}
const kept = takePicture(window.sessionStorage, board, import.meta.url, Date.now());
if (kept !== null) showPicture(session, kept);
reloadAtNight({ session, second, random: Math.random, answers: pageAnswers, reload });
keepAwake();
session.start();
