import type { SourceHealth, TicketRow, WorkerHealth } from "../../protocol";
import { plural } from "../plural";

const n = plural("en");

/** The words of single kinds of tiles and of slides: a part of `words/en.ts`. */
export const tileWords = {
  slide: (at: string, all: string) => `Slide ${at} of ${all}`,
  slideShort: (at: string, all: string) => `${at} / ${all}`,
  slides: "Slides",
  slideBefore: "Slide before",
  slideNext: "Next slide",
  slideHold: "Pause the slides, ",
  slidePaused: "Paused",
  slideHint: "Space pauses, arrow keys move",
  highest: "highest",
  lowest: "lowest",
  noTrend: "No line yet",
  noTrendHint: "The first point comes when 5 minutes are over.",
  noTickets: "No open tickets",
  noDeadlines: "Nothing is due",
  openTickets: (_count: number, text: string) => `${text} open`,
  overdue: (_count: number, text: string) => `${text} overdue`,
  atRisk: (count: string) => `${count} at risk`,
  clocksStand: (count: string) => `${count} with a clock that stands`,
  due: "Due",
  overdueBy: (time: string) => `+${time}`,
  ticket: "Ticket",
  unassigned: "nobody yet",
  deadlines: {
    running: "Running",
    at_risk: "At risk",
    breached: "Overdue",
  } satisfies Record<TicketRow["deadline"], string>,
  promises: {
    first_reply: "First reply",
    next_reply: "Reply",
    resolution: "Solve",
  } satisfies Record<TicketRow["promise"], string>,
  noTopics: "No topics yet",
  noTopicsHint: "They come with what agents log.",
  loggedOf: (share: string, count: string) => `${share} of ${count} logged`,
  noCurve: "Nobody has waited yet",
  gaveUp: (left: string, all: string) => `${left} of ${all} gave up`,
  curveAxis: "Seconds waited; how many of those gave up",
  painFrom: (times: string) => `Pain zones from ${times}`,
  band: (from: string, to: string | null) => (to === null ? `over ${from} s` : `up to ${to} s`),
  bandEnd: (to: string | null, from: string) => (to === null ? `>${from}` : to),
  all: (window: string) => `All, ${window}`,
  noAnswers: "No answers yet",
  channels: {
    voice: "Phone",
    chat: "Chat",
    email: "Mail",
    sms: "SMS",
    social: "Social",
    video: "Video",
    callback: "Callback",
    web: "Web",
  } as Readonly<Record<string, string>>,
  noGoals: "No goals at this level",
  noGoalSet: "The site does not work by this set",
  onGoalOf: (reached: string, all: string) => `${reached} of ${all} on goal`,
  dueByNow: (target: string) => `${target} due by now`,
  health: {
    connection: "Connection",
    worker: "Worker",
    connected: "connected",
    connectionLost: (at: string) => `lost since ${at}`,
    unknown: "not heard of yet",
    lag: (time: string, records: number, text: string) =>
      n(records, { one: `${time} behind, ${text} record to go`, other: `${time} behind, ${text} records to go` }),
    allWell: "All well",
    last: (at: string) => `last sign ${at}`,
    source: {
      live: "live",
      quiet: "quiet",
      behind: "catching up",
      silent: "silent",
    } satisfies Record<SourceHealth["health"], string>,
    workers: {
      live: "keeps up",
      catching_up: "catching up",
      silent: "silent",
    } satisfies Record<WorkerHealth["health"], string>,
  },
};

export type TileWords = typeof tileWords;
