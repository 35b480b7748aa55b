// The order of a build: bundle everything, and only when all of it worked write, map, announce and tidy up.
import path from "node:path";
import { announceRebuild, dropCachedMaps } from "./announce.mjs";
import { chooseApps, openBench } from "./bench.mjs";
import { describe, tasksOf } from "./bundler.mjs";
import { BuildError } from "./errors.mjs";
import { linkApp, linkPackages } from "./links.mjs";
import { nameOutputs, updateMaps, writeOutputs } from "./outputs.mjs";

/** Builds the assets of a bench; with `watch` it stays until it is ended. */
export async function build({ root, apps: names, production, watch, verbose }) {
	const started = performance.now();
	const bench = openBench(root);
	const apps = chooseApps(bench, names);
	for (const app of apps) {
		linkApp(bench, app);
		linkPackages(bench, app);
	}
	const tasks = apps.flatMap((app) => tasksOf(bench, app, { production, verbose }));
	const results = await Promise.all(tasks.map((task) => runTask(task, watch && rebuilder(bench, task))));
	await deliver(bench, tasks.map((task, index) => ({ task, result: results[index] })));

	const count = tasks.reduce((sum, task) => sum + Object.keys(task.entries).length, 0);
	const seconds = ((performance.now() - started) / 1000).toFixed(1);
	say(`${count} bundles of ${apps.map((app) => app.name).join(", ")} in ${seconds} s`);
	if (watch) say("Watching for changes; end with Ctrl+C");
}

async function runTask(task, onChange) {
	try {
		const result = await task.run(onChange || undefined);
		await showWarnings(task, result);
		return result;
	} catch (failure) {
		throw await readable(task, failure);
	}
}

async function readable(task, failure) {
	if (!failure.errors) return failure;
	return new BuildError(`${task.app.name} (${task.folder}) does not build:\n${await describe(failure.errors, "error")}`);
}

async function showWarnings(task, result) {
	if (task.verbose && result.warnings.length) say(await describe(result.warnings, "warning"));
}

async function deliver(bench, finished) {
	const built = finished.map(({ task, result }) => ({ task, ...nameOutputs(task, result) }));
	const writers = built.map(({ task, written }) => writeOutputs(task, written));
	updateMaps(bench, built);
	await dropCachedMaps(bench);
	for (const writer of writers) writer.prune();
	return built;
}

function rebuilder(bench, task) {
	return async (failure, result) => {
		if (failure) return showFailure(bench, await readable(task, failure), failure);
		const [{ bundles }] = await deliver(bench, [{ task, result }]);
		say(`Rebuilt ${task.app.name} (${task.folder})`);
		const changed = Object.values(bundles).map((name) => path.join(task.folder, name));
		await announceRebuild(bench, { success: true, changed_files: changed });
	};
}

async function showFailure(bench, error, failure) {
	process.stderr.write(`${error.message}\n`);
	const formatted = (failure.errors ?? []).map(({ text }) => text);
	await announceRebuild(bench, { error: failure, formatted, stack: error.message });
}

function say(text) {
	process.stdout.write(`${text}\n`);
}
