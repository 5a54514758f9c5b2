import { comesBack, retryDelay } from "./retry";

/** Of WebSocket, what a connection needs. */
export interface Socket {
  send(text: string): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  onerror: (() => void) | null;
}

export interface Ports {
  open(): Socket;
  /** Monotonic milliseconds. */
  perf(): number;
  random(): number;
  /** Runs `call` once after `ms`; the answer takes it back. */
  after(ms: number, call: () => void): () => void;
}

export interface Listener {
  frame(text: string): void;
  /** The line is gone. `lastFrameAt` is on the `perf` clock; `heard` says whether a frame came over this line. */
  lost(lastFrameAt: number, heard: boolean): void;
  /** The server closed with a code that forbids coming back. */
  refused(code: number, reason: string): void;
}

/** No frame for this many ping intervals means that the connection is gone. */
export const SILENT_PINGS = 2.5;
/** Before the server has said how often it pings. */
export const FIRST_PING_S = 4;

/** Keeps one socket open for as long as the page lives. Holds at most one socket and two timers. */
export class Connection {
  private socket: Socket | null = null;
  private attempt = 0;
  private lastFrameAt: number;
  private heard = false;
  private pingMs = FIRST_PING_S * 1000;
  private retryAfterMs: number | null = null;
  private cancelSilence: () => void = () => {};
  private cancelRetry: () => void = () => {};

  constructor(
    private readonly ports: Ports,
    private readonly listener: Listener,
  ) {
    this.lastFrameAt = ports.perf();
  }

  start(): void {
    this.stop();
    const socket = this.ports.open();
    this.socket = socket;
    this.heard = false;
    socket.onmessage = (event) => this.arrived(event.data);
    socket.onclose = (event) => this.closed(event.code, event.reason);
    this.listen(this.ports.perf());
  }

  /** Ends the connection for good. */
  stop(): void {
    this.cancelRetry();
    this.cancelSilence();
    if (this.socket === null) return;
    const socket = this.socket;
    this.socket = null;
    socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null;
    socket.close();
  }

  send(frame: object): void {
    this.socket?.send(JSON.stringify(frame));
  }

  /** What the server said in its hello. */
  pingEvery(seconds: number): void {
    if (!(seconds > 0)) return;
    this.pingMs = seconds * 1000;
    this.listen(this.lastFrameAt);
  }

  /** The server restarts soon and asks its clients to stay away this long. */
  retryAfter(ms: number | null): void {
    this.retryAfterMs = ms;
  }

  private arrived(data: unknown): void {
    this.attempt = 0;
    this.heard = true;
    this.lastFrameAt = this.ports.perf();
    this.listen(this.lastFrameAt);
    if (typeof data === "string") this.listener.frame(data);
  }

  private closed(code: number, reason: string): void {
    this.stop();
    if (comesBack(code)) this.comeBack();
    else this.listener.refused(code, reason);
  }

  /** One timer, moved by each frame; when it fires the line has been silent for too long. */
  private listen(from: number): void {
    this.cancelSilence();
    const left = from + SILENT_PINGS * this.pingMs - this.ports.perf();
    this.cancelSilence = this.ports.after(Math.max(0, left), () => {
      this.stop();
      this.comeBack();
    });
  }

  private comeBack(): void {
    this.listener.lost(this.lastFrameAt, this.heard);
    const delay = retryDelay(this.attempt, this.ports.random, this.retryAfterMs);
    this.attempt += 1;
    this.retryAfterMs = null;
    this.cancelRetry = this.ports.after(delay, () => this.start());
  }
}
