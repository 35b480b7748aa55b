// What the web server finds below sites/assets: each app's public folder, and the packages that pages ask for by address.
import fs from "node:fs";
import path from "node:path";
import { modulePaths, walk } from "./bench.mjs";
import { BuildError } from "./errors.mjs";

const PACKAGE_ADDRESS = /\bassets\/(\w+)\/node_modules\/([@\w./-]+)/g;
const MAY_ASK = new Set([".js", ".ts", ".vue", ".html", ".css", ".scss"]);

/** sites/assets/<app> → <app>/public, as the framework expects it. */
export function linkApp(bench, app) {
	if (!fs.existsSync(app.public)) return;
	fs.mkdirSync(bench.assets, { recursive: true });
	link(app.public, path.join(bench.assets, app.name));
}

/** Links exactly those files and folders of packages that the app's sources name as /assets/<app>/node_modules/…. */
export function linkPackages(bench, app) {
	const home = path.join(app.public, "node_modules");
	fs.rmSync(home, { recursive: true, force: true });
	for (const wanted of packageAddresses(app)) {
		const target = modulePaths(bench, app)
			.map((folder) => path.join(folder, wanted))
			.find((candidate) => fs.existsSync(candidate));
		if (!target) {
			throw new BuildError(`${app.name} asks for node_modules/${wanted}, which config/assets does not install`);
		}
		const place = path.join(home, wanted);
		fs.mkdirSync(path.dirname(place), { recursive: true });
		link(target, place);
	}
}

function packageAddresses(app) {
	const wanted = new Set();
	for (const file of walk(app.public)) {
		if (!MAY_ASK.has(path.extname(file))) continue;
		for (const [, owner, request] of fs.readFileSync(file, "utf8").matchAll(PACKAGE_ADDRESS)) {
			if (owner === app.name) wanted.add(request.replace(/\/$/, ""));
		}
	}
	return [...wanted].sort();
}

function link(target, place) {
	const found = fs.lstatSync(place, { throwIfNoEntry: false });
	if (found && !found.isSymbolicLink()) {
		throw new BuildError(`${place} is in the way: it should be a link to ${target}`);
	}
	// Relative, so that the bench can be moved.
	const relative = path.relative(fs.realpathSync(path.dirname(place)), target);
	if (found && fs.readlinkSync(place) === relative) return;
	fs.rmSync(place, { force: true });
	fs.symlinkSync(relative, place);
}
