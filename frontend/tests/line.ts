import type { Socket } from "../src/connection";
import type { Surroundings } from "../src/session";
import { NOW } from "./frames";

/** A socket in memory: the test is the server. */
export class LineSocket implements Socket {
  onopen: Socket["onopen"] = null;
  onmessage: Socket["onmessage"] = null;
  onclose: Socket["onclose"] = null;
  onerror: Socket["onerror"] = null;
  readonly sent: Record<string, unknown>[] = [];
  closed = false;

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }

  close(): void {
    this.closed = true;
  }

  says(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  hangsUp(code: number, reason = ""): void {
    this.onclose?.({ code, reason });
  }
}

/** Time, chance and sockets under the test's hand. `pass` runs what falls due, in order. */
export class Line implements Surroundings {
  readonly sockets: LineSocket[] = [];
  reloads = 0;
  unwelcomed: boolean[] = [];
  private time = 1000;
  private timers: { at: number; call: () => void }[] = [];

  get last(): LineSocket {
    const socket = this.sockets[this.sockets.length - 1];
    if (socket === undefined) throw new Error("No socket was opened.");
    return socket;
  }

  get waiting(): number {
    return this.timers.length;
  }

  open(): Socket {
    const socket = new LineSocket();
    this.sockets.push(socket);
    return socket;
  }

  perf(): number {
    return this.time;
  }

  random(): number {
    return 0.5;
  }

  wallClock(): number {
    return NOW + this.time;
  }

  heapBytes(): number | null {
    return 4_000_000;
  }

  reload(): void {
    this.reloads += 1;
  }

  unwelcome(sure: boolean): void {
    this.unwelcomed.push(sure);
  }

  after(ms: number, call: () => void): () => void {
    const timer = { at: this.time + ms, call };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  pass(ms: number): void {
    const until = this.time + ms;
    for (let due = this.next(until); due !== undefined; due = this.next(until)) {
      this.timers = this.timers.filter((timer) => timer !== due);
      this.time = due.at;
      due.call();
    }
    this.time = until;
  }

  private next(until: number) {
    return this.timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
  }
}
