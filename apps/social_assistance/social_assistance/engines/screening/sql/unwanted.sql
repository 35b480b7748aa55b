-- What was answered not long ago or is being applied for is not proposed again. Parameters: quiet_since.
create or replace temporary table scr_unwanted (
	seq int unsigned not null, m smallint unsigned not null, scheme varchar(140) not null,
	primary key (seq, m, scheme) using btree
) engine=MEMORY;

insert ignore into scr_unwanted (seq, m, scheme)
select b.seq, coalesce(m.m, 0), k.scheme
from scr_household b
join `tabScreening Candidate` k on k.household = b.household
left join scr_member m on m.seq = b.seq and m.person = k.person
where k.candidate_status <> 'To Answer' and k.answered_on >= %(quiet_since)s;

insert ignore into scr_unwanted (seq, m, scheme)
select b.seq, coalesce(m.m, 0), a.scheme
from scr_household b
join `tabAssistance Application` a on a.household = b.household and a.case_status = 'Open'
join `tabAssistance Scheme` s on s.name = a.scheme
left join scr_member m on m.seq = b.seq and m.person = a.applicant and s.unit = 'Person'
