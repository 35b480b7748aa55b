// The npm packages that the build itself uses, taken from config/assets/node_modules.
import { createRequire } from "node:module";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { BuildError } from "./errors.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const home = path.resolve(here, "..", "..", "config", "assets");
const require = createRequire(path.join(home, "package.json"));

function load(name) {
	try {
		return require(name);
	} catch (error) {
		if (error.code !== "MODULE_NOT_FOUND") throw error;
		throw new BuildError(`Package ${name} is missing: run "npm ci" in ${home}`);
	}
}

/** The folder that bundles find packages in, after their app's own. */
export const MODULES = path.join(home, "node_modules");

if (!fs.existsSync(MODULES)) {
	throw new BuildError(`The npm packages are missing: run "npm ci" in ${home}`);
}

export const esbuild = load("esbuild");
export const sass = load("sass");
export const postcss = load("postcss");
export const autoprefixer = load("autoprefixer");
export const rtlcss = load("rtlcss");
export const vueCompiler = load("@vue/compiler-sfc");
export const redis = load("@redis/client");
