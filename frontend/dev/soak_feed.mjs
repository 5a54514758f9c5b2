// The soak's side of the websocket: sends as fast as the page answers, cuts the line in every way there is, and knows
// what the page must show.
import { WebSocketServer } from "ws";
import { generator } from "./floor.mjs";
import { soakBoard, variants } from "./soak_floor.mjs";

const BOARD = "soak";
/** The page gives a silent line up after 2.5 of these. */
const PING_S = 0.4;
/** So many frames go out before the page has to answer: each is a task of its own for it. */
const FRAMES_A_PING = 10;
const ANSWER_MS = 30_000;
export const CUTS = ["terminated", "closed", "silent", "frame missing", "restarted"];

export class Feed {
  seq = 1;
  watched = 0;

  constructor(server) {
    this.random = generator(2);
    this.begun = Date.now();
    this.run = 1;
    this.board = soakBoard();
    this.pool = variants(this.begun);
    this.ids = Object.keys(this.pool);
    this.tiles = Object.fromEntries(this.ids.map((id) => [id, this.pool[id][0]]));
    this.changedAt = Object.fromEntries(this.ids.map((id) => [id, 1]));
    this.socket = null;
    this.silent = false;
    this.pinged = 0;
    this.ponged = 0;
    this.heardOf = () => {};
    const sockets = new WebSocketServer({ server, path: "/ws", perMessageDeflate: false });
    sockets.on("connection", (socket) => this.greet(socket));
    this.pings = setInterval(() => this.ping(), (PING_S * 1000) / 2);
  }

  stop() {
    clearInterval(this.pings);
    this.socket?.terminate();
  }

  /** So many frames, each with a share of the tiles changed. Resolves once the page has taken the last one. */
  async frames(count, tilesAFrame = 16) {
    for (let sent = 0; sent < count; sent += 1) {
      const ids = this.change(tilesAFrame);
      this.send(this.delta(this.seq - 1, ids));
      if (sent % FRAMES_A_PING === FRAMES_A_PING - 1 || sent === count - 1) await this.taken();
    }
  }

  /** One frame with all of these tiles. */
  frameOf(ids) {
    this.change(0);
    for (const id of ids) this.renew(id);
    this.send(this.delta(this.seq - 1, ids));
  }

  /** Puts every tile into its first state. */
  settle() {
    this.change(0);
    for (const id of this.ids) {
      this.tiles[id] = this.pool[id][0];
      this.changedAt[id] = this.seq;
    }
    this.send(this.delta(this.seq - 1, this.ids));
  }

  /** Cuts the line, goes on meanwhile, and resolves once the page asks again and has been answered. */
  async cut(how) {
    const before = this.watched;
    const old = this.socket;
    if (how === "terminated") old.terminate();
    if (how === "closed") old.close(1012, "restart");
    if (how === "silent") this.silent = true;
    if (how === "restarted") {
      this.run += 1;
      old.close(1001);
    }
    for (let missed = 0; missed < 5; missed += 1) this.change(20);
    if (how === "frame missing") this.send(this.delta(this.seq - 1, []));
    await until(() => this.watched > before, "the page to come back");
    await this.taken();
  }

  greet(socket) {
    this.socket = socket;
    this.silent = false;
    this.pinged = 0;
    this.ponged = 0;
    socket.on("message", (data) => this.heard(socket, JSON.parse(String(data))));
    this.send({ t: "hello", protocol: 1, build: "soak", server_time: Date.now(), ping_s: PING_S, epoch: this.epoch() });
  }

  heard(socket, frame) {
    if (socket !== this.socket) return;
    if (frame.t === "pong") this.ponged += 1;
    this.heardOf();
    if (frame.t !== "watch") return;
    this.watched += 1;
    const { epoch, seq } = frame.boards[BOARD];
    const knows = epoch === this.epoch() && seq !== null;
    const since = this.ids.filter((id) => this.changedAt[id] > seq);
    this.send(knows && this.random() < 0.5 ? this.delta(seq, since) : this.snapshot());
  }

  epoch() {
    return `run-${this.run}`;
  }

  change(tiles) {
    this.seq += 1;
    const ids = new Set();
    for (let at = 0; at < tiles; at += 1) ids.add(this.ids[Math.floor(this.random() * this.ids.length)]);
    for (const id of ids) this.renew(id);
    return [...ids];
  }

  /** Another state of the tile, of this moment: no two frames are alike. */
  renew(id) {
    const pool = this.pool[id];
    const tile = pool[Math.floor(this.random() * pool.length)];
    this.tiles[id] = { ...tile, as_of: tile.as_of === null ? null : this.begun + this.seq };
    this.changedAt[id] = this.seq;
  }

  delta(prev, ids) {
    const tiles = Object.fromEntries(ids.map((id) => [id, this.tiles[id]]));
    return { t: "delta", board: BOARD, epoch: this.epoch(), seq: this.seq, prev, server_time: Date.now(), tiles };
  }

  snapshot() {
    const head = { t: "snapshot", board: BOARD, epoch: this.epoch(), seq: this.seq, server_time: Date.now() };
    return { ...head, definition: this.board, zone: "Europe/Copenhagen", site_name: "Aarhus", tiles: this.tiles };
  }

  send(frame) {
    if (!this.silent && this.socket?.readyState === this.socket?.OPEN) this.socket.send(JSON.stringify(frame));
  }

  ping() {
    if (this.silent || this.socket?.readyState !== this.socket?.OPEN || this.socket === null) return;
    this.pinged += 1;
    this.send({ t: "ping", server_time: Date.now() });
  }

  /** Resolves once the page has answered a ping that was sent after everything else, on whichever line it is then. */
  async taken() {
    const deadline = Date.now() + ANSWER_MS;
    let asked = null;
    let answer = 0;
    while (asked !== this.socket || this.ponged < answer) {
      if (Date.now() > deadline) throw new Error(`not within ${ANSWER_MS} ms: an answer of the page`);
      if (asked !== this.socket) {
        asked = this.socket;
        this.ping();
        answer = this.pinged;
      }
      await this.something();
    }
  }

  /** Resolves when the page says something, or after a while. */
  something() {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, 100);
      this.heardOf = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** Polls until it is so. Throws after 30 s. */
export async function until(holds, what) {
  const deadline = Date.now() + ANSWER_MS;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not within ${ANSWER_MS} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
