-- Spending a month: what is deducted from income, and rigid spending by kind, in thousandths of a fen (domain/spending.py).
create or replace temporary table scr_spending (key (seq, rule) using btree) engine=MEMORY
select x.seq, x.m, d.rule, d.share, d.cap,
	sum((2 * x.amount * 1000 * x.months + x.span * c.income_window) div (2 * x.span * c.income_window)) as amount,
	sum((2 * x.amount * 1000 * x.months_g + x.span * c.rigid_window) div (2 * x.span * c.rigid_window)) as amount_g
from (
	select e.seq, e.m, e.kind, h.residence,
		least(e.amount, coalesce(e.public_fee, e.amount)) as amount,
		e.last_month - e.first_month + 1 as span,
		greatest(0, least(e.last_month, c.month - 1) - greatest(e.first_month, c.month - c.income_window) + 1) as months,
		greatest(0, least(e.last_month, c.month - 1) - greatest(e.first_month, c.month - c.rigid_window) + 1) as months_g
	from scr_expense e
	join scr_household h on h.seq = e.seq
	join scr_policy c
) x
join scr_policy c
join scr_deduction d on d.kind = x.kind and d.residence = x.residence
where x.months > 0 or x.months_g > 0
group by x.seq, x.m, d.rule, d.share, d.cap order by null;

create or replace temporary table scr_deducted (primary key (seq) using btree) engine=MEMORY
select v.seq,
	sum(least(coalesce(v.cap * 1000, v.part_d), v.part_d)) as deducted_d,
	sum(least(coalesce(v.cap * 1000, v.part_b), v.part_b)) as deducted_b,
	sum(least(coalesce(v.cap * 1000, v.part_g), v.part_g)) as deducted_g
from (
	select f.seq, f.rule, f.cap,
		(2 * sum(if(p.counts and not p.other_d, f.amount, 0)) * f.share + 10000) div 20000 as part_d,
		(2 * sum(if(p.counts and not p.other_b, f.amount, 0)) * f.share + 10000) div 20000 as part_b,
		(2 * sum(if(p.counts and not p.other_g, f.amount_g, 0)) * f.share + 10000) div 20000 as part_g
	from scr_spending f
	join scr_person p on p.seq = f.seq and p.m = f.m
	group by f.seq, f.rule, f.cap, f.share order by null
) v
group by v.seq order by null;

create or replace temporary table scr_deducted_alone (primary key (seq, m) using btree) engine=MEMORY
select v.seq, v.m, sum(least(coalesce(v.cap * 1000, v.part), v.part)) as deducted
from (
	select f.seq, f.m, f.rule, f.cap, (2 * f.amount * f.share + 10000) div 20000 as part
	from scr_spending f
) v
group by v.seq, v.m order by null;

create or replace temporary table scr_rigid (primary key (seq, m) using btree) engine=MEMORY
select v.seq, v.m, sum(v.amount) as rigid
from (
	select x.seq, x.m, least(
		coalesce(k.cap * 1000, 9223372036854775807),
		sum((2 * x.amount * 1000 * x.months + x.span * c.rigid_window) div (2 * x.span * c.rigid_window))
	) as amount
	from (
		select e.seq, e.m, e.kind, h.residence,
			least(e.amount, coalesce(e.public_fee, e.amount)) as amount,
			e.last_month - e.first_month + 1 as span,
			greatest(0, least(e.last_month, c.month - 1) - greatest(e.first_month, c.month - c.rigid_window) + 1)
				as months
		from scr_expense e
		join scr_household h on h.seq = e.seq
		join scr_policy c
	) x
	join scr_policy c
	join scr_rigid_kind k on k.kind = x.kind and k.residence = x.residence
	where x.months > 0
	group by x.seq, x.m, x.kind, k.cap order by null
) v
group by v.seq, v.m order by null
