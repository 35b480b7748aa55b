// The bars over time name their months in English unless they are told the language of the desk.
const draw_bars = frappe.views.GanttView.prototype.render_gantt;
frappe.views.GanttView.prototype.render_gantt = function () {
	draw_bars.call(this);
	if (!this.tasks.length || !frappe.boot.lang?.startsWith("zh")) return;
	this.gantt.options.language = "zh";
	this.gantt.render();
};
