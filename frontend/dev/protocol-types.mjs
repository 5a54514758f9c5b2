// Generates src/protocol.ts from the server's pydantic models; with --check it compares and fails on a difference.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compile } from "json-schema-to-typescript";

const root = fileURLToPath(new URL("../..", import.meta.url));
const target = fileURLToPath(new URL("../src/protocol.ts", import.meta.url));
const environment = `${root}.venv/bin/python`;
const python = process.env.TAVLE_PYTHON ?? (existsSync(environment) ? environment : "python3");

const schema = JSON.parse(
  execFileSync(python, ["frontend/dev/protocol_schema.py"], {
    cwd: root,
    env: { ...process.env, PYTHONPATH: root },
    encoding: "utf8",
  }),
);
const types = await compile(schema, "Protocol", {
  additionalProperties: false,
  ignoreMinAndMaxItems: true,
  bannerComment:
    "// Generated from the server's models by `npm run types`. Do not edit: `npm run types:check` compares.",
  style: { printWidth: 120 },
});

if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== types) {
    console.error("src/protocol.ts differs from the server's models: run `npm run types` and check in the result.");
    process.exit(1);
  }
  console.log("src/protocol.ts agrees with the server's models.");
} else {
  writeFileSync(target, types);
}
