import { batch, type Signal, signal } from "@preact/signals";
import { ServerClock } from "./clock";
import { Connection, type Ports } from "./connection";
import { Notes } from "./notes";
import type { Error as Failure, Hello, Notice, ServerFrame, Tile } from "./protocol";
import { type Held, known, step } from "./store";

export const PROTOCOL = 1;
/** A watch that brought nothing in this time is sent again; figures that may lack a frame are no longer trusted. */
export const ANSWER_MS = 5_000;
const MESSAGE_MS = 60_000;
/** A screen whose board is refused asks again after this time: it may have been given another one. */
const AGAIN_MS = 5_000;
const ACCESS_ENDED = 3501;

export interface Surroundings extends Ports {
  /** This device's own clock, ms since 1970: only until the server has told the time. */
  wallClock(): number;
  /** Bytes of the script heap, where the browser tells. */
  heapBytes(): number | null;
  /** Loads the page again. */
  reload(): void;
  /** The server lets this page watch nothing (any more); not `sure`: it may be just that it does not answer. */
  unwelcome(sure: boolean): void;
}

/** One board followed over one connection: what the page shows, as signals. */
export class Session {
  /** The board's definition, site and zone; its tiles have a signal each. */
  readonly held: Signal<Held | null> = signal(null);
  /** Since when (server's clock, ms) the connection is gone or a frame is missing. */
  readonly lostSince: Signal<number | null> = signal(null);
  readonly failure: Signal<Failure | null> = signal(null);
  readonly message: Signal<string | null> = signal(null);
  /** What supervisors wrote on this screen. */
  readonly notes: Notes;
  /** The boards of a paired screen, the first shown first; null for every other page. */
  readonly boards: Signal<readonly string[] | null> = signal(null);
  readonly clock: ServerClock;

  private readonly connection: Connection;
  private tiles = new Map<string, Signal<Tile | null>>();
  private newest: Held | null = null;
  private inStep = false;
  private epoch: string | null = null;
  /** Of the first server that greeted this page: it came from there. */
  private build: string | null = null;
  private missed = 0;
  private readonly startedAt: number;
  private cancelAnswer: () => void = () => {};
  private cancelMessage: () => void = () => {};
  private cancelAgain: () => void = () => {};

  constructor(
    private readonly around: Surroundings,
    public board: string,
  ) {
    this.startedAt = around.perf();
    this.notes = new Notes((ms, call) => around.after(ms, call));
    this.clock = new ServerClock(() => around.perf(), around.wallClock());
    this.connection = new Connection(around, {
      frame: (text) => this.arrived(text),
      lost: (at, heard) => {
        this.lost(at);
        if (!heard) this.around.unwelcome(false);
      },
      refused: (code, reason) => this.refused(code, reason),
    });
  }

  start(): void {
    this.connection.start();
  }

  stop(): void {
    this.cancelAnswer();
    this.cancelMessage();
    this.cancelAgain();
    this.connection.stop();
  }

  /** Shows another board from now on; nothing of the one before. */
  turnTo(board: string): void {
    if (board === this.board) return;
    this.forget();
    this.board = board;
    if (this.epoch !== null) this.watchFromNothing();
  }

  /** Ends for good, and shows nothing any more. */
  leave(): void {
    this.stop();
    this.forget();
    this.boards.value = null;
    this.notes.takeAway();
    this.epoch = null;
  }

  /** The tile's own signal: a delta wakes only the tiles that it names. */
  tile(id: string): Signal<Tile | null> {
    let found = this.tiles.get(id);
    if (found === undefined) {
      found = signal(this.newest?.tiles[id] ?? null);
      this.tiles.set(id, found);
    }
    return found;
  }

  /** Every tile as it stands. */
  allTiles(): readonly Tile[] {
    return Object.values(this.newest?.tiles ?? {});
  }

  private arrived(text: string): void {
    let frame: ServerFrame;
    try {
      frame = JSON.parse(text) as ServerFrame;
    } catch {
      this.outOfStep();
      return;
    }
    switch (frame.t) {
      case "hello":
        this.greeted(frame);
        break;
      case "ping":
        this.pinged(frame.server_time);
        break;
      case "snapshot":
      case "delta":
        if (frame.board === this.board) this.advance(frame);
        break;
      case "notice":
        this.noticed(frame);
        break;
      case "error":
        if (frame.terminal) this.fail(frame);
        else this.say(frame.text);
        break;
    }
  }

  private greeted(hello: Hello): void {
    this.clock.heard(hello.server_time);
    this.connection.pingEvery(hello.ping_s);
    this.epoch = hello.epoch;
    this.build ??= hello.build;
    this.notes.takeAway();
    if (hello.protocol !== PROTOCOL) this.around.reload();
    else if (this.isAssigned(hello.boards ?? null)) this.watch();
    else this.around.unwelcome(true);
  }

  /** Takes the boards that a hello names. False: this was a screen, and is none any more. */
  private isAssigned(boards: readonly string[] | null): boolean {
    if (boards === null && this.boards.peek() !== null) return false;
    this.boards.value = boards;
    const first = boards?.[0];
    if (first !== undefined && !boards?.includes(this.board)) {
      this.forget();
      this.board = first;
    }
    return true;
  }

  /** Other boards than before. Another first one is shown at once. */
  private assign(boards: readonly string[]): void {
    const before = this.boards.peek()?.[0];
    this.boards.value = boards;
    const first = boards[0];
    if (first !== undefined && (first !== before || !boards.includes(this.board))) this.turnTo(first);
  }

  private pinged(serverTime: number): void {
    this.clock.heard(serverTime);
    this.connection.send({
      t: "pong",
      client_time: Math.round(this.around.wallClock()),
      uptime_s: Math.round((this.around.perf() - this.startedAt) / 1000),
      heap_bytes: this.around.heapBytes(),
      missed: this.missed,
      board: this.newest?.board ?? null,
      version: this.newest?.definition.version ?? null,
      build: this.build,
    });
  }

  private watch(): void {
    const current = this.newest?.epoch === this.epoch;
    this.connection.send({ t: "watch", boards: { [this.board]: known(this.newest, current) } });
    this.awaitAnswer();
  }

  private watchFromNothing(): void {
    this.connection.send({ t: "watch", boards: { [this.board]: known(null, false) } });
    this.awaitAnswer();
  }

  private awaitAnswer(): void {
    this.cancelAnswer();
    this.cancelAnswer = this.around.after(ANSWER_MS, () => {
      if (this.lostSince.value === null) this.lostSince.value = this.clock.now() - ANSWER_MS;
      this.watchFromNothing();
    });
  }

  private advance(frame: Extract<ServerFrame, { t: "snapshot" | "delta" }>): void {
    const next = step(this.newest, frame);
    if (!next.inStep) {
      this.outOfStep();
      return;
    }
    this.cancelAnswer();
    this.inStep = true;
    this.newest = next.held;
    batch(() => {
      if (frame.t === "snapshot") this.held.value = next.held;
      this.lostSince.value = null;
      this.failure.value = null;
      for (const [id, tile] of Object.entries(frame.tiles)) this.tile(id).value = tile;
      if (frame.t === "snapshot") this.forgetOthers(frame.tiles);
    });
  }

  /** Asks once; frames still on their way from before the answer do not ask again. */
  private outOfStep(): void {
    this.missed += 1;
    if (!this.inStep) return;
    this.inStep = false;
    this.watchFromNothing();
  }

  private forgetOthers(tiles: Readonly<Record<string, Tile>>): void {
    for (const [id, held] of this.tiles) {
      if (id in tiles) continue;
      held.value = null;
      this.tiles.delete(id);
    }
  }

  private lost(lastFrameAt: number): void {
    this.cancelAnswer();
    this.inStep = false;
    if (this.lostSince.value === null) this.lostSince.value = this.clock.at(lastFrameAt);
  }

  private forget(): void {
    this.newest = null;
    this.inStep = false;
    batch(() => {
      this.held.value = null;
      this.lostSince.value = null;
      this.failure.value = null;
      this.forgetOthers({});
    });
  }

  private refused(code: number, reason: string): void {
    if (code === ACCESS_ENDED) this.around.unwelcome(true);
    else this.fail({ t: "error", code: String(code), text: reason, terminal: true });
  }

  private fail(failure: Failure): void {
    this.stop();
    if (failure.code === "not_allowed") {
      this.around.unwelcome(true);
      return;
    }
    this.failure.value = failure;
    if (this.boards.peek() !== null) this.cancelAgain = this.around.after(AGAIN_MS, () => this.connection.start());
  }

  private noticed(notice: Notice): void {
    if (notice.kind === "reload") this.around.reload();
    else if (notice.kind === "restart") this.connection.retryAfter(notice.retry_after_ms);
    else if (notice.kind === "boards") this.assign(notice.boards ?? []);
    else if (notice.text === null) this.notes.takeAway();
    else this.notes.put(notice.text, (notice.until ?? this.clock.now() + MESSAGE_MS) - this.clock.now());
  }

  private say(text: string | null): void {
    this.cancelMessage();
    this.message.value = text;
    if (text !== null) this.cancelMessage = this.around.after(MESSAGE_MS, () => this.say(null));
  }
}
