// Compiles desk templates as the desk does and prints those that it cannot: one JSON object, file to error.
// Arguments: the framework's microtemplate.js, then the .html files.
import fs from "node:fs";
import vm from "node:vm";
import { templateText } from "../../tools/assets/plugins.mjs";

const [compiler, ...files] = process.argv.slice(2);
const frappe = { utils: { get_random: () => "abc" }, templates: {} };
const errors = [];
const quiet = { log: (line) => errors.push(String(line)) };
vm.runInNewContext(fs.readFileSync(compiler, "utf8"), { frappe, console: quiet, Function });

const broken = {};
for (const file of files) {
	const compiled = frappe.template.compile(templateText(fs.readFileSync(file, "utf8")), file);
	if (typeof compiled !== "function") broken[file] = errors.join("\n").slice(0, 300);
	errors.length = 0;
}
console.log(JSON.stringify(broken));
