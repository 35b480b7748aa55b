-- Facts of the next households of a subtree from the registry. Parameters: after, size, day, month, lft, rgt, oldest, alone_bit.
insert into scr_household (seq, household, residence)
select row_number() over (order by b.name), b.name, if(b.residence_class = 'Rural', 2, 1)
from (
	select h.name, h.residence_class
	from `tabRegistry Household` h
	join `tabAdministrative Division` d on d.name = h.division
	where h.name > %(after)s and h.household_status = 'Active' and d.lft >= %(lft)s and d.rgt <= %(rgt)s
	order by h.name
	limit %(size)s
) b;

update scr_household b
join (
	select a.household, bit_or(1 << c.code) as held
	from scr_household k
	join `tabBenefit Award` a on a.household = k.household
	join scr_code c on c.list = 'scheme' and c.word = a.scheme
	where coalesce(a.person, '') = '' and a.award_status <> 'Stopped'
	group by a.household
) x on x.household = b.household
set b.schemes = x.held;

insert into scr_member (
	seq, m, person, relation, birth, is_applicant, disabilities, study, independent, labour, employed, father, mother
)
select b.seq, row_number() over (partition by b.seq order by s.idx, s.name), p.name, coalesce(r.code, 9), p.birth_date,
	s.person = h.head_person,
	if(t.code is null or coalesce(p.disability_level, '') = '', 0, 1 << ((t.code - 1) * 4 + p.disability_level - 1)),
	if(p.is_student, coalesce(g.code, 0), 0),
	coalesce(p.labour_ability, '') <> 'None', coalesce(l.code, 0),
	coalesce(p.employment_status, '') in ('Employed', 'Flexible Employment', 'Farming'),
	if(p.child_class = 'Orphan', 2, null), if(p.child_class = 'Orphan', 2, null)
from scr_household b
join `tabRegistry Household` h on h.name = b.household
join `tabHousehold Membership` s on s.parent = h.name and s.parenttype = 'Registry Household'
	and s.from_date <= %(day)s and (s.to_date is null or s.to_date >= %(day)s)
join `tabRegistry Person` p on p.name = s.person and p.birth_date <= %(day)s
left join scr_code r on r.list = 'relation' and r.word = s.relation
left join scr_code t on t.list = 'disability' and t.word = p.disability_type
left join scr_code g on g.list = 'study' and g.word = p.study_stage
left join scr_code l on l.list = 'labour' and l.word = p.labour_ability;

-- Children whose head of household brings them up without a partner.
update scr_member m
join (
	select k.seq
	from scr_member k
	join `tabRegistry Person` p on p.name = k.person
	left join scr_member w on w.seq = k.seq and w.relation = 2
	where k.relation = 1 and w.seq is null and p.marital_status in ('Widowed', 'Divorced', 'Unmarried')
) x on x.seq = m.seq
set m.circumstances = 1 << %(alone_bit)s
where m.relation in (3, 4) and %(alone_bit)s >= 0;

update scr_member m
join (
	select distinct i.parent
	from scr_member k
	join `tabPerson Illness` i on i.parent = k.person and i.parenttype = 'Registry Person'
	where i.illness_class = 'Serious Illness'
		and (i.diagnosed_on is null or i.diagnosed_on <= %(day)s) and (i.ended_on is null or i.ended_on >= %(day)s)
) x on x.parent = m.person
set m.ill = 1;

update scr_member m
join (
	select a.person, bit_or(1 << c.code) as held
	from scr_member k
	join `tabBenefit Award` a on a.person = k.person
	join scr_code c on c.list = 'scheme' and c.word = a.scheme
	where a.award_status <> 'Stopped'
	group by a.person
) x on x.person = m.person
set m.schemes = x.held;

insert into scr_status (seq, m, status, first_day, last_day)
select k.seq, k.m, c.code, s.from_date, s.to_date
from scr_member k
join `tabPerson Status` s on s.parent = k.person and s.parenttype = 'Registry Person'
join scr_code c on c.list = 'status' and c.word = s.status;

insert into scr_status (seq, m, status, first_day)
select k.seq, k.m, 1, p.deceased_on
from scr_member k
join `tabRegistry Person` p on p.name = k.person
left join scr_status s on s.seq = k.seq and s.m = k.m and s.status = 1
where p.deceased_on is not null and s.seq is null;

-- What became of the parents that the registry names.
update scr_member m
join (
	select v.seq, v.m, max(if(v.sex = 'Male', v.standing, null)) as father, max(if(v.sex = 'Female', v.standing, null)) as mother
	from (
		select k.seq, k.m, p.sex, case
				when p.deceased_on <= %(day)s or u.standing = 1 then 2
				when u.standing is not null then case u.standing when 4 then 3 when 2 then 6 else 7 end
				when coalesce(p.disability_type, '') <> '' and coalesce(p.disability_level, '') in ('1', '2') then 4
				when y.parent is not null then 5
				else 1
			end as standing
		from scr_member k
		join `tabKin Link` n on n.parent = k.person and n.parenttype = 'Registry Person' and n.relation = 'Parent'
		join `tabRegistry Person` p on p.name = n.relative
		left join (
			select s.parent, min(case c.code when 1 then 1 when 4 then 4 when 2 then 5 else 6 end) as worst,
				case min(case c.code when 1 then 1 when 4 then 4 when 2 then 5 else 6 end)
					when 1 then 1 when 4 then 4 when 5 then 2 else 3 end as standing
			from `tabPerson Status` s
			join scr_code c on c.list = 'status' and c.word = s.status and c.code in (1, 2, 3, 4)
			where s.parenttype = 'Registry Person' and s.from_date <= %(day)s and (s.to_date is null or s.to_date >= %(day)s)
				and s.parent in (
					select o.relative from scr_member e
					join `tabKin Link` o on o.parent = e.person and o.relation = 'Parent'
				)
			group by s.parent
		) u on u.parent = p.name
		left join (
			select distinct i.parent from `tabPerson Illness` i
			where i.illness_class = 'Serious Illness' and i.parenttype = 'Registry Person'
				and (i.diagnosed_on is null or i.diagnosed_on <= %(day)s) and (i.ended_on is null or i.ended_on >= %(day)s)
				and i.parent in (
					select o.relative from scr_member e
					join `tabKin Link` o on o.parent = e.person and o.relation = 'Parent'
				)
		) y on y.parent = p.name
	) v
	group by v.seq, v.m
) x on x.seq = m.seq and x.m = m.m
set m.father = coalesce(m.father, x.father), m.mother = coalesce(m.mother, x.mother);

update scr_member m
join (
	select k.seq, k.m, (
		select a.name from `tabSelf-care Assessment` a
		where a.person = k.person and a.docstatus = 1 and a.assessed_on <= %(day)s
		order by a.assessed_on desc, a.creation desc limit 1
	) as assessment
	from scr_member k
) x on x.seq = m.seq and x.m = m.m
join `tabSelf-care Assessment` a on a.name = x.assessment
left join scr_code c on c.list = 'form' and c.word = a.care_form
set m.failed_items = a.failed_items, m.care_form = c.code;

-- The economy as it was last assessed; its lines are taken to run on as they did.
create or replace temporary table scr_basis (
	seq int unsigned not null primary key, assessment varchar(140) not null, applicant varchar(140) null, as_of date not null
) engine=MEMORY;

insert into scr_basis (seq, assessment, applicant, as_of)
select b.seq, a.name, q.applicant, a.as_of_date
from (
	select k.seq, (
		select s.name from `tabMeans Assessment` s
		where s.household = k.household and s.docstatus = 1 and s.as_of_date >= %(oldest)s
		order by s.as_of_date desc, s.creation desc limit 1
	) as assessment
	from scr_household k
) b
join `tabMeans Assessment` a on a.name = b.assessment
left join `tabAssistance Application` q on q.name = a.application;

update scr_household b join scr_basis a on a.seq = b.seq set b.known = 1;

update scr_household b
join scr_basis a on a.seq = b.seq
join (
	select j.parent,
		max(if(j.asset_kind = 'Money', j.is_accepted, null)) as money, max(if(j.asset_kind = 'Vehicle', j.is_accepted, null)) as vehicle,
		max(if(j.asset_kind = 'House', j.is_accepted, null)) as home,
		max(if(j.asset_kind = 'Non-residential Property', j.is_accepted, null)) as property,
		max(if(j.asset_kind = 'Business Share', j.is_accepted, null)) as business
	from scr_basis k
	join `tabAsset Judgement` j on j.parent = k.assessment
	group by j.parent
) x on x.parent = a.assessment
set b.judged_money = x.money, b.judged_vehicle = x.vehicle, b.judged_home = x.home, b.judged_property = x.property,
	b.judged_business = x.business;

insert into scr_income (seq, m, n, kind, amount, costs, first_month, last_month, item, new_job)
select b.seq, m.m, i.idx, c.code, round(i.gross_amount * 100), round(coalesce(i.cost_amount, 0) * 100),
	%(month)s - if(i.period_from is not null and i.period_to is not null,
		period_diff(extract(year_month from i.period_to), extract(year_month from i.period_from)) + 1, greatest(1, i.months)),
	%(month)s - 1, coalesce(w.code, 0), year(i.new_job_since) * 12 + month(i.new_job_since) - 1
from scr_basis b
join `tabAssessment Income` i on i.parent = b.assessment
join scr_member m on m.seq = b.seq and m.person = coalesce(nullif(i.person, ''), b.applicant)
join scr_code c on c.list = 'income' and c.word = i.income_kind
left join scr_word w on w.word = i.item;

insert into scr_asset (seq, m, n, kind, value, area, quantity, item)
select b.seq, m.m, i.idx, c.code, round(i.value * 100), round(coalesce(i.area, 0) * 100), greatest(1, coalesce(i.quantity, 1)),
	coalesce(w.code, 0)
from scr_basis b
join `tabAssessment Asset` i on i.parent = b.assessment
join scr_member m on m.seq = b.seq and m.person = coalesce(nullif(i.person, ''), b.applicant)
join scr_code c on c.list = 'asset' and c.word = i.asset_kind
left join scr_word w on w.word = i.item;

insert into scr_expense (seq, m, n, kind, amount, first_month, last_month, public_fee)
select b.seq, m.m, i.idx, c.code, round(i.amount * 100),
	%(month)s - if(i.period_from is not null and i.period_to is not null,
		period_diff(extract(year_month from i.period_to), extract(year_month from i.period_from)) + 1, greatest(1, i.months)),
	%(month)s - 1, if(i.public_fee > 0, round(i.public_fee * 100), null)
from scr_basis b
join `tabAssessment Expense` i on i.parent = b.assessment
join scr_member m on m.seq = b.seq and m.person = coalesce(nullif(i.person, ''), b.applicant)
join scr_code c on c.list = 'expense' and c.word = i.expense_kind;

insert into scr_obligor (seq, m, n, relation, income, persons, supported, together, age, awarded, reason)
select b.seq, m.m, i.idx, coalesce(r.code, 0), round(coalesce(i.monthly_income, 0) * 100),
	greatest(1, coalesce(i.household_members, 1)), greatest(1, coalesce(i.supported_persons, 1)),
	greatest(1, coalesce(i.obligors_together, 1)), if(i.age > 0, i.age + timestampdiff(year, b.as_of, %(day)s), null),
	if(i.agreed_amount > 0, round(i.agreed_amount * 100), null), if(i.is_unable, coalesce(w.code, -1), 0)
from scr_basis b
join `tabAssessment Obligor` i on i.parent = b.assessment
join scr_member m on m.seq = b.seq and m.person = coalesce(nullif(i.member, ''), b.applicant)
left join scr_word r on r.word = i.relation
left join scr_word w on w.word = trim(i.unable_reason)
