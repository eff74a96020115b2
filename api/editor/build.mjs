// Bundles the editor into api/static/editor/, which is served and never committed.
import { build } from "esbuild";

await build({
  entryPoints: { editor: "page.ts" },
  outdir: "../static/editor",
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "linked",
  logLevel: "info",
});
