import { defineConfig } from "vite";

// Assets are named from the root: the same page is served at /, /tv.html and /tv/<board>, or at /app/….
// What only the supervisor's page needs has a folder of its own: the limit is on what a wall loads.
// The words of a language are a part of their own, which only a page that speaks it loads; so is the pairing page, which
// no wall loads that shows its board. All that both pages need is one part: two would not share their repetitions when they
// are compressed.
export default defineConfig({
  base: "/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    target: "es2019",
    outDir: "../app/web/pages",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { tv: "tv.html", app: "app.html" },
      output: {
        codeSplitting: { groups: [{ name: "shared", test: isShared, minShareCount: 2 }] },
        chunkFileNames: ({ moduleIds }) => `assets/${folderOf(moduleIds)}[name]-[hash].js`,
        entryFileNames: ({ name }) => (name === "app" ? "assets/app/[name]-[hash].js" : "assets/[name]-[hash].js"),
      },
    },
  },
  test: { include: ["tests/**/*.test.{ts,tsx}"] },
} as Parameters<typeof defineConfig>[0]);

function isShared(id: string): boolean {
  return !id.includes("/src/app/") && !/\/src\/words\/(.*\/)?(da|sv|nl)\.ts$/.test(id);
}

function folderOf(modules: readonly string[]): string {
  if (modules.some((id) => id.includes("/src/app/") || id.includes("/gridstack/"))) return "app/";
  if (modules.some((id) => id.endsWith("/src/tv/pairing_page.tsx"))) return "pairing/";
  return modules.some((id) => /\/src\/words\/(da|sv|nl)\.ts$/.test(id)) ? "words/" : "";
}
