-- Recipients without a recent assessment: what is paid now says what the economy was found to be under the rules loaded here.
-- Run after people.sql. Parameters: day, month.
create or replace temporary table scr_paid (
	seq int unsigned not null, person varchar(140) not null, scheme tinyint not null, base bigint not null, care_level tinyint null,
	primary key (seq, person, scheme) using btree
) engine=MEMORY;

insert into scr_paid (seq, person, scheme, base, care_level)
select b.seq, coalesce(a.person, ''), c.code, round(sum(if(p.part in ('Base', 'Living'), p.amount, 0)) * 100), max(l.code)
from scr_household b
join `tabBenefit Award` a on a.household = b.household and a.award_status <> 'Stopped'
join scr_code c on c.list = 'scheme' and c.word = a.scheme
left join `tabAward Amount` p on p.parent = a.name and p.parenttype = 'Benefit Award'
	and p.from_month <= date_format(%(day)s, '%%Y-%%m') and (coalesce(p.to_month, '') = '' or p.to_month >= date_format(%(day)s, '%%Y-%%m'))
left join scr_code l on l.list = 'level' and l.word = a.benefit_class
where b.known = 0
group by b.seq, coalesce(a.person, ''), c.code;

update scr_household b join scr_paid p on p.seq = b.seq
join scr_policy c on p.scheme in (c.urban_bit, c.rural_bit, c.single_bit, c.tekun_bit, c.orphan_bit, c.unsupported_bit)
set b.known = 2;

-- 低保: income is what the standard exceeds the payment by; spread over the window so that it counts in full.
insert into scr_income (seq, m, n, kind, amount, first_month, last_month)
select p.seq, v.m, 1, 5, greatest(0, s.standard * v.persons - p.base) * coalesce(k.months, c.income_window),
	c.month - coalesce(k.months, c.income_window), c.month - 1
from scr_paid p
join scr_policy c on p.scheme in (c.urban_bit, c.rural_bit)
join (
	select q.seq, min(q.m) as m, count(*) as persons from scr_person q where q.counts and not q.other_d group by q.seq
) v on v.seq = p.seq
join scr_household h on h.seq = p.seq
join scr_standard s on s.residence = h.residence
left join scr_kind_window k on k.kind = 5
where p.person = '' and greatest(0, s.standard * v.persons - p.base) > 0;

-- 特困 without a self-care assessment: the form by where the household lives, the level by what was awarded.
update scr_member m
join scr_paid p on p.seq = m.seq and p.person = m.person
join scr_policy c on p.scheme = c.tekun_bit
join scr_household b on b.seq = m.seq
join `tabRegistry Household` h on h.name = b.household
set m.care_form = coalesce(m.care_form, if(h.housing_kind = 'Institution', 1, 2)),
	m.failed_items = coalesce(m.failed_items,
		case p.care_level when 3 then c.care_full_from when 2 then c.care_partial_from else 0 end);

-- De facto unsupported children whose parents the registry does not name.
update scr_member m
join scr_paid p on p.seq = m.seq and p.person = m.person
join scr_policy c on p.scheme = c.unsupported_bit
set m.father = coalesce(m.father, 10), m.mother = coalesce(m.mother, 10)
