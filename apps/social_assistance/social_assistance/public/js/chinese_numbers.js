// Large numbers of cards and charts on a Chinese desk: in 万 and 亿, as every report of a bureau counts, not in K and M.
const SYSTEM = [
	{ divisor: 1e8, symbol: "亿" },
	{ divisor: 1e4, symbol: "万" },
	// Frappe gives what no entry takes two decimals, whole numbers too.
	{ divisor: 1, symbol: "" },
];
const by_country = frappe.utils.get_number_system;

frappe.utils.get_number_system = function (country) {
	return frappe.boot.lang === "zh" ? SYSTEM : by_country.call(this, country);
};
