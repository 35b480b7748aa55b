-- Special aids of other departments that a held or just granted scheme opens (domain/schemes/special_aid.py).
-- Most people hold nothing that opens any: they are left out before the rules are looked at one by one.
create or replace temporary table scr_holder engine=MEMORY
select straight_join p.seq, p.m, p.age, p.ill, p.study, p.labour, p.circumstances, q.employed,
	h.schemes | p.schemes | coalesce(g.granted, 0) as held
from scr_person p
join scr_household h on h.seq = p.seq
join scr_member q on q.seq = p.seq and q.m = p.m
left join (
	select r.seq, bit_or(1 << r.scheme) as granted from scr_result r where r.m = 0 and r.outcome = 1 group by r.seq
) g on g.seq = p.seq
where ((h.schemes | p.schemes | coalesce(g.granted, 0)) & (select bit_or(a.holders) from scr_referral_rule a)) <> 0;

create or replace temporary table scr_referral (primary key (seq, m, rule) using btree) engine=MEMORY
select distinct straight_join p.seq, if(a.for_household, 0, p.m) as m, a.rule, a.scheme, a.need
from scr_holder p
join scr_referral_rule a
where (a.holders & p.held) <> 0
	and case a.need
		when 1 then p.ill or exists (
			select 1 from scr_expense e where e.seq = p.seq and e.m = p.m and e.kind = 2 and e.amount > 0
		)
		when 2 then p.study > 0 and (a.study_mask = 0 or (a.study_mask >> p.study) & 1)
		when 3 then p.age >= a.min_age and (a.max_age is null or p.age <= a.max_age)
			and p.labour <> 2 and not p.employed and p.study = 0
		else (p.circumstances >> a.circumstance) & 1
	end
