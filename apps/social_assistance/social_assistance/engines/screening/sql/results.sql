-- What is proposed: one row per household or person (m > 0) and scheme, amounts in fen a month.
create or replace temporary table scr_result (
	seq int unsigned not null,
	m smallint unsigned not null,
	scheme tinyint unsigned not null,
	outcome tinyint not null,
	income bigint null, income_limit bigint null, persons int null,
	base bigint not null default 0, topup bigint not null default 0, care bigint not null default 0,
	primary key (seq, m, scheme) using btree
) engine=MEMORY;

insert into scr_result (seq, m, scheme, outcome, income, income_limit, persons, base)
select v.seq, 0, if(v.residence = 2, c.rural_bit, c.urban_bit), v.outcome, v.income_d, v.limit_d, v.persons_d,
	if(v.outcome = 4, 0, least(v.limit_d, greatest(
		if(c.floor_kind, s.floor_unit * if(c.floor_per_person, v.persons_d, 1), 0),
		case c.dibao_rounding
			when 1 then (v.exact + 99) div 100 * 100
			when 2 then (v.exact + 50) div 100 * 100
			when 3 then (v.exact + 499) div 500 * 500
			else v.exact
		end
	)))
from (
	select k.seq, f.residence, k.outcome, f.income_d, f.limit_d, f.persons_d,
		if(p.dibao_tiers, t.pay * f.persons_d, f.limit_d - f.income_d) as exact
	from scr_tested k
	join scr_family f on f.seq = k.seq
	join scr_policy p
	left join scr_tier t on t.residence = f.residence and t.n = coalesce(
		(
			select min(r.n) from scr_tier r
			where r.residence = f.residence and f.mill_d < (2 * f.limit_d * r.below_share + 10000) div 20000 * 10
		),
		(select max(r.n) from scr_tier r where r.residence = f.residence)
	)
	where k.scheme = 1 and k.outcome > 0
) v
join scr_policy c
join scr_standard s on s.residence = v.residence;

insert into scr_result (seq, m, scheme, outcome, income, income_limit, persons)
select k.seq, 0, c.margin_bit, k.outcome, f.income_b, f.limit_b, f.persons_b
from scr_tested k
join scr_family f on f.seq = k.seq
join scr_policy c
where k.scheme = 2 and k.outcome > 0;

insert into scr_result (seq, m, scheme, outcome, income, income_limit, persons)
select k.seq, 0, c.rigid_bit, k.outcome, f.income_g, f.limit_g, f.persons_g
from scr_tested k
join scr_family f on f.seq = k.seq
join scr_policy c
where k.scheme = 3 and k.outcome > 0;

-- 特困: nobody in the household who counts may be able to support the person.
create or replace temporary table scr_supporter (primary key (seq) using btree) engine=MEMORY
select p.seq
from scr_person p
join scr_policy c
where p.counts and not p.other_t and p.age >= c.adult_age and p.labour <> 2 and not p.unable
group by p.seq order by null;

insert into scr_result (seq, m, scheme, outcome, income, income_limit, persons, base, care)
select v.seq, v.m, v.tekun_bit, v.outcome, v.income, v.standard, 1,
	if(v.outcome in (1, 2), v.tekun_basic, 0),
	if(v.outcome in (1, 2) and v.has_care, coalesce(b.amount, 0), 0)
from (
	select t.seq, t.m, p.residence, c.tekun_bit, s.standard, s.tekun_basic, c.has_care,
		(2 * cast(greatest(0, cast(n.income_t as signed) - coalesce(x.deducted, 0)) as signed) + 1000) div 2000 as income,
		q.care_form,
		case when q.failed_items >= c.care_full_from then 3 when q.failed_items >= c.care_partial_from then 2 else 1 end
			as care_level,
		case
			when n.lacking or q.care_form is null or q.failed_items is null then 3
			when p.other_t and (
				cast(p.schemes & s.excluded_tekun as signed) & -cast(p.schemes & s.excluded_tekun as signed) & c.ladder_mask
			) = 0 then 4
			else 1 + (t.doubt or n.doubtful)
		end as outcome
	from scr_tested t
	join scr_person p on p.seq = t.seq and p.m = t.m
	join scr_means n on n.seq = t.seq and n.m = t.m
	join scr_member q on q.seq = t.seq and q.m = t.m
	join scr_policy c
	join scr_standard s on s.residence = p.residence
	left join scr_supporter a on a.seq = t.seq
	left join scr_deducted_alone x on x.seq = t.seq and x.m = t.m
	where t.scheme = 4 and not t.refused and a.seq is null
) v
left join scr_care b on b.residence = v.residence and b.level = v.care_level and b.form = v.care_form;

-- 孤儿 and 事实无人抚养儿童.
insert into scr_result (seq, m, scheme, outcome, persons, base)
select v.seq, v.m, v.bit, if(v.conflict and not v.ladder, 4, 1), 1, if(v.conflict and not v.ladder, 0, v.amount)
from (
	select w.*, w.conflict & -w.conflict & w.ladder_mask as ladder
	from (
		select p.seq, p.m, c.ladder_mask,
			if(o.orphan, c.orphan_bit, c.unsupported_bit) as bit,
			cast(p.schemes & if(o.orphan, s.excluded_orphan, s.excluded_unsupported) as signed) as conflict,
			if(o.orphan, if(o.care_form = 1, s.orphan_centralised, s.orphan_dispersed),
				if(o.care_form = 1, s.unsupported_centralised, s.unsupported_dispersed)) as amount
		from (
			select q.seq, q.m, q.care_form, q.study, q.schemes,
				coalesce((c.orphan_mask >> q.father) & (c.orphan_mask >> q.mother) & 1, 0) as orphan,
				coalesce((c.unsupported_mask >> q.father) & (c.unsupported_mask >> q.mother) & 1, 0) as unsupported
			from scr_member q
			join scr_policy c
			where c.has_children and q.father is not null and q.mother is not null
		) o
		join scr_person p on p.seq = o.seq and p.m = o.m
		join scr_policy c
		join scr_standard s on s.residence = p.residence
		where (o.orphan or o.unsupported)
			and (
				p.age < c.child_below_age
				or (
					((o.schemes >> if(o.orphan, c.orphan_bit, c.unsupported_bit)) & 1)
					and o.study > 0 and (c.child_study_mask >> o.study) & 1
				)
			)
	) w
) v;

-- 单人户 of low-margin families: the family passes income and assets of 低边 and is not 低保 itself.
insert into scr_result (seq, m, scheme, outcome, income, income_limit, persons, base)
select v.seq, v.m, v.single_bit, v.outcome, v.income, v.standard, 1,
	if(v.outcome not in (1, 2), 0, if(v.single_full, v.standard, least(v.standard, greatest(
		if(v.floor_kind, v.floor_unit, 0),
		case v.dibao_rounding
			when 1 then (v.exact + 99) div 100 * 100
			when 2 then (v.exact + 50) div 100 * 100
			when 3 then (v.exact + 499) div 500 * 500
			else v.exact
		end
	))))
from (
	select w.*, if(w.dibao_tiers, r.pay, w.standard - w.income) as exact
	from (
		select t.seq, t.m, p.residence, s.standard, s.floor_unit,
			c.single_bit, c.single_full, c.floor_kind, c.dibao_rounding, c.dibao_tiers,
			(2 * cast(greatest(0, n.income_d + n.support_single - coalesce(x.deducted, 0)) as signed) + 1000) div 2000
				as income,
			(2 * cast(greatest(0, n.income_d + n.support_single - coalesce(x.deducted, 0)) as signed) + 100) div 200
				as mill,
			case
				when (p.schemes & s.excluded_single) <> 0 and (
					cast(p.schemes & s.excluded_single as signed) & -cast(p.schemes & s.excluded_single as signed)
					& c.ladder_mask
				) = 0 then 4
				else 1 + (t.doubt or f.doubt)
			end as outcome
		from scr_tested t
		join scr_tested f on f.seq = t.seq and f.scheme = 2 and f.m = 0 and not f.refused
		join scr_person p on p.seq = t.seq and p.m = t.m
		join scr_means n on n.seq = t.seq and n.m = t.m
		join scr_policy c
		join scr_standard s on s.residence = p.residence
		left join scr_deducted_alone x on x.seq = t.seq and x.m = t.m
		where t.scheme = 5 and not t.refused
	) w
	left join scr_tier r on r.residence = w.residence and r.n = coalesce(
		(
			select min(y.n) from scr_tier y
			where y.residence = w.residence and w.mill < (2 * w.standard * y.below_share + 10000) div 20000 * 10
		),
		(select max(y.n) from scr_tier y where y.residence = w.residence)
	)
) v;

-- 分类施保 of those covered: the highest share of a person, or the sum, up to the cap (domain/topups.py).
create or replace temporary table scr_topup_paid (primary key (seq, m, scheme) using btree) engine=MEMORY
select v.seq, if(v.alone, v.m, 0) as m, v.scheme,
	cast(sum(case v.topup_rounding
		when 1 then (v.exact + 99) div 100 * 100
		when 2 then (v.exact + 50) div 100 * 100
		when 3 then (v.exact + 499) div 500 * 500
		else v.exact
	end) as signed) as topup
from (
	select x.seq, x.m, x.scheme, x.alone, x.topup_rounding,
		(2 * x.standard * least(x.share, coalesce(x.topup_cap, x.share)) + 10000) div 20000 as exact
	from (
		select straight_join r.seq, p.m, r.scheme, r.m > 0 as alone, c.topup_rounding, c.topup_cap, s.standard,
			if(c.topup_sum, sum(t.share), max(t.share)) as share
		from scr_policy c
		join scr_result r
		join scr_person p on p.seq = r.seq and if(r.m > 0, p.m = r.m, p.counts and not p.other_d)
		join scr_standard s on s.residence = p.residence
		join scr_topup t on (t.min_age is null or p.age >= t.min_age)
			and (t.max_age is null or p.age <= t.max_age)
			and (t.disabilities is null or (p.disabilities & t.disabilities) <> 0)
			and (p.ill or not t.ill)
			and (p.circumstances & t.circumstances) = t.circumstances
			and (t.for_single or r.m = 0)
		where r.outcome in (1, 2) and r.scheme in (c.urban_bit, c.rural_bit, c.single_bit)
		group by r.seq, p.m, r.scheme, r.m, c.topup_rounding, c.topup_cap, s.standard, c.topup_sum order by null
	) x
) v
group by v.seq, if(v.alone, v.m, 0), v.scheme order by null;

update scr_result r
join scr_topup_paid t on t.seq = r.seq and t.m = r.m and t.scheme = r.scheme
set r.topup = t.topup
