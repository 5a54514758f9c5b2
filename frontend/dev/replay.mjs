// Plays boards over a websocket without a server: `npm run build && npm run replay`, then open /tv/<scenario>.
// Scenarios are in scenarios.mjs; besides: `cut` stops sending after its first frames, `unknown` is refused, `silent` says
// hello and no more.
import { fileURLToPath } from "node:url";
import { WebSocketServer } from "ws";
import { servePages } from "./pages.mjs";
import { definitionOf, SCENARIOS } from "./scenarios.mjs";

const PING_MS = 1000;

/** Listens on `port` (0: any free one) and resolves to the server; `server.address().port` is where. */
export async function replay(port = 0) {
  const server = await servePages(port);
  new WebSocketServer({ server, path: "/ws", perMessageDeflate: false }).on("connection", play);
  return server;
}

/** While this lasts after a cut, newcomers are turned away. */
let cutUntil = 0;

function play(socket) {
  if (Date.now() < cutUntil) return socket.terminate();
  const send = (frame) => socket.readyState === socket.OPEN && socket.send(JSON.stringify(frame));
  send({ t: "hello", protocol: 1, build: "replay", server_time: Date.now(), ping_s: PING_MS / 1000, epoch: "replay" });
  let cut = false;
  let changes = null;
  const pings = setInterval(() => !cut && send({ t: "ping", server_time: Date.now() }), PING_MS);
  socket.on("message", (data) => {
    const frame = JSON.parse(String(data));
    if (frame.t !== "watch") return;
    clearInterval(changes);
    const [id] = Object.keys(frame.boards);
    if (id === "silent") return;
    if (id === "cut") {
      setTimeout(() => {
        cut = true;
        cutUntil = Date.now() + 8000;
      }, 500);
    }
    const scenario = SCENARIOS[id === "cut" ? "live-floor" : id];
    if (scenario === undefined) {
      send({ t: "error", code: "unknown_board", text: `There is no board “${id}”.`, terminal: true });
      return;
    }
    changes = follow(id, scenario, send, () => cut);
  });
  socket.on("close", () => {
    clearInterval(pings);
    clearInterval(changes);
  });
}

/** A snapshot, then as_of moving on each second, as a floor with events would. */
function follow(id, scenario, send, cut) {
  const start = Date.now();
  const shown = scenario(start);
  const definition = definitionOf(id, shown);
  let seq = 1;
  send({
    t: "snapshot",
    board: id,
    epoch: "replay",
    seq,
    server_time: start,
    definition,
    zone: "Europe/Copenhagen",
    site_name: shown.site_name ?? "Aarhus",
    tiles: shown.tiles,
  }); // prettier-ignore
  return setInterval(() => {
    if (cut()) return;
    const moved = Object.entries(shown.tiles).filter(([, tile]) => tile.as_of !== null && tile.stale === null);
    const tiles = Object.fromEntries(
      moved.map(([key, tile]) => [key, { ...tile, as_of: tile.as_of + Date.now() - start }]),
    );
    send({ t: "delta", board: id, epoch: "replay", seq: seq + 1, prev: seq, server_time: Date.now(), tiles });
    seq += 1;
  }, 1000);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const server = await replay(Number(process.env.PORT ?? 5180));
  console.log(`http://127.0.0.1:${server.address().port}/tv/live-floor  (${Object.keys(SCENARIOS).join(", ")})`);
}
