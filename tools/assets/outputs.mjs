// From esbuild's results to files with a hash in the name, and the maps from bundle name to file.
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/** Name and bytes of every file of a finished task, and which bundle each one is. */
export function nameOutputs(task, result) {
	const files = new Map(result.outputFiles.map((file) => [path.relative(task.outdir, file.path), file]));
	const extension = task.folder === "js" ? ".js" : ".css";
	const written = [];
	const bundles = {};

	for (const name of Object.keys(task.entries)) {
		const text = withStyles(task, files, name, extension);
		const map = take(files, name + extension + ".map")?.contents;
		const hashed = `${name}.${hashOf(text)}${extension}`;
		written.push({ name: hashed, contents: map ? text + mapComment(hashed, extension) : text });
		if (map) written.push({ name: `${hashed}.map`, contents: map });
		bundles[name + extension] = hashed;
	}
	for (const [name, file] of files) written.push({ name, contents: file.contents });
	return { written, bundles };
}

// Styles of Vue components arrive as a sheet beside the script: the script brings them along, as the desk loads scripts only.
function withStyles(task, files, name, extension) {
	const text = take(files, name + extension).text;
	const styles = task.folder === "js" && take(files, `${name}.css`)?.text;
	if (task.folder === "js") take(files, `${name}.css.map`);
	if (!styles) return text;
	const css = JSON.stringify(styles);
	return `${text}(()=>{const s=document.createElement("style");s.textContent=${css};document.head.append(s)})();\n`;
}

function take(files, name) {
	const file = files.get(name);
	files.delete(name);
	return file;
}

function hashOf(text) {
	return createHash("sha256").update(text).digest("hex").slice(0, 8).toUpperCase();
}

function mapComment(name, extension) {
	return extension === ".js"
		? `\n//# sourceMappingURL=${name}.map\n`
		: `\n/*# sourceMappingURL=${name}.map */\n`;
}

/** Writes a task's files; `prune` then removes what earlier builds left in its folder. */
export function writeOutputs(task, written) {
	const keep = new Set();
	for (const { name, contents } of written) {
		const file = path.join(task.outdir, name);
		keep.add(file);
		fs.mkdirSync(path.dirname(file), { recursive: true });
		if (!fs.existsSync(file)) replaceFile(file, contents);
	}
	return { prune: () => prune(task.outdir, keep) };
}

function prune(folder, keep) {
	if (!fs.existsSync(folder)) return;
	for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
		const file = path.join(folder, entry.name);
		if (entry.isDirectory()) prune(file, keep);
		else if (!keep.has(file)) fs.rmSync(file);
	}
}

/** Merges what was built into sites/assets/assets.json and assets-rtl.json; other apps' entries stay. */
export function updateMaps(bench, built) {
	writeMap(path.join(bench.assets, "assets.json"), bench, built, ["js", "css"], "");
	writeMap(path.join(bench.assets, "assets-rtl.json"), bench, built, ["css-rtl"], "rtl_");
}

function writeMap(file, bench, built, folders, prefix) {
	const replaced = built.filter(({ task }) => folders.includes(task.folder));
	const prefixes = replaced.map(({ task }) => addressOf(task));
	const known = new Set(bench.apps.map((app) => app.name));
	const kept = Object.entries(readMap(file)).filter(
		([, address]) => known.has(address.split("/")[2]) && !prefixes.some((start) => address.startsWith(start))
	);
	const fresh = replaced.flatMap(({ task, bundles }) =>
		Object.entries(bundles).map(([name, hashed]) => [prefix + name, addressOf(task) + hashed])
	);
	const sorted = Object.fromEntries([...kept, ...fresh].sort(([a], [b]) => (a < b ? -1 : 1)));
	replaceFile(file, `${JSON.stringify(sorted, null, "\t")}\n`);
}

function addressOf(task) {
	return `/assets/${task.app.name}/dist/${task.folder}/`;
}

function readMap(file) {
	return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : {};
}

// A page that is being served at this moment sees the old file or the new one, never half of one.
function replaceFile(file, contents) {
	const draft = `${file}.${process.pid}.tmp`;
	fs.writeFileSync(draft, contents);
	fs.renameSync(draft, file);
}
