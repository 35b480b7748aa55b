#!/usr/bin/env node
// Bundles the desk's scripts and style sheets. `node tools/assets/build.mjs --help` says how to call it.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { BuildError } from "./errors.mjs";

const HELP = `Usage: node tools/assets/build.mjs [options]

Bundles every *.bundle.{js,ts,css,scss,sass,less} below <app>/<app>/public of the apps in sites/apps.txt
into sites/assets/<app>/dist, and writes sites/assets/assets.json and assets-rtl.json.

  --apps a,b       only these apps; what was built for the others stays
  --production     minified, without source maps (the default)
  --development    readable, with source maps
  --watch          go on, and rebuild what changes
  --bench FOLDER   the bench (default: the one this script is in)
  --verbose        also the warnings of the compilers
  --help           this text
`;

const OPTIONS = {
	apps: { type: "string", default: "" },
	production: { type: "boolean", default: false },
	development: { type: "boolean", default: false },
	watch: { type: "boolean", default: false },
	bench: { type: "string", default: path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..") },
	verbose: { type: "boolean", default: false },
	help: { type: "boolean", default: false },
};

async function main() {
	if (Number(process.versions.node.split(".")[0]) < 18) {
		throw new BuildError(`Node 18 or newer is needed; this is ${process.versions.node}`);
	}
	const options = readOptions();
	if (options.help) return void process.stdout.write(HELP);
	if (options.production && options.development) throw new BuildError("--production or --development, not both");
	// Loaded late: it needs the npm packages, and says so when they are missing.
	const { build } = await import("./pipeline.mjs");
	await build({
		root: path.resolve(options.bench),
		apps: options.apps.split(",").filter(Boolean),
		production: !options.development,
		watch: options.watch,
		verbose: options.verbose,
	});
}

function readOptions() {
	try {
		return parseArgs({ options: OPTIONS }).values;
	} catch (error) {
		throw new BuildError(`${error.message}\n\n${HELP}`);
	}
}

main().catch((error) => {
	process.stderr.write(`${error instanceof BuildError ? `Error: ${error.message}` : error.stack}\n`);
	process.exitCode = 1;
});
