// Builds the one file that sites embed. The same sources and lock give the same bytes: CI compares them.
import { readFile } from "node:fs/promises";
import { build, transform } from "esbuild";

const TARGET = ["chrome109", "firefox115", "safari16.4"];

const styles = {
  name: "styles as minified text",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const css = await transform(await readFile(path, "utf8"), { loader: "css", minify: true, target: TARGET });
      return { contents: css.code, loader: "text" };
    });
  },
};

await build({
  entryPoints: ["src/element.ts"],
  outfile: "../bot/channels/web/page/lupus-chat.js",
  bundle: true,
  minify: true,
  format: "iife",
  charset: "utf8",
  target: TARGET,
  legalComments: "none",
  banner: { js: "// <lupus-chat>, Apache-2.0. Built from the folder widget/ by 'make widget': do not edit here." },
  plugins: [styles],
  logLevel: "warning",
});
