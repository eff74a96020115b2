// Bundles the editor, and the search of sites without a server, into api/static/editor/, which is served and never committed.
import { readdir, readFile, writeFile } from "node:fs/promises";

import { build } from "esbuild";

const OUT = "../static/editor";

/** Give the licences of what is bundled: every package the lock file does not mark as for development. */
async function licences() {
  const { packages } = JSON.parse(await readFile("package-lock.json", "utf8"));
  const bundled = Object.entries(packages).filter(([folder, one]) => folder && !one.dev);
  const texts = bundled.map(async ([folder, one]) => {
    const file = (await readdir(folder)).find((name) => /^licen[cs]e/i.test(name));
    const text = file ? await readFile(`${folder}/${file}`, "utf8") : "";
    return `${folder.replace(/^.*node_modules\//, "")} ${one.version} (${one.license})\n\n${text}`.trim();
  });
  return (await Promise.all(texts)).join(`\n\n${"-".repeat(72)}\n\n`) + "\n";
}

await build({
  entryPoints: { editor: "page.ts", finder: "finder.ts" },
  outdir: OUT,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  logLevel: "info",
});
await writeFile(`${OUT}/licences.txt`, await licences());
