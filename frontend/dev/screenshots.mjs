// Pictures, and what no picture may show: type cut or overlapping, errors in the console, findings of axe. Fails on a
// finding. Of the scenarios of scenarios.mjs, without a server: `npm run screenshots [-- scenario …]`. Of a running
// server, every board and every view: `npm run screenshots -- --of=http://127.0.0.1:8080 [/tv/service /app …]`.
// Further: --sizes=tv,wall4k,upright,laptop,phone --themes=dark,light --languages=en,da,sv,nl --out=folder.
import { fileURLToPath } from "node:url";
import { camera } from "./camera.mjs";
import { SIZES } from "./looking.mjs";
import { replay } from "./replay.mjs";
import { SCENARIOS } from "./scenarios.mjs";

const asked = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const option = (name) => process.argv.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
const list = (name, otherwise) => option(name)?.split(",") ?? otherwise;
const WALLS = ["tv", "wall4k", "upright"];
const DESKS = ["tv", "laptop", "phone"];

const server = option("of") === undefined ? await replay() : null;
const origin = option("of") ?? `http://127.0.0.1:${server.address().port}`;
const shots = await camera(option("out") ?? fileURLToPath(new URL("../screenshots/", import.meta.url)));
const findings = [];
try {
  for (const path of asked.length > 0 ? asked.map(pathOf) : await everything()) {
    const usual = server !== null ? Object.keys(SIZES) : path.startsWith("/app") ? DESKS : WALLS;
    for (const size of list("sizes", usual)) {
      for (const theme of list("themes", ["dark", "light"])) {
        for (const language of list("languages", ["en"])) {
          findings.push(...(await shots.look({ address: origin + path, size, theme, language, ...waiting(path) })));
        }
      }
    }
  }
} finally {
  await shots.close();
  server?.closeAllConnections();
  server?.close();
}
for (const finding of findings) console.error(finding);
if (findings.length > 0) process.exit(1);

function pathOf(name) {
  return name.startsWith("/") ? name : `/tv/${name}`;
}

async function everything() {
  if (server !== null) return [...Object.keys(SCENARIOS), "cut", "unknown", "silent"].map(pathOf);
  const { boards } = await (await fetch(`${origin}/api/v1/boards`)).json();
  const { sites } = await (await fetch(`${origin}/api/v1/sites`)).json();
  const site = `/app/${sites[0].id}`;
  const { queue_names } = await (await fetch(`${origin}/api/v1/sites/${sites[0].id}/view`)).json();
  const views = ["agents", "tickets", "goals", "alerts", "boards", "screens", "settings"].map(
    (view) => `${site}/${view}`,
  );
  return [
    ...boards.map((board) => `/tv/${board.id}`),
    site,
    ...Object.keys(queue_names)
      .slice(0, 1)
      .map((queue) => `${site}/queues/${encodeURIComponent(queue)}`),
    ...views,
  ];
}

/** Pages that are ready when they show something else than figures. */
function waiting(path) {
  if (path === "/tv/silent") return { ready: "[data-page=waiting]" };
  return path === "/tv/cut" ? { ready: "[data-stale=connection]" } : {};
}
