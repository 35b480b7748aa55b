// Runs esbuild over one app: scripts, style sheets, and the style sheets' right-to-left twins.
import path from "node:path";
import { findBundles, modulePaths } from "./bench.mjs";
import { esbuild } from "./packages.mjs";
import { htmlTemplates, importPaths, oneVue, styleSheets, vueComponents } from "./plugins.mjs";
import { styleCompiler } from "./styles.mjs";

// The browsers the framework itself supports.
const TARGET = ["es2020", "chrome90", "firefox90", "safari14"];
const MEDIA = [".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".eot", ".ttf", ".woff", ".woff2"];

/** One task per kind of output of an app: {app, folder, outdir, entries, run()}. */
export function tasksOf(bench, app, options) {
	const { scripts, styles } = findBundles(app);
	const settings = { ...options, bench, app, compiled: new Map() };
	return [
		scriptTask(settings, scripts),
		styleTask(settings, styles, "css", "ltr"),
		styleTask(settings, styles, "css-rtl", "rtl"),
	];
}

function scriptTask(settings, entries) {
	const compiler = styleCompiler({ ...settings, sourceMaps: false });
	const plugins = [
		importPaths(settings.bench),
		oneVue(settings),
		htmlTemplates(),
		vueComponents(compiler, settings),
		styleSheets(compiler, "ltr"),
	];
	return task(settings, { folder: "js", entries, plugins, extra: { format: "iife", define: defines(settings) } });
}

function styleTask(settings, entries, folder, direction) {
	const compiler = styleCompiler({ ...settings, sourceMaps: !settings.production });
	const plugins = [importPaths(settings.bench), styleSheets(compiler, direction)];
	return task(settings, { folder, entries, plugins, extra: {} });
}

function defines({ production }) {
	return {
		"process.env.NODE_ENV": JSON.stringify(production ? "production" : "development"),
		__VUE_OPTIONS_API__: "true",
		__VUE_PROD_DEVTOOLS__: "false",
	};
}

function task({ bench, app, production, verbose }, { folder, entries, plugins, extra }) {
	const outdir = path.join(app.public, "dist", folder);
	const settings = {
		absWorkingDir: app.folder,
		entryPoints: entries,
		entryNames: "[name]",
		assetNames: "media/[name]-[hash]",
		publicPath: `/assets/${app.name}/dist/${folder}`,
		outdir,
		bundle: true,
		write: false,
		minify: production,
		sourcemap: production ? false : "external",
		target: TARGET,
		nodePaths: modulePaths(bench, app),
		loader: Object.fromEntries(MEDIA.map((extension) => [extension, "file"])),
		plugins,
		logLevel: "silent",
		...extra,
	};
	return {
		app,
		folder,
		outdir,
		entries,
		verbose,
		/** Builds once; with `onChange`, again whenever a source changes: onChange(failure, result). */
		run: async (onChange) => {
			if (!Object.keys(entries).length) return { outputFiles: [], warnings: [] };
			return esbuild.build({ ...settings, watch: onChange ? { onRebuild: onChange } : false });
		},
	};
}

/** esbuild's findings, with the place in the source. */
export async function describe(messages, kind) {
	// The notes only say where in this program a plugin was registered.
	const bare = messages.map((message) => ({ ...message, notes: [] }));
	const lines = await esbuild.formatMessages(bare, { kind, color: process.stdout.isTTY });
	return lines.join("");
}
