-- What each household with a known economy has a right to under the rules loaded now: its own class, and personal schemes that
-- a member holds. Left in scr_total.
create or replace temporary table scr_total (
	seq int unsigned not null primary key, amount bigint not null, entitled tinyint not null
) engine=MEMORY;

insert into scr_total (seq, amount, entitled)
select b.seq, 0, 0 from scr_household b where b.known > 0;

update scr_total t
join (
	select r.seq, sum(r.base + r.topup + r.care) as amount
	from scr_result r
	left join scr_member m on m.seq = r.seq and m.m = r.m
	where r.outcome in (1, 2) and (r.m = 0 or (m.schemes >> r.scheme) & 1)
	group by r.seq
) x on x.seq = t.seq
set t.amount = x.amount, t.entitled = 1
