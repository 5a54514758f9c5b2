// Pictures, and what no picture may show: type cut or overlapping, errors in the console, findings of axe. Fails on a
// finding. Of the scenarios of scenarios.mjs, without a server: `npm run screenshots [-- scenario …]`. Of a running
// server, every board and every view: `npm run screenshots -- --of=http://127.0.0.1:8080 [/tv/service tried …]`.
// Further: --sizes=tv,wall4k,upright,laptop,phone --themes=dark,light --languages=en,da,sv,nl --out=folder.
import { fileURLToPath } from "node:url";
import { camera } from "./camera.mjs";
import { SIZES } from "./looking.mjs";
import { replay } from "./replay.mjs";
import { SCENARIOS } from "./scenarios.mjs";
import { views } from "./views.mjs";

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
  for (const { path, ...more } of await subjects()) {
    const usual = server !== null ? Object.keys(SIZES) : path.startsWith("/app") ? DESKS : WALLS;
    for (const size of list("sizes", usual)) {
      for (const theme of list("themes", ["dark", "light"])) {
        for (const language of list("languages", ["en"])) {
          const seen = { address: origin + path, size, theme, language };
          findings.push(...(await shots.look({ ...seen, ...waiting(path), ...more })));
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

/** Of a server all its views; asked for one by path or name, those alone. */
async function subjects() {
  if (server !== null) {
    const scenarios = asked.length > 0 ? asked : [...Object.keys(SCENARIOS), "cut", "unknown", "silent"];
    return scenarios.map((one) => ({ path: pathOf(one) }));
  }
  const known = await views(origin);
  if (asked.length === 0) return known;
  return asked.flatMap((one) => {
    const found = known.filter(({ path, name = path }) => one === name);
    return found.length > 0 ? found : [{ path: pathOf(one) }];
  });
}

/** Pages that are ready when they show something else than figures. */
function waiting(path) {
  if (path === "/tv/silent") return { ready: "[data-page=waiting]" };
  return path === "/tv/cut" ? { ready: "[data-stale=connection]" } : {};
}
