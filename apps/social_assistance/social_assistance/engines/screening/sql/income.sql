-- Income a month by person and class of client (domain/income.py): d 低保, b 低边, g 刚性支出, t 特困.
-- In thousandths of a fen: the income of a household is summed first and rounded once (households.sql).
create or replace temporary table scr_flow engine=MEMORY
select a.*,
	if(a.average_d = 0, a.window, a.months) as div_d, if(a.average_b = 0, a.window, a.months) as div_b,
	if(a.average_g = 0, a.window_g, a.months_g) as div_g, if(a.average_t = 0, a.window, a.months) as div_t
from (
	select i.seq, i.m, i.kind, i.costs,
		if(i.kind = 1, i.amount, greatest(0, i.amount - i.costs)) as net,
		i.kind = 1 and i.costs > 0 and c.cost_method = 3 as with_cost,
		i.last_month - i.first_month + 1 as span,
		coalesce(k.months, c.income_window) as window,
		c.rigid_window as window_g,
		greatest(0, least(i.last_month, c.month - 1)
			- greatest(i.first_month, c.month - coalesce(k.months, c.income_window)) + 1) as months,
		greatest(0, least(i.last_month, c.month - 1)
			- greatest(i.first_month, c.month - c.rigid_window) + 1) as months_g,
		i.new_job is not null and c.disregard_months is not null
			and (h.schemes & c.recipient_mask) <> 0
			and c.month < i.new_job + c.disregard_months as is_new,
		coalesce(d.share, 10000) as share_d, coalesce(b.share, 10000) as share_b,
		coalesce(g.share, 10000) as share_g, coalesce(t.share, 10000) as share_t,
		coalesce(d.average, c.average) as average_d, coalesce(b.average, c.average) as average_b,
		coalesce(g.average, c.average) as average_g, coalesce(t.average, c.average) as average_t
	from scr_income i
	join scr_household h on h.seq = i.seq
	join scr_policy c
	left join scr_kind_window k on k.kind = i.kind
	left join scr_item d on d.item = i.item and d.class = 1
	left join scr_item t on t.item = i.item and t.class = 2
	left join scr_item b on b.item = i.item and b.class = 3
	left join scr_item g on g.item = i.item and g.class = 4
) a;

create or replace temporary table scr_counted engine=MEMORY
select v.seq, v.m, v.kind <> 1 as is_other, v.kind = 1 and v.is_new as is_new,
	if(v.share_d = 10000, v.month_d, (2 * v.month_d * v.share_d + 10000) div 20000) as value_d,
	if(c.same_b, null, if(v.share_b = 10000, v.month_b, (2 * v.month_b * v.share_b + 10000) div 20000)) as value_b,
	if(c.same_g, null, if(v.share_g = 10000, v.month_g, (2 * v.month_g * v.share_g + 10000) div 20000)) as value_g,
	if(v.share_t = 10000, v.month_t, (2 * v.month_t * v.share_t + 10000) div 20000) as value_t,
	if(v.with_cost and v.share_d > 0 and v.months > 0,
		(2 * v.costs * 1000 * v.months + v.span * v.div_d) div (2 * v.span * v.div_d), 0) as cost_d,
	if(not c.same_b and v.with_cost and v.share_b > 0 and v.months > 0,
		(2 * v.costs * 1000 * v.months + v.span * v.div_b) div (2 * v.span * v.div_b), 0) as cost_b,
	if(not c.same_g and v.with_cost and v.share_g > 0 and v.months_g > 0,
		(2 * v.costs * 1000 * v.months_g + v.span * v.div_g) div (2 * v.span * v.div_g), 0) as cost_g,
	if(v.with_cost and v.share_t > 0 and v.months > 0,
		(2 * v.costs * 1000 * v.months + v.span * v.div_t) div (2 * v.span * v.div_t), 0) as cost_t
from (
	select u.*,
		if(u.months = 0, 0, (2 * u.net * 1000 * u.months + u.span * u.div_d) div (2 * u.span * u.div_d)) as month_d,
		if(u.months = 0, 0, (2 * u.net * 1000 * u.months + u.span * u.div_b) div (2 * u.span * u.div_b)) as month_b,
		if(u.months_g = 0, 0, (2 * u.net * 1000 * u.months_g + u.span * u.div_g) div (2 * u.span * u.div_g)) as month_g,
		if(u.months = 0, 0, (2 * u.net * 1000 * u.months + u.span * u.div_t) div (2 * u.span * u.div_t)) as month_t
	from scr_flow u
) v
join scr_policy c;

-- Thousandths of a fen stay exact as doubles up to 90 billion yuan, and add up faster than decimals.
create or replace temporary table scr_line (primary key (seq, m) using btree) engine=MEMORY
select f.seq, f.m, f.other_d, f.other_b, f.other_g, f.other_t, f.cost_d, f.cost_b, f.cost_g, f.cost_t,
	f.wages_d + greatest(0, f.new_d - s.disregard_cap * 1000) as wages_d,
	f.wages_b + greatest(0, f.new_b - s.disregard_cap * 1000) as wages_b,
	f.wages_g + greatest(0, f.new_g - s.disregard_cap * 1000) as wages_g,
	f.wages_t + greatest(0, f.new_t - s.disregard_cap * 1000) as wages_t
from (
	select w.seq, w.m,
		cast(sum(if(w.is_other, w.value_d, 0e0)) as signed) as other_d,
		cast(sum(if(w.is_other, w.value_b, 0e0)) as signed) as other_b,
		cast(sum(if(w.is_other, w.value_g, 0e0)) as signed) as other_g,
		cast(sum(if(w.is_other, w.value_t, 0e0)) as signed) as other_t,
		cast(sum(if(w.is_other or w.is_new, 0e0, w.value_d)) as signed) as wages_d,
		cast(sum(if(w.is_other or w.is_new, 0e0, w.value_b)) as signed) as wages_b,
		cast(sum(if(w.is_other or w.is_new, 0e0, w.value_g)) as signed) as wages_g,
		cast(sum(if(w.is_other or w.is_new, 0e0, w.value_t)) as signed) as wages_t,
		cast(sum(if(w.is_new, w.value_d, 0e0)) as signed) as new_d,
		cast(sum(if(w.is_new, w.value_b, 0e0)) as signed) as new_b,
		cast(sum(if(w.is_new, w.value_g, 0e0)) as signed) as new_g,
		cast(sum(if(w.is_new, w.value_t, 0e0)) as signed) as new_t,
		cast(sum(w.cost_d + 0e0) as signed) as cost_d,
		cast(sum(w.cost_b + 0e0) as signed) as cost_b,
		cast(sum(w.cost_g + 0e0) as signed) as cost_g,
		cast(sum(w.cost_t + 0e0) as signed) as cost_t
	from scr_counted w
	group by w.seq, w.m order by null
) f
join scr_household h on h.seq = f.seq
join scr_standard s on s.residence = h.residence;

create or replace temporary table scr_support (primary key (seq, m) using btree) engine=MEMORY
select v.seq, v.m,
	sum(if(v.awarded is not null, v.awarded * 1000, if(v.exempt, 0, v.formula))) as support,
	sum(if(v.awarded is not null, v.awarded * 1000, if(v.exempt or v.exempt_single, 0, v.formula))) as support_single,
	max(v.able) as able, max(v.doubtful) as doubtful, max(v.lacking) as lacking
from (
	select o.seq, o.m, o.awarded,
		c.support_method = 0 or o.reason <> 0 or coalesce(e.always, 0) or coalesce(o.age >= c.support_exempt_age, 0)
			as exempt,
		coalesce(e.single, 0) or coalesce(o.age >= c.single_exempt_age, 0) as exempt_single,
		case
			when c.support_method = 1 then
				(2 * greatest(0, (2 * o.income * 1000 + o.persons) div (2 * o.persons) - s.support_threshold * 1000) * r.rate
					+ o.supported * 10000) div (2 * o.supported * 10000)
			when c.support_method = 2 then
				(2 * greatest(0, o.income - s.support_threshold * o.persons) * 1000 * r.rate
					+ o.supported * 10000) div (2 * o.supported * 10000)
			else 0
		end as formula,
		o.reason = 0 or coalesce(o.age < y.min_age, 0) as able,
		o.reason <> 0 and y.reason is null as doubtful,
		y.min_age is not null and o.age is null as lacking
	from scr_obligor o
	join scr_household h on h.seq = o.seq
	join scr_standard s on s.residence = h.residence
	join scr_policy c
	left join scr_support_rate r on r.together = least(o.together, 50)
	left join scr_exempt e on e.relation = o.relation
	left join scr_inability y on y.reason = o.reason
) v
group by v.seq, v.m order by null
