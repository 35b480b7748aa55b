// A demo site shows which day it counts as today and lets a presenter choose another, so that time limits can pass.
const HEADER = "X-Assist-Business-Date";
const KEPT = "assist_business_date";

const chosen = () => (frappe.boot?.assist_demo && localStorage.getItem(KEPT)) || "";

$(document).ajaxSend((_event, request) => chosen() && request.setRequestHeader(HEADER, chosen()));

const real_date = frappe.datetime._date;

// "Today" of every form is the day that the server counts as today.
frappe.datetime._date = function (format, as_obj = false, system_time = false) {
	if (!chosen()) return real_date.call(this, format, as_obj, system_time);
	const [year, month, day] = chosen().split("-").map(Number);
	const moved = moment(real_date.call(this, undefined, true, system_time)).set({ year, month: month - 1, date: day });
	return as_obj ? frappe.datetime.moment_to_date_obj(moved) : moved.format(format);
};

function choose_day(day) {
	if (day) localStorage.setItem(KEPT, day);
	else localStorage.removeItem(KEPT);
	window.location.reload();
}

$(document).on("startup page-change", () => {
	if (!frappe.boot?.assist_demo || $(".business-date").length) return;
	const bar = $('<div class="business-date">').insertAfter("header.navbar");
	bar.append($("<span>").text(__("Demo site. Business date:")), $('<div class="business-date-field">'));
	const field = frappe.ui.form.make_control({
		parent: bar.find(".business-date-field"),
		df: {
			fieldtype: "Date",
			fieldname: "business_date",
			label: __("Business Date"),
			change: () => {
				const day = field.get_value();
				if (day && day !== frappe.datetime.get_today()) choose_day(day);
			},
		},
		render_input: true,
		only_input: true,
	});
	field.set_value(frappe.datetime.get_today());
	if (!chosen()) return;
	const back = $('<button type="button" class="btn btn-xs btn-default">').text(__("Back to the Real Date"));
	bar.append(back.on("click", () => choose_day("")));
});
