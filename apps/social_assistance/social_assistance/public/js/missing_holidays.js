// From November on the policy officer reads on every page which year's holidays are not on file yet.
$(document).on("startup page-change", show_missing_holidays);

function show_missing_holidays() {
	const years = frappe.boot?.missing_holiday_years || [];
	if (!years.length || $(".missing-holidays").length) return;
	const text = __("The holiday calendar of {0} is missing. Enter the notice of the State Council.", [years.join(", ")]);
	const link = $('<a class="alert-link ml-2">').attr("href", "/app/holiday-calendar/new").text(__("Holiday Calendar"));
	$('<div class="alert alert-warning mb-0 text-center missing-holidays" role="alert">')
		.text(text)
		.append(link)
		.prependTo(".main-section");
}
