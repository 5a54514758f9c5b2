// Generates src/protocol.ts from the server's pydantic models, and src/words/names/ from its names of figures and goals;
// with --check it compares and fails on a difference.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compile } from "json-schema-to-typescript";

const root = fileURLToPath(new URL("../..", import.meta.url));
const source = fileURLToPath(new URL("../src/", import.meta.url));
const environment = `${root}.venv/bin/python`;
const python = process.env.TAVLE_PYTHON ?? (existsSync(environment) ? environment : "python3");

const told = (script) =>
  JSON.parse(
    execFileSync(python, [`frontend/dev/${script}`], {
      cwd: root,
      env: { ...process.env, PYTHONPATH: root },
      encoding: "utf8",
    }),
  );
const banner = (what) =>
  `// Generated from the server's ${what} by \`npm run types\`. Do not edit: \`npm run types:check\` compares.`;

const types = await compile(told("protocol_schema.py"), "Protocol", {
  additionalProperties: false,
  ignoreMinAndMaxItems: true,
  bannerComment: banner("models"),
  style: { printWidth: 120 },
});
const files = [["protocol.ts", types]];
for (const [language, names] of Object.entries(told("names.py"))) {
  const parts = Object.entries(names).map(
    ([part, words]) => `export const ${part} = ${JSON.stringify(words, null, 2)};\n`,
  );
  files.push([`words/names/${language}.ts`, [banner("names"), ...parts].join("\n")]);
}

if (process.argv.includes("--check")) {
  for (const [file, text] of files) {
    if (!existsSync(source + file) || readFileSync(source + file, "utf8") !== text) {
      console.error(`src/${file} differs from the server's: run \`npm run types\` and check in the result.`);
      process.exit(1);
    }
  }
  console.log("src/protocol.ts and src/words/names agree with the server.");
} else {
  mkdirSync(`${source}words/names`, { recursive: true });
  for (const [file, text] of files) writeFileSync(source + file, text);
}
