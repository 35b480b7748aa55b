-- Who counts for which scheme (domain/membership.py), and who is without labour ability (domain/schemes/tekun.py).
create or replace temporary table scr_standing (primary key (seq, m) using btree) engine=MEMORY
select f.seq, f.m,
	max(p.status is not null) as excluded,
	max(f.status = 6) as clergy
from scr_status f
join scr_policy c
left join scr_status_rule p on p.status = f.status and date_add(f.first_day, interval p.months month) <= c.day
where f.first_day <= c.day and (f.last_day is null or c.day <= f.last_day)
group by f.seq, f.m order by null;

create or replace temporary table scr_person (
	seq int unsigned not null, m smallint unsigned not null, residence tinyint not null, age smallint not null,
	schemes int unsigned not null, disabilities int unsigned not null, circumstances int unsigned not null,
	ill tinyint not null, study tinyint not null, labour tinyint not null, clergy tinyint not null,
	counts tinyint not null, other_d tinyint not null, other_b tinyint not null, other_g tinyint not null,
	other_t tinyint not null, unable tinyint not null default 0,
	primary key (seq, m) using btree
) engine=MEMORY;

-- other_x: already has a scheme that excludes x, and is no part of the household for it.
insert into scr_person (
	seq, m, residence, age, schemes, disabilities, circumstances, ill, study, labour, clergy, counts,
	other_d, other_b, other_g, other_t
)
select straight_join m.seq, m.m, h.residence, timestampdiff(year, m.birth, c.day), m.schemes, m.disabilities,
	m.circumstances, m.ill, m.study, m.labour, coalesce(t.clergy, 0),
	case
		when t.excluded then 0
		when m.is_applicant or m.relation = 1 or m.relation = 2 then 1
		when m.relation in (3, 4) and timestampdiff(year, m.birth, c.day) < c.adult_age then 1
		when m.relation in (3, 4) and not m.independent then 1
		when m.relation in (3, 4) and m.study > 0 and (c.study_mask >> m.study) & 1 then 1
		when m.together and coalesce(m.duty, (c.duty_mask >> m.relation) & 1) then 1
		else 0
	end,
	(m.schemes & s.excluded_dibao) <> 0, (m.schemes & s.excluded_margin) <> 0, (m.schemes & s.excluded_rigid) <> 0,
	(m.schemes & s.excluded_tekun) <> 0
from scr_policy c
join scr_member m
join scr_household h on h.seq = m.seq
join scr_standard s on s.residence = h.residence
left join scr_standing t on t.seq = m.seq and t.m = m.m;

update scr_person p
join scr_policy c on c.has_tekun
set p.unable = 1
where p.age >= c.tekun_min_age or p.age < c.tekun_below_age or (p.disabilities & c.tekun_disabilities) <> 0
	or (
		(p.schemes & c.bit_tekun) <> 0
		and (p.age < c.tekun_minor_until or (p.study > 0 and (c.tekun_study_mask >> p.study) & 1))
	)
