-- 低保, 低边 and 刚性支出 of each household (domain/schemes/dibao.py, household_classes.py, domain/assets.py).
-- Income is in fen (rounded once) and, for the tests, in tenths of a fen. Outcome: 0 not eligible, 1 eligible, 2 to be judged, 4 excluded by a scheme already held.
create or replace temporary table scr_family (primary key (seq) using btree) engine=MEMORY
select v.*,
	(2 * v.fine_d + 1000) div 2000 as income_d, (2 * v.fine_d + 100) div 200 as mill_d,
	(2 * v.fine_b + 1000) div 2000 as income_b, (2 * v.fine_b + 100) div 200 as mill_b,
	(2 * v.fine_g + 1000) div 2000 as income_g, (2 * v.fine_g + 100) div 200 as mill_g,
	(2 * v.gross_g + 1000) div 2000 as before_g
from (
select f.*,
	cast(greatest(0, f.gross_d - coalesce(x.deducted_d, 0)) as signed) as fine_d,
	cast(greatest(0, f.gross_b - coalesce(x.deducted_b, 0)) as signed) as fine_b,
	cast(greatest(0, f.gross_g - coalesce(x.deducted_g, 0)) as signed) as fine_g,
	s.standard * f.persons_d as limit_d, s.margin_head * f.persons_b as limit_b,
	s.disposable_income * f.persons_g as limit_g
from (
	select m.seq, m.residence,
		cast(sum(m.counts_d) as signed) as persons_d, cast(sum(m.counts_b) as signed) as persons_b,
		cast(sum(m.counts_g) as signed) as persons_g,
		max(m.counts_d <> m.counts_b or m.counts_d <> m.counts_g) as mixed,
		cast(sum(if(m.counts_d, m.income_d + m.support, 0e0)) as signed) as gross_d,
		cast(sum(if(m.counts_b, coalesce(m.income_b, m.income_d) + m.support, 0e0)) as signed) as gross_b,
		cast(sum(if(m.counts_g, coalesce(m.income_g, m.income_d) + m.support, 0e0)) as signed) as gross_g,
		(2 * cast(sum(if(m.counts_g, m.rigid, 0e0)) as signed) + 1000) div 2000 as rigid,
		cast(sum(if(m.counts_d, m.money, 0e0)) as signed) as money,
		cast(sum(if(m.counts_d, m.vehicles, 0e0)) as signed) as vehicles,
		max(if(m.counts_d, m.dearest, null)) as dearest,
		cast(sum(if(m.counts_d, m.homes, 0e0)) as signed) as homes, cast(sum(if(m.counts_d, m.area, 0e0)) as signed) as area,
		cast(sum(if(m.counts_d, m.property, 0e0)) as signed) as property,
		cast(sum(if(m.counts_d, m.capital, 0e0)) as signed) as capital
	from scr_means m
	group by m.seq, m.residence order by null
) f
straight_join scr_standard s on s.residence = f.residence
left join scr_deducted x on x.seq = f.seq
) v;

-- Those whose income is within the limit, by scheme (1 低保, 2 低边, 3 刚性支出, 4 特困, 5 单人户); m = 0 is the household.
-- Above an asset limit a person judges: without judgement a doubt, by judgement accepted or refused.
create or replace temporary table scr_tested (
	seq int unsigned not null, scheme tinyint not null, m smallint unsigned not null,
	doubt tinyint not null, refused tinyint not null, outcome tinyint not null,
	primary key (seq, scheme, m) using btree
) engine=MEMORY;

insert into scr_tested (seq, scheme, m, doubt, refused, outcome)
select v.seq, 1, v.m, v.doubt, v.refused,
	case
		when v.refused then 0
		when v.conflict <> 0 and (v.conflict & -v.conflict & v.ladder_mask) = 0 then 4
		else 1 + v.doubt
	end
from (
	select w.seq, w.m, w.conflict, w.ladder_mask,
		(w.over_money and w.judged_money is null) or (w.over_vehicle and w.judged_vehicle is null)
			or (w.over_home and w.judged_home is null) or (w.over_property and w.judged_property is null)
			or (w.over_capital and w.judged_business is null) as doubt,
		coalesce((w.over_money and w.judged_money = 0) or (w.over_vehicle and w.judged_vehicle = 0)
			or (w.over_home and w.judged_home = 0) or (w.over_property and w.judged_property = 0)
			or (w.over_capital and w.judged_business = 0), 0) as refused
	from (
		select u.seq, u.m, c.ladder_mask, h.judged_money, h.judged_vehicle, h.judged_home, h.judged_property, h.judged_business,
			cast(h.schemes & s.conflict_dibao as signed) as conflict,
			coalesce(if(l.money_inclusive, u.money > l.money_head * u.persons, u.money >= l.money_head * u.persons), 0)
				as over_money,
			coalesce(u.vehicles > l.vehicles, 0) or coalesce(u.dearest >= l.vehicle_value, 0) as over_vehicle,
			coalesce(u.homes > l.homes, 0)
				and not coalesce(u.homes = l.homes + 1 and u.area <= l.area_head * u.persons, 0) as over_home,
			coalesce(u.property > l.property, 0) as over_property,
			coalesce(u.capital > l.capital, 0) as over_capital
		from (
			select f.seq, f.residence, 0 as m, f.persons_d as persons, f.money, f.vehicles, f.dearest, f.homes, f.area,
				f.property, f.capital
			from scr_family f
			join scr_policy c
			where f.persons_d > 0 and (f.mill_d < f.limit_d * 10 or (c.dibao_inclusive and f.mill_d = f.limit_d * 10))
		) u
		join scr_household h on h.seq = u.seq
		join scr_standard s on s.residence = u.residence
		join scr_policy c
		left join scr_asset_limit l on l.residence = u.residence and l.class = 1
	) w
) v;

insert into scr_tested (seq, scheme, m, doubt, refused, outcome)
select v.seq, 2, v.m, v.doubt, v.refused,
	case
		when v.refused then 0
		when v.conflict <> 0 and (v.conflict & -v.conflict & v.ladder_mask) = 0 then 4
		else 1 + v.doubt
	end
from (
	select w.seq, w.m, w.conflict, w.ladder_mask,
		(w.over_money and w.judged_money is null) or (w.over_vehicle and w.judged_vehicle is null)
			or (w.over_home and w.judged_home is null) or (w.over_property and w.judged_property is null)
			or (w.over_capital and w.judged_business is null) as doubt,
		coalesce((w.over_money and w.judged_money = 0) or (w.over_vehicle and w.judged_vehicle = 0)
			or (w.over_home and w.judged_home = 0) or (w.over_property and w.judged_property = 0)
			or (w.over_capital and w.judged_business = 0), 0) as refused
	from (
		select u.seq, u.m, c.ladder_mask, h.judged_money, h.judged_vehicle, h.judged_home, h.judged_property, h.judged_business,
			cast(h.schemes & s.conflict_margin as signed) as conflict,
			coalesce(if(l.money_inclusive, u.money > l.money_head * u.persons, u.money >= l.money_head * u.persons), 0)
				as over_money,
			coalesce(u.vehicles > l.vehicles, 0) or coalesce(u.dearest >= l.vehicle_value, 0) as over_vehicle,
			coalesce(u.homes > l.homes, 0)
				and not coalesce(u.homes = l.homes + 1 and u.area <= l.area_head * u.persons, 0) as over_home,
			coalesce(u.property > l.property, 0) as over_property,
			coalesce(u.capital > l.capital, 0) as over_capital
		from (
			select f.seq, f.residence, 0 as m, f.persons_b as persons, f.money, f.vehicles, f.dearest, f.homes, f.area,
				f.property, f.capital
			from scr_family f
			join scr_policy c
			where not f.mixed and c.has_margin and f.persons_b > 0 and (f.mill_b < f.limit_b * 10 or (c.margin_inclusive and f.mill_b = f.limit_b * 10)) and not exists (
				select 1 from scr_tested t where t.seq = f.seq and t.m = 0 and t.scheme in (1) and t.outcome in (1, 2)
			)
			union all
			select f.seq, f.residence, 0, f.persons_b, sum(m.money), sum(m.vehicles), max(m.dearest), sum(m.homes), sum(m.area),
				sum(m.property), sum(m.capital)
			from scr_family f
			join scr_policy c
			join scr_means m on m.seq = f.seq and m.counts_b
			where f.mixed and c.has_margin and f.persons_b > 0 and (f.mill_b < f.limit_b * 10 or (c.margin_inclusive and f.mill_b = f.limit_b * 10)) and not exists (
				select 1 from scr_tested t where t.seq = f.seq and t.m = 0 and t.scheme in (1) and t.outcome in (1, 2)
			)
			group by f.seq, f.residence, f.persons_b
		) u
		join scr_household h on h.seq = u.seq
		join scr_standard s on s.residence = u.residence
		join scr_policy c
		left join scr_asset_limit l on l.residence = u.residence and l.class = 3
	) w
) v;

insert into scr_tested (seq, scheme, m, doubt, refused, outcome)
select v.seq, 3, v.m, v.doubt, v.refused,
	case
		when v.refused then 0
		when v.conflict <> 0 and (v.conflict & -v.conflict & v.ladder_mask) = 0 then 4
		else 1 + v.doubt
	end
from (
	select w.seq, w.m, w.conflict, w.ladder_mask,
		(w.over_money and w.judged_money is null) or (w.over_vehicle and w.judged_vehicle is null)
			or (w.over_home and w.judged_home is null) or (w.over_property and w.judged_property is null)
			or (w.over_capital and w.judged_business is null) as doubt,
		coalesce((w.over_money and w.judged_money = 0) or (w.over_vehicle and w.judged_vehicle = 0)
			or (w.over_home and w.judged_home = 0) or (w.over_property and w.judged_property = 0)
			or (w.over_capital and w.judged_business = 0), 0) as refused
	from (
		select u.seq, u.m, c.ladder_mask, h.judged_money, h.judged_vehicle, h.judged_home, h.judged_property, h.judged_business,
			cast(h.schemes & s.conflict_rigid as signed) as conflict,
			coalesce(if(l.money_inclusive, u.money > l.money_head * u.persons, u.money >= l.money_head * u.persons), 0)
				as over_money,
			coalesce(u.vehicles > l.vehicles, 0) or coalesce(u.dearest >= l.vehicle_value, 0) as over_vehicle,
			coalesce(u.homes > l.homes, 0)
				and not coalesce(u.homes = l.homes + 1 and u.area <= l.area_head * u.persons, 0) as over_home,
			coalesce(u.property > l.property, 0) as over_property,
			coalesce(u.capital > l.capital, 0) as over_capital
		from (
			select f.seq, f.residence, 0 as m, f.persons_g as persons, f.money, f.vehicles, f.dearest, f.homes, f.area,
				f.property, f.capital
			from scr_family f
			join scr_policy c
			where not f.mixed and c.has_rigid and f.persons_g > 0 and f.mill_g < f.limit_g * 10 and (
				f.rigid > (2 * f.before_g * c.rigid_ratio + 10000) div 20000
				or (c.rigid_inclusive and f.rigid = (2 * f.before_g * c.rigid_ratio + 10000) div 20000)
			) and not exists (
				select 1 from scr_tested t where t.seq = f.seq and t.m = 0 and t.scheme in (1, 2) and t.outcome in (1, 2)
			)
			union all
			select f.seq, f.residence, 0, f.persons_g, sum(m.money), sum(m.vehicles), max(m.dearest), sum(m.homes), sum(m.area),
				sum(m.property), sum(m.capital)
			from scr_family f
			join scr_policy c
			join scr_means m on m.seq = f.seq and m.counts_g
			where f.mixed and c.has_rigid and f.persons_g > 0 and f.mill_g < f.limit_g * 10 and (
				f.rigid > (2 * f.before_g * c.rigid_ratio + 10000) div 20000
				or (c.rigid_inclusive and f.rigid = (2 * f.before_g * c.rigid_ratio + 10000) div 20000)
			) and not exists (
				select 1 from scr_tested t where t.seq = f.seq and t.m = 0 and t.scheme in (1, 2) and t.outcome in (1, 2)
			)
			group by f.seq, f.residence, f.persons_g
		) u
		join scr_household h on h.seq = u.seq
		join scr_standard s on s.residence = u.residence
		join scr_policy c
		left join scr_asset_limit l on l.residence = u.residence and l.class = 4
	) w
) v;

-- Persons without labour ability, without means and without an able obligor.
insert into scr_tested (seq, scheme, m, doubt, refused, outcome)
select v.seq, 4, v.m, v.doubt, v.refused,
	0
from (
	select w.seq, w.m, w.conflict, w.ladder_mask,
		(w.over_money and w.judged_money is null) or (w.over_vehicle and w.judged_vehicle is null)
			or (w.over_home and w.judged_home is null) or (w.over_property and w.judged_property is null)
			or (w.over_capital and w.judged_business is null) as doubt,
		coalesce((w.over_money and w.judged_money = 0) or (w.over_vehicle and w.judged_vehicle = 0)
			or (w.over_home and w.judged_home = 0) or (w.over_property and w.judged_property = 0)
			or (w.over_capital and w.judged_business = 0), 0) as refused
	from (
		select u.seq, u.m, c.ladder_mask, h.judged_money, h.judged_vehicle, h.judged_home, h.judged_property, h.judged_business,
			0 as conflict,
			coalesce(if(l.money_inclusive, u.money > l.money_head * u.persons, u.money >= l.money_head * u.persons), 0)
				as over_money,
			coalesce(u.vehicles > l.vehicles, 0) or coalesce(u.dearest >= l.vehicle_value, 0) as over_vehicle,
			coalesce(u.homes > l.homes, 0)
				and not coalesce(u.homes = l.homes + 1 and u.area <= l.area_head * u.persons, 0) as over_home,
			coalesce(u.property > l.property, 0) as over_property,
			coalesce(u.capital > l.capital, 0) as over_capital
		from (
			select m.seq, m.residence, m.m, 1 as persons, m.money, m.vehicles, m.dearest, m.homes, m.area, m.property, m.capital
			from scr_person p
			join scr_policy c
			join scr_means m on m.seq = p.seq and m.m = p.m
			join scr_standard s on s.residence = p.residence
			left join scr_deducted_alone x on x.seq = p.seq and x.m = p.m
			where p.unable and not m.able and (
				(2 * cast(greatest(0, cast(m.income_t as signed) - coalesce(x.deducted, 0)) as signed) + 100) div 200 < s.standard * 10
				or (c.tekun_inclusive and (2 * cast(greatest(0, cast(m.income_t as signed) - coalesce(x.deducted, 0)) as signed) + 100) div 200 = s.standard * 10)
			)
		) u
		join scr_household h on h.seq = u.seq
		join scr_standard s on s.residence = u.residence
		join scr_policy c
		left join scr_asset_limit l on l.residence = u.residence and l.class = 2
	) w
) v;

-- Severely disabled, seriously ill and clergy who may file alone.
insert into scr_tested (seq, scheme, m, doubt, refused, outcome)
select v.seq, 5, v.m, v.doubt, v.refused,
	0
from (
	select w.seq, w.m, w.conflict, w.ladder_mask,
		(w.over_money and w.judged_money is null) or (w.over_vehicle and w.judged_vehicle is null)
			or (w.over_home and w.judged_home is null) or (w.over_property and w.judged_property is null)
			or (w.over_capital and w.judged_business is null) as doubt,
		coalesce((w.over_money and w.judged_money = 0) or (w.over_vehicle and w.judged_vehicle = 0)
			or (w.over_home and w.judged_home = 0) or (w.over_property and w.judged_property = 0)
			or (w.over_capital and w.judged_business = 0), 0) as refused
	from (
		select u.seq, u.m, c.ladder_mask, h.judged_money, h.judged_vehicle, h.judged_home, h.judged_property, h.judged_business,
			0 as conflict,
			coalesce(if(l.money_inclusive, u.money > l.money_head * u.persons, u.money >= l.money_head * u.persons), 0)
				as over_money,
			coalesce(u.vehicles > l.vehicles, 0) or coalesce(u.dearest >= l.vehicle_value, 0) as over_vehicle,
			coalesce(u.homes > l.homes, 0)
				and not coalesce(u.homes = l.homes + 1 and u.area <= l.area_head * u.persons, 0) as over_home,
			coalesce(u.property > l.property, 0) as over_property,
			coalesce(u.capital > l.capital, 0) as over_capital
		from (
			select m.seq, m.residence, m.m, 1 as persons, m.money, m.vehicles, m.dearest, m.homes, m.area, m.property, m.capital
			from scr_person p
			join scr_policy c
			join scr_means m on m.seq = p.seq and m.m = p.m
			join scr_standard s on s.residence = p.residence
			left join scr_deducted_alone x on x.seq = p.seq and x.m = p.m
			where c.has_single
				and ((p.disabilities & c.single_disabilities) <> 0 or (c.single_ill and p.ill) or (c.single_clergy and p.clergy))
				and ((2 * cast(greatest(0, m.income_d + m.support_single - coalesce(x.deducted, 0)) as signed) + 100) div 200 < s.standard * 10
					or (c.dibao_inclusive and (2 * cast(greatest(0, m.income_d + m.support_single - coalesce(x.deducted, 0)) as signed) + 100) div 200 = s.standard * 10))
		) u
		join scr_household h on h.seq = u.seq
		join scr_standard s on s.residence = u.residence
		join scr_policy c
		left join scr_asset_limit l on l.residence = u.residence and l.class = 3
	) w
) v
