// What of a running server is pictured: every board, every view of the supervisor's page, and what lies behind a press.

/** Rules of the alerts that Tavle comes with, one of each kind whose form is another. */
const RULES = ["burn.critical", "pain", "next_reply.breached", "trust", "goal.speed.calls"];
const TRIED = { press: ['[data-act="rehearse"]'], until: ".rehearsed-count, .rehearsed .notice, .rehearsed .mistake" };
const SWITCH = '[data-rule="abandons"] input';

/** Of each: its path, and where its picture needs a name of its own, that, what is pressed and what is waited for then. */
export async function views(origin) {
  const read = async (path) => (await fetch(origin + path)).json();
  const { boards } = await read("/api/v1/boards");
  const { sites } = await read("/api/v1/sites");
  const site = `/app/${sites[0].id}`;
  const { queue_names } = await read(`/api/v1/sites/${sites[0].id}/view`);
  const { listed } = await read(`/api/v1/sites/${sites[0].id}/alerts`);
  // A shipped board is not edited, and looking makes none.
  const own = boards.filter((board) => !board.shipped).slice(0, 1);
  const [queue] = Object.keys(queue_names);
  const rule = (key) => `${site}/settings/${encodeURIComponent(key)}?tab=alerts`;
  return [
    ...boards.map((board) => ({ path: `/tv/${board.id}` })),
    { path: site },
    ...(queue === undefined ? [] : [{ path: `${site}/queues/${encodeURIComponent(queue)}` }]),
    ...["agents", "tickets", "goals", "alerts", "boards", "screens", "settings"].map((view) => ({
      path: `${site}/${view}`,
    })),
    ...(listed.length === 0
      ? []
      : [{ path: `${site}/alerts`, name: "silence", ...pressed("silence", "dialog[open]") }]),
    ...own.map((board) => ({ path: `${site}/boards/${board.id}`, name: "editor", ready: "[data-board-form]" })),
    { path: `${site}/settings?tab=goals` },
    { path: `${site}/settings?tab=alerts` },
    ...["+", ...RULES].map((key) => ({ path: rule(key) })),
    { path: rule("pain"), name: "tried", ...TRIED },
    { path: `${site}/settings?tab=alerts`, name: "edited", press: [SWITCH], until: ".settings-save[data-edited]" },
  ];
}

function pressed(act, until) {
  return { press: [`[data-act="${act}"]`], until };
}
