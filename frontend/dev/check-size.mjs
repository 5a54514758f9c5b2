// The page for walls stays small: all the script that one of them loads, gzipped, within 40 KB. That is what all share
// and the words of one language, of which the largest counts. The pairing page has a limit of its own: who shows a board
// does not load it.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const LIMIT_BYTES = 40 * 1024;
const LANGUAGES = 3;
const PAIRING_BYTES = 4 * 1024;
const assets = fileURLToPath(new URL("../../app/web/pages/assets/", import.meta.url));
const sizes = (folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".js"))
    .map((file) => gzipSync(readFileSync(folder + file), { level: 9 }).length);

const shared = sizes(assets).reduce((sum, bytes) => sum + bytes, 0);
const words = sizes(`${assets}words/`);
const [pairing = 0] = sizes(`${assets}pairing/`);
const total = shared + Math.max(...words);
const kilobytes = (bytes) => (bytes / 1024).toFixed(1);
console.log(
  `tv: ${kilobytes(total)} KB of script, gzipped, ${kilobytes(total - shared)} of them words of another language than ` +
    `English; the limit is ${LIMIT_BYTES / 1024} KB. Pairing: ${kilobytes(pairing)} KB of ${PAIRING_BYTES / 1024}.`,
);
const complete = shared > 0 && words.length === LANGUAGES && pairing > 0;
if (!complete || total > LIMIT_BYTES || pairing > PAIRING_BYTES) process.exit(1);
