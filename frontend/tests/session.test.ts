import { beforeEach, describe, expect, it } from "vitest";
import { ANSWER_MS, Session } from "../src/session";
import { delta, NOW, numberTile, snapshot } from "./frames";
import { Line } from "./line";

let line: Line;
let session: Session;

const hello = (epoch = "run-1", more: object = {}) => ({
  t: "hello",
  protocol: 1,
  build: "b1",
  server_time: NOW + line.perf(),
  ping_s: 2,
  epoch,
  ...more,
});
const ping = () => ({ t: "ping", server_time: NOW + line.perf() });
const first = () => snapshot(1, { waiting: numberTile(7), asa: numberTile(18) });
const waiting = () => {
  const tile = session.tile("waiting").value;
  return tile?.kind === "number" ? tile.figure.value : null;
};

beforeEach(() => {
  line = new Line();
  session = new Session(line, "live-floor");
  session.start();
});

function live(): void {
  line.last.says(hello());
  line.last.says(first());
}

describe("a session", () => {
  it("watches its board after the hello and shows the snapshot", () => {
    line.last.says(hello());
    expect(line.last.sent).toEqual([{ t: "watch", boards: { "live-floor": { epoch: null, seq: null } } }]);
    expect(session.held.value).toBeNull();
    line.last.says(first());
    expect(session.held.value?.siteName).toBe("Aarhus");
    expect(waiting()).toBe(7);
  });

  it("wakes only the tiles that a delta names", () => {
    live();
    const asa = session.tile("asa").value;
    line.last.says(delta(1, 2, { waiting: numberTile(9) }));
    expect(waiting()).toBe(9);
    expect(session.tile("asa").value).toBe(asa);
  });

  it("answers a ping with its clock, uptime, heap and what it missed", () => {
    live();
    line.pass(3000);
    line.last.says(ping());
    expect(line.last.sent[line.last.sent.length - 1]).toEqual({
      t: "pong",
      client_time: NOW + line.perf(),
      uptime_s: 3,
      heap_bytes: 4_000_000,
      missed: 0,
      board: "live-floor",
      version: 1,
      build: "b1",
    });
  });

  it("asks once from nothing when a frame is missing, and shows nothing out of order meanwhile", () => {
    live();
    line.last.says(delta(2, 3, { waiting: numberTile(99) }));
    line.last.says(delta(3, 4, { waiting: numberTile(98) }));
    const watches = line.last.sent.filter((frame) => frame.t === "watch");
    expect(watches).toHaveLength(2);
    expect(watches[1]).toEqual({ t: "watch", boards: { "live-floor": { epoch: null, seq: null } } });
    expect(waiting()).toBe(7);
    line.last.says(snapshot(4, { waiting: numberTile(98) }));
    expect(waiting()).toBe(98);
    expect(session.lostSince.value).toBeNull();
  });

  it("does not trust its figures when the answer to a watch stays out", () => {
    live();
    line.last.says(delta(2, 3, {}));
    for (let second = 0; second * 1000 < ANSWER_MS; second += 1) {
      line.pass(1000);
      line.last.says(ping());
    }
    expect(session.lostSince.value).not.toBeNull();
    expect(line.last.sent.filter((frame) => frame.t === "watch")).toHaveLength(3);
  });

  it("ignores frames of other boards, of unknown kinds and of no kind", () => {
    live();
    line.last.says({ ...delta(1, 2, { waiting: numberTile(1) }), board: "another" });
    line.last.says({ t: "later", anything: 1 });
    line.last.onmessage?.({ data: new ArrayBuffer(4) });
    expect(waiting()).toBe(7);
  });

  it("forgets tiles that a new definition leaves out", () => {
    live();
    const asa = session.tile("asa");
    line.last.says(snapshot(2, { waiting: numberTile(1) }));
    expect(asa.value).toBeNull();
    expect(session.allTiles()).toHaveLength(1);
  });

  it("shows a message for a minute", () => {
    live();
    line.last.says({ t: "notice", kind: "message", text: "Fire drill at 11", build: null, retry_after_ms: null });
    expect(session.notes.text.value).toBe("Fire drill at 11");
    for (let second = 0; second < 60; second += 1) {
      line.pass(1000);
      line.last.says(ping());
    }
    expect(session.notes.text.value).toBeNull();
  });

  it("loads anew when the server asks, or speaks another protocol", () => {
    live();
    line.last.says({ t: "notice", kind: "reload", text: null, build: "b2", retry_after_ms: null });
    expect(line.reloads).toBe(1);
    line.last.says(hello("run-1", { protocol: 2 }));
    expect(line.reloads).toBe(2);
  });
});

describe("a connection", () => {
  it("is lost after 2.5 pings without a frame, since the last one", () => {
    live();
    const lastFrame = NOW + line.perf();
    line.pass(4999);
    expect(session.lostSince.value).toBeNull();
    line.pass(1);
    expect(session.lostSince.value).toBe(lastFrame);
    expect(line.last.closed).toBe(true);
    expect(waiting()).toBe(7);
  });

  it("is held by pings alone", () => {
    live();
    for (let at = 0; at < 60; at += 1) {
      line.pass(2000);
      line.last.says(ping());
    }
    expect(session.lostSince.value).toBeNull();
    expect(line.sockets).toHaveLength(1);
  });

  it("comes back by itself, says what it knows, and stays marked until figures arrive", () => {
    live();
    line.last.hangsUp(1006);
    expect(session.lostSince.value).not.toBeNull();
    line.pass(1000);
    expect(line.sockets).toHaveLength(2);
    line.last.says(hello());
    expect(line.last.sent[0]).toEqual({ t: "watch", boards: { "live-floor": { epoch: "run-1", seq: 1 } } });
    expect(session.lostSince.value).not.toBeNull();
    line.last.says(delta(1, 2, { waiting: numberTile(3) }));
    expect(session.lostSince.value).toBeNull();
    expect(waiting()).toBe(3);
  });

  it("claims nothing of an earlier run of the server", () => {
    live();
    line.last.hangsUp(1012);
    line.pass(1000);
    line.last.says(hello("run-2"));
    expect(line.last.sent[0]).toEqual({ t: "watch", boards: { "live-floor": { epoch: null, seq: null } } });
  });

  it("keeps the time at which it was first lost through every attempt", () => {
    live();
    line.last.hangsUp(1006);
    const since = session.lostSince.value;
    for (let attempt = 0; attempt < 10; attempt += 1) {
      line.pass(20_000);
      line.last.hangsUp(1006);
    }
    expect(session.lostSince.value).toBe(since);
  });

  it("holds one socket and two timers at most, however often it fails", () => {
    for (let attempt = 0; attempt < 500; attempt += 1) {
      line.pass(20_000);
      line.last.hangsUp(1006);
      expect(line.waiting).toBeLessThanOrEqual(2);
    }
    expect(line.sockets.filter((socket) => socket.onmessage !== null).length).toBeLessThanOrEqual(1);
  });

  it("stays away as long as the server asks before a restart", () => {
    live();
    line.last.says({ t: "notice", kind: "restart", text: null, build: null, retry_after_ms: 6000 });
    line.last.hangsUp(3001);
    line.pass(5999);
    expect(line.sockets).toHaveLength(1);
    line.pass(3001);
    expect(line.sockets).toHaveLength(2);
  });

  it("ends on a terminal error and says which", () => {
    line.last.says(hello());
    line.last.says({ t: "error", code: "unknown_board", text: "There is no such board.", terminal: true });
    expect(session.failure.value?.code).toBe("unknown_board");
    line.pass(600_000);
    expect(line.sockets).toHaveLength(1);
    expect(line.waiting).toBe(0);
  });

  it("ends on a close code that forbids coming back", () => {
    live();
    line.last.hangsUp(3503, "revoked");
    expect(session.failure.value).toMatchObject({ code: "3503", text: "revoked", terminal: true });
    line.pass(600_000);
    expect(line.sockets).toHaveLength(1);
  });

  it("shows an error that is not terminal as a message and goes on", () => {
    live();
    line.last.says({ t: "error", code: "slow_down", text: "Too many watches.", terminal: false });
    expect(session.failure.value).toBeNull();
    expect(session.message.value).toBe("Too many watches.");
  });
});
