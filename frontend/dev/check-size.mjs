// The page for walls stays small: all its script, gzipped, within 40 KB.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const LIMIT_BYTES = 40 * 1024;
const assets = fileURLToPath(new URL("../../app/web/pages/assets/", import.meta.url));
let total = 0;
for (const name of readdirSync(assets).filter((file) => file.endsWith(".js"))) {
  total += gzipSync(readFileSync(assets + name), { level: 9 }).length;
}
console.log(`tv: ${(total / 1024).toFixed(1)} KB of script, gzipped; the limit is ${LIMIT_BYTES / 1024} KB.`);
if (total === 0 || total > LIMIT_BYTES) process.exit(1);
