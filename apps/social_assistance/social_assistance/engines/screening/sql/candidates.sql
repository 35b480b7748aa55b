-- Results that the household or person does not have yet, as candidates; an open one is not proposed twice.
-- Parameters: run, user, now, day, quiet_since, words for each scheme in scr_text.
insert ignore into `tabScreening Candidate` (
	name, creation, modified, owner, modified_by, docstatus, idx, screening_run, scheme, household, person, subject_name, division,
	candidate_status, found_on, needs_judgement, basis, reason, counted_income, income_limit, persons, monthly_amount,
	citation, candidate_key
)
select left(md5(concat_ws('|', %(run)s, b.household, m.person, t.scheme)), 20), %(now)s, %(now)s, %(user)s, %(user)s, 0, 0,
	%(run)s, t.scheme, b.household, m.person, coalesce(p.person_name, h.head_name), h.division, 'To Answer', %(day)s, r.outcome > 1,
	if(t.needs_economy, if(b.known = 1, 'Assessment', 'Present Payment'), 'Not Needed'),
	replace(replace(replace(t.reason,
		'{income}', format(coalesce(r.income, 0) / 100, 2)),
		'{limit}', format(coalesce(r.income_limit, 0) / 100, 2)),
		'{persons}', coalesce(r.persons, 0)),
	r.income / 100, r.income_limit / 100, coalesce(r.persons, 0), (r.base + r.topup + r.care) / 100, t.citation,
	concat_ws('|', b.household, coalesce(m.person, ''), t.scheme)
from scr_result r
join scr_household b on b.seq = r.seq
join scr_policy c
join scr_text t on t.bit = r.scheme and t.rule = 0
join `tabRegistry Household` h on h.name = b.household
left join scr_member m on m.seq = r.seq and m.m = r.m
left join `tabRegistry Person` p on p.name = m.person
left join scr_unwanted u on u.seq = r.seq and u.m = r.m and u.scheme = t.scheme
where (r.outcome in (1, 2) or (r.outcome = 3 and r.scheme = c.tekun_bit))
	and (b.known > 0 or not t.needs_economy)
	and ((b.schemes | coalesce(m.schemes, 0)) & t.held_mask) = 0
	and u.seq is null;

insert ignore into `tabScreening Candidate` (
	name, creation, modified, owner, modified_by, docstatus, idx, screening_run, scheme, household, person, subject_name, division,
	candidate_status, found_on, needs_judgement, basis, reason, citation, candidate_key
)
select left(md5(concat_ws('|', %(run)s, b.household, m.person, t.scheme)), 20), %(now)s, %(now)s, %(user)s, %(user)s, 0, 0,
	%(run)s, t.scheme, b.household, m.person, coalesce(p.person_name, h.head_name), h.division, 'To Answer', %(day)s, 0, 'Not Needed', t.reason, t.citation,
	concat_ws('|', b.household, coalesce(m.person, ''), t.scheme)
from scr_referral r
join scr_household b on b.seq = r.seq
join scr_text t on t.rule = r.rule and t.rule > 0
join `tabRegistry Household` h on h.name = b.household
left join scr_member m on m.seq = r.seq and m.m = r.m
left join `tabRegistry Person` p on p.name = m.person
left join scr_unwanted u on u.seq = r.seq and u.m = r.m and u.scheme = t.scheme
where u.seq is null
