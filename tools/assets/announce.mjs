// Tells running processes of the bench that the assets have changed.
import fs from "node:fs";
import path from "node:path";
import { redis } from "./packages.mjs";

/** The web processes keep the maps in the cache: drop them there. Without a running Redis there is nothing to drop. */
export async function dropCachedMaps(bench) {
	await withRedis(bench, "redis_cache", (client) => client.del("assets_json"));
}

/** Shows in open desks (developer mode) that a rebuild worked or failed. */
export async function announceRebuild(bench, message) {
	const event = JSON.stringify({ event: "build_event", message });
	await withRedis(bench, "redis_queue", (client) => client.publish("events", event));
}

async function withRedis(bench, key, act) {
	const url = readConfig(bench)[key];
	if (!url) return;
	const client = redis.createClient({ url, socket: { reconnectStrategy: false, connectTimeout: 1000 } });
	client.on("error", () => {});
	try {
		await client.connect();
	} catch {
		return; // not running
	}
	try {
		await act(client);
	} finally {
		await client.disconnect();
	}
}

function readConfig(bench) {
	const file = path.join(bench.root, "sites", "common_site_config.json");
	return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : {};
}
