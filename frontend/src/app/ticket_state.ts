import type { Promised, TicketShown, TicketState } from "./answer";

/** The state at `now`, told by the moments: between two answers a ticket may become late. */
export function ticketStateAt(ticket: Pick<TicketShown, "dues">, now: number): TicketState {
  const running = ticket.dues.filter((promise) => typeof promise.due === "number");
  if (running.some((promise) => (promise.due ?? now) < now)) return "breached";
  if (running.some((promise) => typeof promise.at_risk === "number" && promise.at_risk < now)) return "at_risk";
  if (running.length > 0) return "ok";
  return ticket.dues.length > 0 ? "paused" : "no_promise";
}

/** Which promise falls due first, or stands still with the least time left; null without any. */
export function nextPromise(ticket: Pick<TicketShown, "dues">): Promised | null {
  const far = Number.MAX_SAFE_INTEGER;
  const ordered = [...ticket.dues].sort(
    (a, b) => (a.due ?? far) - (b.due ?? far) || (a.left_ms ?? far) - (b.left_ms ?? far),
  );
  return ordered[0]?.promise ?? null;
}
