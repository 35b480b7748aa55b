-- One row per person: counted income by class and rigid spending in thousandths of a fen, assets that are not exempt.
create or replace temporary table scr_owned (primary key (seq, m) using btree) engine=MEMORY
select a.seq, a.m,
	cast(sum(if(a.kind = 1, a.value, 0)) as signed) as money,
	cast(sum(if(a.kind = 2, a.quantity, 0)) as signed) as vehicles,
	max(if(a.kind = 2, a.value, null)) as dearest,
	cast(sum(if(a.kind = 3, a.quantity, 0)) as signed) as homes,
	cast(sum(if(a.kind = 3, a.area * a.quantity, 0)) as signed) as area,
	cast(sum(if(a.kind = 4, a.quantity, 0)) as signed) as property,
	cast(sum(if(a.kind = 5, a.value, 0)) as signed) as capital
from scr_asset a
left join scr_exempt_item x on x.item = a.item
where x.item is null
group by a.seq, a.m order by null;

create or replace temporary table scr_means (
	seq int unsigned not null, m smallint unsigned not null, residence tinyint not null,
	counts_d tinyint not null, counts_b tinyint not null, counts_g tinyint not null,
	income_d bigint not null, income_b bigint null, income_g bigint null, income_t bigint null,
	support bigint not null, support_single bigint not null,
	able tinyint not null, doubtful tinyint not null, lacking tinyint not null, rigid bigint not null,
	money bigint not null, vehicles int not null, dearest bigint null, homes int not null, area bigint not null,
	property int not null, capital bigint not null,
	primary key (seq, m) using btree
) engine=MEMORY;

insert into scr_means
select p.seq, p.m, p.residence,
	p.counts and not p.other_d as counts_d, p.counts and not p.other_b as counts_b, p.counts and not p.other_g as counts_g,
	coalesce(l.other_d + greatest(0, l.wages_d - if(c.cost_method = 0, 0, least(
		coalesce(s.cost_cap * 1000, 9223372036854775807),
		greatest(if(p.disabilities <> 0, coalesce(s.cost_disabled * 1000, 0), 0), case c.cost_method
			when 1 then (2 * l.wages_d * c.cost_rate + 10000) div 20000
			when 2 then s.cost_standard * 1000 else l.cost_d end)))), 0) as income_d,
	if(c.same_b, null, coalesce(l.other_b + greatest(0, l.wages_b - if(c.cost_method = 0, 0, least(
		coalesce(s.cost_cap * 1000, 9223372036854775807),
		greatest(if(p.disabilities <> 0, coalesce(s.cost_disabled * 1000, 0), 0), case c.cost_method
			when 1 then (2 * l.wages_b * c.cost_rate + 10000) div 20000
			when 2 then s.cost_standard * 1000 else l.cost_b end)))), 0)) as income_b,
	if(c.same_g, null, coalesce(l.other_g + greatest(0, l.wages_g - if(c.cost_method = 0, 0, least(
		coalesce(s.cost_cap * 1000, 9223372036854775807),
		greatest(if(p.disabilities <> 0, coalesce(s.cost_disabled * 1000, 0), 0), case c.cost_method
			when 1 then (2 * l.wages_g * c.cost_rate + 10000) div 20000
			when 2 then s.cost_standard * 1000 else l.cost_g end)))), 0)) as income_g,
	if(not p.unable, null, coalesce(l.other_t + greatest(0, l.wages_t - if(c.cost_method = 0, 0, least(
		coalesce(s.cost_cap * 1000, 9223372036854775807),
		greatest(if(p.disabilities <> 0, coalesce(s.cost_disabled * 1000, 0), 0), case c.cost_method
			when 1 then (2 * l.wages_t * c.cost_rate + 10000) div 20000
			when 2 then s.cost_standard * 1000 else l.cost_t end)))), 0)) as income_t,
	coalesce(u.support, 0) as support, coalesce(u.support_single, 0) as support_single,
	coalesce(u.able, 0) as able, coalesce(u.doubtful, 0) as doubtful, coalesce(u.lacking, 0) as lacking,
	coalesce(r.rigid, 0) as rigid,
	coalesce(o.money, 0) as money, coalesce(o.vehicles, 0) as vehicles, o.dearest,
	coalesce(o.homes, 0) as homes, coalesce(o.area, 0) as area, coalesce(o.property, 0) as property,
	coalesce(o.capital, 0) as capital
from scr_policy c
straight_join scr_person p
straight_join scr_standard s on s.residence = p.residence
left join scr_line l on l.seq = p.seq and l.m = p.m
left join scr_support u on u.seq = p.seq and u.m = p.m
left join scr_rigid r on r.seq = p.seq and r.m = p.m
left join scr_owned o on o.seq = p.seq and o.m = p.m
