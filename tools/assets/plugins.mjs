// What esbuild does not know by itself: the desk's import paths, its HTML templates, style languages and Vue.
import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import fsSync from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { appFile } from "./bench.mjs";
import { vueCompiler } from "./packages.mjs";

const COMMENT = /<!--[^]*?-->/g;
const SPACE = /\s+/g;
// The framework's templates are written for a quoted string, where a back-slash before a quote goes away.
const ESCAPED_QUOTE = /\\(['"`])/g;
const EXTENSIONS = ["", ".js", ".ts", ".vue", ".jsx", ".tsx", ".json", ".css", "/index.js", "/index.ts"];

/** `frappe/public/…`, `~package/…` and addresses that the browser fetches by itself. */
export function importPaths(bench) {
	return {
		name: "import-paths",
		setup(build) {
			build.onResolve({ filter: /^\/assets\// }, ({ path: url }) => ({ path: url, external: true }));
			build.onResolve({ filter: /^~/ }, ({ path: request, importer, resolveDir, kind }) =>
				build.resolve(request.slice(1), { importer, resolveDir, kind })
			);
			build.onResolve({ filter: /^[a-z]\w*\// }, ({ path: request }) => {
				const file = appFile(bench, request);
				const found = file && EXTENSIONS.map((end) => file + end).find(isFile);
				return found ? { path: found } : undefined;
			});
		},
	};
}

function isFile(file) {
	return fsSync.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

/**
 * One copy of Vue for all. A package that says `require("vue")` would make esbuild take the CommonJS build for every
 * importer: half a megabyte more, with the template compiler. Only development needs the compiler (error overlay).
 */
export function oneVue({ bench, production }) {
	const file = production ? "vue.runtime.esm-bundler.js" : "vue.esm-bundler.js";
	return {
		name: "one-vue",
		setup(build) {
			build.onResolve({ filter: /^vue$/ }, () => ({ path: path.join(bench.modules, "vue", "dist", file) }));
		},
	};
}

/** What the desk's template compiler is given for the text of an .html file. */
export function templateText(html) {
	return html.replace(COMMENT, "").replace(SPACE, " ").replace(ESCAPED_QUOTE, "$1");
}

/** An imported .html file becomes the entry of `frappe.templates` that carries its name. */
export function htmlTemplates() {
	return {
		name: "html-templates",
		setup(build) {
			build.onLoad({ filter: /\.html$/ }, async ({ path: file }) => {
				const html = await fs.readFile(file, "utf8");
				const key = JSON.stringify(path.basename(file, ".html"));
				const text = JSON.stringify(templateText(html));
				return { contents: `frappe.templates[${key}] = ${text};`, loader: "js" };
			});
		},
	};
}

/** Style sheets of any language, for one reading direction. */
export function styleSheets(compiler, direction) {
	return {
		name: "style-sheets",
		setup(build) {
			build.onLoad({ filter: /\.(css|scss|sass|less)$/, namespace: "file" }, ({ path: file }) =>
				loading(file, async () => {
					const source = await fs.readFile(file, "utf8");
					const language = path.extname(file).slice(1);
					return styleModule(file, await compiler.compile(source, file, { language, direction }));
				})
			);
		},
	};
}

function styleModule(file, { css, read }) {
	return { contents: css, loader: "css", resolveDir: path.dirname(file), watchFiles: [file, ...read] };
}

// The compilers' errors, with the file they are about; a file that does not compile is still watched, or mending it
// would go unnoticed.
async function loading(file, load) {
	try {
		return await load();
	} catch (error) {
		const broken = error.span?.url ? [fileURLToPath(error.span.url)] : [];
		return { errors: [{ text: `${file}: ${error.message}` }], watchFiles: [file, ...broken] };
	}
}

/** Single-file components of Vue 3: a component is one module that imports its template and styles. */
export function vueComponents(compiler, { production }) {
	return {
		name: "vue-components",
		setup(build) {
			const components = new Map();

			build.onLoad({ filter: /\.vue$/, namespace: "file" }, ({ path: file }) =>
				loading(file, async () => {
					const component = readComponent(await fs.readFile(file, "utf8"), file, production);
					components.set(file, component);
					return { ...assemble(component), resolveDir: path.dirname(file), watchFiles: [file] };
				})
			);

			build.onResolve({ filter: /^vue-part:/ }, ({ path: request, importer }) => ({
				path: importer,
				suffix: `?${request.slice("vue-part:".length)}`,
				namespace: "vue-part",
			}));

			build.onLoad({ filter: /\.vue$/, namespace: "vue-part" }, ({ path: file, suffix }) =>
				loading(file, async () => {
					const component = components.get(file);
					const part = suffix.slice(1);
					return part === "template"
						? compileTemplate(component)
						: styleModule(file, await compileStyle(component, Number(part), compiler));
				})
			);
		},
	};
}

function readComponent(source, file, production) {
	const { descriptor, errors } = vueCompiler.parse(source, { filename: file, sourceMap: false });
	if (errors.length) throw errors[0];
	const id = createHash("sha256").update(path.basename(file)).update(source).digest("hex").slice(0, 8);
	const scoped = descriptor.styles.some((style) => style.scoped);
	return { descriptor, file, id, scoped, production, bindings: undefined };
}

function assemble(component) {
	const { descriptor, id, scoped } = component;
	const script = compileScript(component);
	const lines = [script.content];
	if (descriptor.template && !script.holdsTemplate) {
		lines.push('import { render } from "vue-part:template";', "component.render = render;");
	}
	descriptor.styles.forEach((_, index) => lines.push(`import "vue-part:${index}";`));
	if (scoped) lines.push(`component.__scopeId = "data-v-${id}";`);
	lines.push("export default component;");
	return { contents: lines.join("\n"), loader: script.loader };
}

function compileScript(component) {
	const { descriptor, id, production } = component;
	if (!descriptor.script && !descriptor.scriptSetup) {
		return { content: "const component = {};", loader: "js", holdsTemplate: false };
	}
	const holdsTemplate = Boolean(descriptor.scriptSetup);
	const script = vueCompiler.compileScript(descriptor, {
		id,
		isProd: production,
		inlineTemplate: holdsTemplate,
		genDefaultAs: "component",
		templateOptions: templateOptions(component),
	});
	component.bindings = script.bindings;
	return { content: script.content, loader: script.lang === "ts" ? "ts" : "js", holdsTemplate };
}

function compileTemplate(component) {
	const result = vueCompiler.compileTemplate({
		...templateOptions(component),
		source: component.descriptor.template.content,
	});
	if (result.errors.length) throw result.errors[0];
	return { contents: result.code, loader: "js", resolveDir: path.dirname(component.file) };
}

function templateOptions({ file, id, scoped, production, descriptor, bindings }) {
	return {
		filename: file,
		id,
		scoped,
		isProd: production,
		slotted: descriptor.slotted,
		compilerOptions: { bindingMetadata: bindings, scopeId: scoped ? `data-v-${id}` : undefined },
		// An address in a template is fetched by the browser, never bundled.
		transformAssetUrls: false,
	};
}

async function compileStyle({ descriptor, file, id, production }, index, compiler) {
	const style = descriptor.styles[index];
	const { css, read } = await compiler.compile(style.content, file, { language: style.lang ?? "css" });
	const result = await vueCompiler.compileStyleAsync({
		source: css,
		filename: file,
		id: `data-v-${id}`,
		scoped: style.scoped,
		isProd: production,
	});
	if (result.errors.length) throw result.errors[0];
	return { css: result.code, read };
}
