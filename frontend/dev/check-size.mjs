// The page for walls stays small: all the script that one of them loads, gzipped, within 40 KB. That is what all share
// and the words of one language, of which the largest counts.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const LIMIT_BYTES = 40 * 1024;
const LANGUAGES = 3;
const assets = fileURLToPath(new URL("../../app/web/pages/assets/", import.meta.url));
const sizes = (folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".js"))
    .map((file) => gzipSync(readFileSync(folder + file), { level: 9 }).length);

const shared = sizes(assets).reduce((sum, bytes) => sum + bytes, 0);
const words = sizes(`${assets}words/`);
const total = shared + Math.max(...words);
const kilobytes = (bytes) => (bytes / 1024).toFixed(1);
console.log(
  `tv: ${kilobytes(total)} KB of script, gzipped, ${kilobytes(total - shared)} of them words of another language than ` +
    `English; the limit is ${LIMIT_BYTES / 1024} KB.`,
);
if (shared === 0 || words.length !== LANGUAGES || total > LIMIT_BYTES) process.exit(1);
