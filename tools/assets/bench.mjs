// Where things are in a bench: its apps, their bundles, and the packages they are made from.
import fs from "node:fs";
import path from "node:path";
import { BuildError } from "./errors.mjs";
import { MODULES } from "./packages.mjs";

const BUNDLE = /^(.+\.bundle)\.(js|ts|jsx|tsx|css|scss|sass|less)$/;
const SCRIPTS = new Set(["js", "ts", "jsx", "tsx"]);
// Not sources: what the build itself puts below public/.
const NOT_SOURCES = new Set(["dist", "node_modules"]);

/** The bench at `root`: folders and apps, in the order of sites/apps.txt. */
export function openBench(root) {
	const list = path.join(root, "sites", "apps.txt");
	if (!fs.existsSync(list)) {
		throw new BuildError(`${root} is no bench: sites/apps.txt is missing`);
	}
	const names = fs.readFileSync(list, "utf8").split(/\s+/).filter(Boolean);
	return {
		root,
		modules: MODULES,
		assets: path.join(root, "sites", "assets"),
		apps: names.map((name) => openApp(root, name)),
	};
}

function openApp(root, name) {
	const folder = path.join(root, "apps", name);
	const source = path.join(folder, name);
	if (!fs.existsSync(source)) {
		throw new BuildError(`App ${name} is in sites/apps.txt, but ${source} does not exist`);
	}
	return { name, folder, source, public: path.join(source, "public") };
}

/** The apps named by `--apps`, or all of them. */
export function chooseApps(bench, names) {
	if (!names.length) return bench.apps;
	return names.map((name) => {
		const app = bench.apps.find((candidate) => candidate.name === name);
		if (!app) throw new BuildError(`App ${name} is not in sites/apps.txt`);
		return app;
	});
}

/** Entry points of an app by kind: {scripts: {"desk.bundle": file}, styles: {…}}. */
export function findBundles(app) {
	const found = { scripts: {}, styles: {} };
	for (const file of walk(app.public)) {
		const [, name, extension] = BUNDLE.exec(path.basename(file)) ?? [];
		if (!name) continue;
		const kind = SCRIPTS.has(extension) ? found.scripts : found.styles;
		if (kind[name]) {
			throw new BuildError(`Two bundles are called ${name}: ${kind[name]} and ${file}`);
		}
		kind[name] = file;
	}
	return found;
}

/** All source files below a folder; none if it does not exist. */
export function* walk(folder) {
	if (!fs.existsSync(folder)) return;
	const entries = fs.readdirSync(folder, { withFileTypes: true });
	for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
		const full = path.join(folder, entry.name);
		if (entry.isDirectory()) {
			if (!NOT_SOURCES.has(entry.name)) yield* walk(full);
		} else if (entry.isFile()) {
			yield full;
		}
	}
}

/** Folders to look for a package in, nearest first: the app's own, then the bench's. */
export function modulePaths(bench, app) {
	return [path.join(app.folder, "node_modules"), bench.modules];
}

/** `<app>/public/x` as a file of that app's folder; null when it begins with no app's name. */
export function appFile(bench, request) {
	const [first] = request.split("/", 1);
	const app = bench.apps.find((candidate) => candidate.name === first);
	return app && request.includes("/") ? path.join(app.folder, request) : null;
}
