// The built pages over HTTP, as the server sends them: for boards that are played without it.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const PAGES = fileURLToPath(new URL("../../app/web/pages/", import.meta.url));
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2" };
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; img-src 'self' data:; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Listens on `port` (0: any free one) and resolves to the server; `server.address().port` is where. */
export function servePages(port = 0) {
  const server = createServer(serve);
  return new Promise((resolve) => {
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

async function serve(request, response) {
  const { pathname } = new URL(request.url, "http://localhost");
  const file = pathname === "/" || pathname.startsWith("/tv/") ? "tv.html" : normalize(pathname).replace(/^\/+/, "");
  try {
    const body = await readFile(join(PAGES, file));
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    response.writeHead(200, { "content-type": type, "content-security-policy": POLICY }).end(body);
  } catch {
    response.writeHead(404).end();
  }
}
