import { beforeEach, describe, expect, it } from "vitest";
import { isForScreens, socketAddress } from "../src/address";
import { Notes } from "../src/notes";
import { Session } from "../src/session";
import { ASK_MS, Pairing, PairingRefused, REFUSED_MS, type Standing } from "../src/tv/pairing";
import { PAIRING_WORDS } from "../src/words_pairing";
import { NOW, numberTile, snapshot } from "./frames";
import { Line } from "./line";

/** A server that says what the test has it say; an `Error` is thrown. */
class Desk {
  standing: Standing | Error = { state: "none" };
  codes = ["BCDFHJKL", "LKJHFDCB", "XXXXZZZZ"];
  begun = 0;

  ask = async () => this.said(this.standing);

  begin = async () => {
    this.begun += 1;
    const code = this.codes.shift() ?? "";
    if (!(this.standing instanceof Error)) this.standing = { state: "waiting", code };
    return this.said(this.standing);
  };

  private said(what: Standing | Error): Standing {
    if (what instanceof Error) throw what;
    return what;
  }
}

let line: Line;
let desk: Desk;
let given: (readonly string[])[];
let pairing: Pairing;

beforeEach(() => {
  line = new Line();
  desk = new Desk();
  given = [];
  pairing = new Pairing(
    { ask: () => desk.ask(), begin: () => desk.begin(), after: (ms, call) => line.after(ms, call) },
    (boards) => given.push(boards),
  );
});

/** Lets answers that are there arrive. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

async function pass(ms: number): Promise<void> {
  line.pass(ms);
  await settle();
}

async function started(): Promise<void> {
  pairing.start();
  await settle();
}

describe("a screen without a board", () => {
  it("shows a code and keeps it while it waits", async () => {
    await started();
    const shown = pairing.shown.value;
    expect(shown).toEqual({ kind: "code", code: "BCDFHJKL" });
    for (let at = 0; at < 20; at += 1) await pass(ASK_MS);
    expect(pairing.shown.value).toBe(shown);
    expect(desk.begun).toBe(1);
  });

  it("shows another code by itself when the old one lapses", async () => {
    await started();
    desk.standing = { state: "none" };
    await pass(ASK_MS);
    expect(pairing.shown.value).toEqual({ kind: "code", code: "LKJHFDCB" });
  });

  it("goes on with the code that it had before it was loaded anew", async () => {
    desk.standing = { state: "waiting", code: "BBBBCCCC" };
    await started();
    expect(pairing.shown.value).toEqual({ kind: "code", code: "BBBBCCCC" });
    expect(desk.begun).toBe(0);
  });

  it("has its boards as soon as the code is confirmed, and asks no more", async () => {
    await started();
    desk.standing = { state: "paired", boards: ["live-floor", "sales"] };
    await pass(ASK_MS);
    expect(given).toEqual([["live-floor", "sales"]]);
    expect(pairing.shown.value).toBeNull();
    expect(line.waiting).toBe(0);
  });

  it("shows no code that nobody could confirm while the server is away, and comes back by itself", async () => {
    await started();
    const { standing } = desk;
    desk.standing = new Error("no answer");
    await pass(ASK_MS);
    expect(pairing.shown.value).toEqual({ kind: "offline" });
    desk.standing = standing;
    await pass(ASK_MS);
    expect(pairing.shown.value).toEqual({ kind: "code", code: "BCDFHJKL" });
  });

  it("says why it is refused, and asks again later", async () => {
    desk.standing = new PairingRefused(403, "Logins and screens need https.", "Reach the server by https.");
    await started();
    expect(pairing.shown.value).toMatchObject({
      kind: "refused",
      status: 403,
      title: "Logins and screens need https.",
    });
    desk.standing = { state: "none" };
    await pass(REFUSED_MS - 1);
    expect(pairing.shown.value).toMatchObject({ kind: "refused" });
    await pass(1);
    expect(pairing.shown.value).toMatchObject({ kind: "code" });
  });

  it("hears no answer to what it asked before it was stopped", async () => {
    pairing.start();
    pairing.stop();
    await settle();
    expect(pairing.shown.value).toBeNull();
    await started();
    pairing.start();
    expect(desk.begun).toBe(1);
  });
});

describe("a paired screen", () => {
  let session: Session;
  const hello = (boards: readonly string[] | null) => ({
    t: "hello",
    protocol: 1,
    build: "b1",
    server_time: NOW + line.perf(),
    ping_s: 2,
    epoch: "run-1",
    boards,
  });
  const watched = () =>
    line.last.sent.filter((frame) => frame.t === "watch").map((frame) => Object.keys(frame.boards as object));

  beforeEach(() => {
    session = new Session(line, "live-floor");
    session.start();
  });

  function live(boards: readonly string[] | null): void {
    line.last.says(hello(boards));
    line.last.says(snapshot(1, { waiting: numberTile(7) }));
  }

  it("shows the first of its boards, whatever its address says", () => {
    line.last.says(hello(["sales", "team"]));
    expect(watched()).toEqual([["sales"]]);
  });

  it("shows the board that its address names when it is one of its own", () => {
    line.last.says(hello(["sales", "live-floor"]));
    expect(watched()).toEqual([["live-floor"]]);
  });

  it("turns to another first board at once, and nothing of the old one stays", () => {
    live(["live-floor"]);
    line.last.says({ t: "notice", kind: "boards", boards: ["sales", "live-floor"], text: null });
    expect(watched()).toEqual([["live-floor"], ["sales"]]);
    expect(session.held.value).toBeNull();
    expect(session.tile("waiting").value).toBeNull();
  });

  it("stays on the board that somebody chose while the first one is the same", () => {
    live(["live-floor", "sales"]);
    session.turnTo("sales");
    line.last.says({ t: "notice", kind: "boards", boards: ["live-floor", "sales", "team"], text: null });
    expect(session.board).toBe("sales");
    line.last.says({ t: "notice", kind: "boards", boards: ["live-floor", "team"], text: null });
    expect(session.board).toBe("live-floor");
  });

  it("is unwelcome once it is revoked, also where everyone may look", () => {
    live(["live-floor"]);
    line.last.hangsUp(3501);
    expect(line.unwelcomed).toEqual([true]);
    session.leave();
    expect([session.held.value, session.boards.value]).toEqual([null, null]);
    session.boards.value = ["live-floor"];
    session.start();
    line.last.says(hello(null));
    expect(line.unwelcomed).toEqual([true, true]);
    expect(watched()).toEqual([]);
  });

  it("is perhaps unwelcome when a connection ends before a word was heard", () => {
    live(["live-floor"]);
    line.last.hangsUp(1006);
    expect(line.unwelcomed).toEqual([]);
    line.pass(30_000);
    line.last.hangsUp(1006);
    expect(line.unwelcomed.slice(0, 1)).toEqual([false]);
  });

  it("asks again when its board is gone, until it is given another one", () => {
    live(["live-floor"]);
    line.last.says({ t: "error", code: "unknown_board", text: "gone", terminal: true });
    expect(session.failure.value?.code).toBe("unknown_board");
    const before = line.sockets.length;
    line.pass(5000);
    expect(line.sockets).toHaveLength(before + 1);
    line.last.says(hello(["sales"]));
    expect(session.failure.value).toBeNull();
    expect(watched()).toEqual([["sales"]]);
  });
});

describe("a supervisor's message", () => {
  it("stands until its end, or until it is taken away", () => {
    const notes = new Notes((ms, call) => line.after(ms, call));
    notes.put("Fire drill at 11", 5000);
    line.pass(4999);
    expect(notes.text.value).toBe("Fire drill at 11");
    line.pass(1);
    expect(notes.text.value).toBeNull();
    notes.put("Again", 5000);
    notes.put("Another", 9000);
    line.pass(5000);
    expect(notes.text.value).toBe("Another");
    notes.takeAway();
    expect([notes.text.value, line.waiting]).toEqual([null, 0]);
    notes.put("Too late", 0);
    expect(notes.text.value).toBeNull();
  });
});

describe("the address of a screen", () => {
  it("names no board", () => {
    for (const [path, query, is] of [
      ["/tv", "", true],
      ["/tv/", "?lang=da", true],
      ["/tv", "?board=sales", false],
      ["/tv/sales", "", false],
      ["/", "", false],
    ] as const) {
      expect([path, query, isForScreens(path, query)]).toEqual([path, query, is]);
    }
    expect(socketAddress({ protocol: "https:", host: "a" }, true)).toBe("wss://a/ws?as=screen");
  });
});

describe("the words of pairing", () => {
  it("are there in every language, and differ", () => {
    const titles = Object.values(PAIRING_WORDS).map((words) => words.title);
    expect(new Set(titles).size).toBe(4);
    for (const words of Object.values(PAIRING_WORDS)) {
      expect(words.type("a.example/app")).toContain("a.example/app");
      expect(Object.values(words).every((word) => word !== "")).toBe(true);
    }
  });
});
