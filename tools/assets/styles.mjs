// From SCSS, Sass, Less or CSS to plain CSS, for either reading direction.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { appFile, modulePaths } from "./bench.mjs";
import { BuildError } from "./errors.mjs";
import { autoprefixer, postcss, rtlcss, sass } from "./packages.mjs";

/**
 * A compiler of one app's style sheets.
 *
 * rtlcss works on each sheet before bundling, because its directives are comments, which the bundler drops.
 */
export function styleCompiler({ bench, app, sourceMaps, verbose, compiled }) {
	const importers = [{ findFileUrl: (request) => findSheet(bench, app, request) }];

	// Both reading directions start from the same Sass: most of a build's time, so it is done once.
	function fromSassOnce(source, file) {
		const known = compiled.get(file);
		if (known?.source === source && known.stamp === stampOf(known.result.read)) return known.result;
		const result = fromSass(source, file);
		compiled.set(file, { source, result, stamp: stampOf(result.read) });
		return result;
	}

	function fromSass(source, file) {
		const result = sass.compileString(source, {
			url: pathToFileURL(file),
			syntax: file.endsWith(".sass") ? "indented" : "scss",
			importers,
			sourceMap: sourceMaps,
			logger: verbose ? undefined : sass.Logger.silent,
		});
		const read = result.loadedUrls.filter((url) => url.protocol === "file:").map(fileURLToPath);
		return { css: result.css, map: result.sourceMap, read };
	}

	async function fromLess(source, file) {
		const less = findLess(bench, app, file);
		const paths = [path.dirname(file), app.folder];
		const result = await less.render(source, { filename: file, paths });
		return { css: result.css, map: null, read: result.imports };
	}

	async function toPlainCss(source, file, language) {
		if (language === "css") return { css: source, map: null, read: [] };
		if (language === "less") return fromLess(source, file);
		return fromSassOnce(source, file);
	}

	async function finish(plain, file, direction) {
		const plugins = direction === "rtl" ? [rtlcss(), autoprefixer()] : [autoprefixer()];
		const map = sourceMaps && { inline: true, prev: plain.map ?? undefined };
		const result = await postcss(plugins).process(plain.css, { from: file, to: file, map });
		return result.css;
	}

	return {
		/** CSS of a sheet and the files it was made from (for watching). */
		async compile(source, file, { language, direction = "ltr" }) {
			const plain = await toPlainCss(source, file, language);
			return { css: await finish(plain, file, direction), read: plain.read };
		},
	};
}

function stampOf(files) {
	return files.map((file) => fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs).join();
}

// Sass itself tries the extensions and partials of what is returned here.
function findSheet(bench, app, request) {
	const file = request.startsWith("~")
		? findInModules(bench, app, request.slice(1))
		: appFile(bench, request);
	return file && pathToFileURL(file);
}

function findInModules(bench, app, request) {
	const parts = request.split("/");
	const name = parts.slice(0, request.startsWith("@") ? 2 : 1).join("/");
	const folder = modulePaths(bench, app).find((place) => fs.existsSync(path.join(place, name)));
	return folder ? path.join(folder, request) : null;
}

// Less is used by no app of ours; an app that does brings the compiler in its own package.json.
function findLess(bench, app, file) {
	try {
		return createRequire(path.join(app.folder, "package.json"))("less");
	} catch (error) {
		if (error.code !== "MODULE_NOT_FOUND") throw error;
		throw new BuildError(`${file} needs the package "less": install it in ${app.folder}`);
	}
}
