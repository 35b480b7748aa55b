-- Invented households for the screening engine: every value follows from the household's number, so a population is repeatable.
-- Parameters: first (number of the first household), size, day, month (index of the day's month), words of the policy.
insert into scr_household (seq, household, residence, schemes, judged_money, judged_vehicle, judged_home)
select n.seq, concat('H', n.seq), 1 + crc32(concat(n.seq, 'r')) % 2,
	case crc32(concat(n.seq, 's')) % 40
		when 0 then 1 << 0 when 1 then 1 << 2 when 2 then 1 << 2 when 3 then 1 << 3 when 4 then 1 << 7 when 5 then (1 << 3) | (1 << 9)
		else 0
	end,
	if(crc32(concat(n.seq, 'j')) % 30 = 0, crc32(concat(n.seq, 'k')) % 2, null),
	if(crc32(concat(n.seq, 'v')) % 30 = 0, crc32(concat(n.seq, 'w')) % 2, null),
	if(crc32(concat(n.seq, 'x')) % 30 = 0, crc32(concat(n.seq, 'y')) % 2, null)
from (select %(first)s + s.seq as seq from seq_0_to_199999 s where s.seq < %(size)s) n;

insert into scr_member (
	seq, m, person, relation, birth, is_applicant, disabilities, ill, study, independent, together, duty, labour, employed,
	circumstances, schemes, father, mother, failed_items, care_form
)
select p.seq, p.m, concat('P', p.seq, '-', p.m), p.relation,
	date_sub(%(day)s, interval p.age * 365 + crc32(concat(p.tag, 'd')) % 365 day), p.m = 1,
	if(crc32(concat(p.tag, 'i')) % 7 = 0, 1 << (crc32(concat(p.tag, 'g')) % 28), 0),
	crc32(concat(p.tag, 'l')) % 12 = 0,
	if(p.age between 4 and 26 and crc32(concat(p.tag, 'u')) % 3 > 0, 1 + crc32(concat(p.tag, 't')) % 7, 0),
	crc32(concat(p.tag, 'o')) % 15 > 0,
	crc32(concat(p.tag, 'h')) % 20 > 0,
	case crc32(concat(p.tag, 'y')) % 6 when 0 then 0 when 1 then 1 else null end,
	if(p.age > 70, crc32(concat(p.tag, 'b')) % 3, if(crc32(concat(p.tag, 'b')) % 10 = 0, 2, crc32(concat(p.tag, 'b')) % 2)),
	p.age between 18 and 60 and crc32(concat(p.tag, 'e')) % 2,
	if(crc32(concat(p.tag, 'c')) % 9 = 0, 1 + crc32(concat(p.tag, 'm')) % 3, 0),
	case crc32(concat(p.tag, 'z')) % 50 when 0 then 1 << 11 when 1 then 1 << 10 when 2 then 1 << 1 when 3 then 1 << 14 else 0 end,
	if(p.age < 20 and crc32(concat(p.tag, 'f')) % 3 = 0, 1 + crc32(concat(p.tag, 'a')) % 10, null),
	if(p.age < 20 and crc32(concat(p.tag, 'f')) % 3 = 0, 1 + crc32(concat(p.tag, 'n')) % 10, null),
	if(p.age > 55 and crc32(concat(p.tag, 'p')) % 3 > 0, crc32(concat(p.tag, 'q')) % 7, null),
	if(p.age > 55 and crc32(concat(p.tag, 'p')) % 4 > 0, 1 + crc32(concat(p.tag, 'w')) % 2, null)
from (
	select r.*, concat(r.seq, '.', r.m, '.') as tag,
		case
			when r.relation in (1, 2) then 20 + crc32(concat(r.seq, '.', r.m, 'age')) % 72
			when r.relation in (3, 4, 5) then crc32(concat(r.seq, '.', r.m, 'age')) % 36
			when r.relation in (6, 7) then 55 + crc32(concat(r.seq, '.', r.m, 'age')) % 42
			else 10 + crc32(concat(r.seq, '.', r.m, 'age')) % 70
		end as age
	from (
		select h.seq, s.seq + 1 as m,
			if(s.seq = 0, 1, if(s.seq = 1 and crc32(concat(h.seq, 'sp')) % 5 > 1, 2,
				elt(1 + crc32(concat(h.seq, s.seq, 'rel')) % 8, 3, 4, 3, 4, 5, 6, 8, 9))) as relation
		from scr_household h
		join seq_0_to_4 s on s.seq < 1 + crc32(concat(h.seq, 'size')) % 5
	) r
) p;

insert into scr_status (seq, m, status, first_day, last_day)
select m.seq, m.m, 1 + crc32(concat(m.seq, '.', m.m, 'st')) % 7,
	date_sub(%(day)s, interval crc32(concat(m.seq, '.', m.m, 'sf')) % 2000 day),
	if(crc32(concat(m.seq, '.', m.m, 'se')) % 3 = 0, date_add(%(day)s, interval crc32(concat(m.seq, '.', m.m, 'sl')) % 400 day), null)
from scr_member m
where m.m > 1 and crc32(concat(m.seq, '.', m.m, 'sx')) % 20 = 0;

insert into scr_income (seq, m, n, kind, amount, costs, first_month, last_month, item, new_job)
select x.seq, x.m, x.n, x.kind,
	if(x.kind = 1, 600000 + crc32(concat(x.tag, 'a')) % 3000000, crc32(concat(x.tag, 'a')) % 1200000),
	if(crc32(concat(x.tag, 'c')) % 4 = 0, crc32(concat(x.tag, 'd')) % 300000, 0),
	x.last_month - crc32(concat(x.tag, 'f')) % 14, x.last_month,
	if(x.kind = 4, coalesce(i.code, 0), 0),
	if(x.kind = 1 and crc32(concat(x.tag, 'j')) % 12 = 0, %(month)s - crc32(concat(x.tag, 'k')) % 12, null)
from (
	select m.seq, m.m, s.seq as n, concat(m.seq, '.', m.m, '.', s.seq, 'in') as tag,
		1 + crc32(concat(m.seq, '.', m.m, '.', s.seq, 'kind')) % 5 as kind,
		%(month)s - crc32(concat(m.seq, '.', m.m, '.', s.seq, 'last')) % 10 as last_month
	from scr_member m
	join seq_0_to_1 s
	where crc32(concat(m.seq, '.', m.m, '.', s.seq, 'has')) % 5 < 2 and m.birth < date_sub(%(day)s, interval 16 year)
) x
left join scr_word i on i.word = elt(1 + crc32(concat(x.tag, 'i')) % 6, '', '', %(item_1)s, %(item_2)s, %(item_3)s, 'unknown');

insert into scr_asset (seq, m, n, kind, value, area, quantity, item)
select x.seq, x.m, x.n, x.kind,
	case x.kind when 1 then crc32(concat(x.tag, 'v')) % 4000000 when 5 then crc32(concat(x.tag, 'v')) % 30000000
		else crc32(concat(x.tag, 'v')) % 9000000 end,
	if(x.kind = 3, 2000 + crc32(concat(x.tag, 'a')) % 12000, 0),
	1 + (crc32(concat(x.tag, 'q')) % 12 = 0),
	if(x.kind = 2 and crc32(concat(x.tag, 'i')) % 2, coalesce((select w.code from scr_word w where w.word = %(exempt)s), 0), 0)
from (
	select m.seq, m.m, s.seq as n, concat(m.seq, '.', m.m, '.', s.seq, 'as') as tag,
		elt(1 + crc32(concat(m.seq, '.', m.m, '.', s.seq, 'ask')) % 12, 1, 1, 1, 1, 1, 3, 3, 3, 2, 4, 5, 6) as kind
	from scr_member m
	join seq_0_to_1 s
	where crc32(concat(m.seq, '.', m.m, '.', s.seq, 'own')) % 3 = 0
) x;

insert into scr_expense (seq, m, n, kind, amount, first_month, last_month, public_fee)
select x.seq, x.m, x.n, x.kind, crc32(concat(x.tag, 'a')) % 6000000,
	x.last_month - crc32(concat(x.tag, 'f')) % 12, x.last_month,
	if(x.kind = 3 and crc32(concat(x.tag, 'p')) % 2, crc32(concat(x.tag, 'g')) % 900000, null)
from (
	select m.seq, m.m, s.seq as n, concat(m.seq, '.', m.m, '.', s.seq, 'ex') as tag,
		1 + crc32(concat(m.seq, '.', m.m, '.', s.seq, 'exk')) % 5 as kind,
		%(month)s - crc32(concat(m.seq, '.', m.m, '.', s.seq, 'exl')) % 8 as last_month
	from scr_member m
	join seq_0_to_1 s
	where crc32(concat(m.seq, '.', m.m, '.', s.seq, 'exh')) % 4 = 0
) x;

insert into scr_obligor (seq, m, n, relation, income, persons, supported, together, age, awarded, reason)
select x.seq, 1, x.n, if(crc32(concat(x.tag, 'r')) % 4 = 0, coalesce((select w.code from scr_word w where w.word = %(relation)s), 0), 0),
	crc32(concat(x.tag, 'i')) % 1500000, 1 + crc32(concat(x.tag, 'p')) % 5, 1 + crc32(concat(x.tag, 's')) % 2,
	1 + crc32(concat(x.tag, 't')) % 4,
	if(crc32(concat(x.tag, 'a')) % 5 = 0, null, 25 + crc32(concat(x.tag, 'g')) % 60),
	if(crc32(concat(x.tag, 'w')) % 15 = 0, crc32(concat(x.tag, 'v')) % 60000, null),
	case crc32(concat(x.tag, 'n')) % 8
		when 0 then coalesce((select w.code from scr_word w where w.word = %(reason_1)s), 0)
		when 1 then coalesce((select w.code from scr_word w where w.word = %(reason_2)s), 0)
		when 2 then -1
		else 0
	end
from (
	select h.seq, s.seq as n, concat(h.seq, '.', s.seq, 'ob') as tag
	from scr_household h
	join seq_0_to_1 s
	where crc32(concat(h.seq, '.', s.seq, 'obh')) % 6 = 0
) x
