/* Bundles our modules for the browser; with --check says instead whether the bundles are fresh. */
import { readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const BUNDLES = [
  { entry: "index.js", out: "../static/atlas.js", format: "iife", globalName: "EmbassyAtlas" },
  { entry: "page/embed.js", out: "../static/embed.js", format: "iife" },
  { entry: "page/site.js", out: "../../site/static/site.js", format: "iife" },
  { entry: "page/dossier.js", out: "../../dossier/static/script.js", format: "iife" },
  { entry: "page/links.js", out: "../../ui/static/links.js", format: "esm", lineLimit: 2000 },
];

// Streamlit takes a script of one line for the name of a file: links have more.
const here = new URL(".", import.meta.url).pathname;
const check = process.argv.includes("--check");
for (const { entry, out, ...how } of BUNDLES) {
  const { outputFiles } = await build({
    ...how,
    entryPoints: [here + entry],
    bundle: true,
    charset: "utf8",
    minify: true,
    target: "es2022",
    write: false,
  });
  const made = outputFiles[0].text;
  if (!check) await writeFile(here + out, made);
  else if ((await readFile(here + out, "utf-8").catch(() => "")) !== made) {
    console.error(`${out} is not what ${entry} makes. Run: npm run build`);
    process.exitCode = 1;
  }
}
