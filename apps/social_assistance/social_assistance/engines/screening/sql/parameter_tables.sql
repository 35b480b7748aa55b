-- Rules of one policy version on one day. Money in fen, shares in ten-thousandths, lists as bits of codes.py.
create or replace temporary table scr_policy (
	day date not null, month int not null, income_window int not null, average tinyint not null,
	cost_method tinyint not null, cost_rate bigint not null, disregard_months int null,
	recipient_mask bigint not null, ladder_mask bigint not null,
	adult_age int not null, study_mask bigint not null, duty_mask bigint not null,
	dibao_inclusive tinyint not null, dibao_tiers tinyint not null, dibao_rounding tinyint not null,
	floor_kind tinyint not null, floor_per_person tinyint not null,
	support_method tinyint not null, support_exempt_age int null, single_exempt_age int null,
	topup_sum tinyint not null, topup_cap bigint null, topup_rounding tinyint not null,
	has_single tinyint not null, single_disabilities bigint not null, single_ill tinyint not null,
	single_clergy tinyint not null, single_full tinyint not null,
	has_tekun tinyint not null, tekun_min_age int not null, tekun_below_age int not null,
	tekun_disabilities bigint not null, tekun_minor_until int not null, tekun_study_mask bigint not null,
	tekun_inclusive tinyint not null, has_care tinyint not null, care_partial_from int not null, care_full_from int not null,
	has_children tinyint not null, child_below_age int not null, child_study_mask bigint not null,
	orphan_mask bigint not null, unsupported_mask bigint not null,
	has_margin tinyint not null, margin_inclusive tinyint not null,
	has_rigid tinyint not null, rigid_inclusive tinyint not null, rigid_ratio bigint not null, rigid_window int not null,
	urban_bit tinyint not null, rural_bit tinyint not null, single_bit tinyint not null, tekun_bit tinyint not null,
	margin_bit tinyint not null, rigid_bit tinyint not null, orphan_bit tinyint not null, unsupported_bit tinyint not null,
	bit_tekun bigint not null, same_b tinyint not null, same_g tinyint not null
) engine=MEMORY;

create or replace temporary table scr_standard (
	residence tinyint not null primary key, standard bigint not null,
	disregard_cap bigint not null, cost_standard bigint not null, cost_disabled bigint null, cost_cap bigint null,
	support_threshold bigint not null, floor_unit bigint not null, margin_head bigint not null,
	disposable_income bigint not null, tekun_basic bigint not null,
	orphan_centralised bigint not null, orphan_dispersed bigint not null,
	unsupported_centralised bigint not null, unsupported_dispersed bigint not null,
	conflict_dibao bigint not null, conflict_margin bigint not null, conflict_rigid bigint not null,
	excluded_dibao bigint not null, excluded_margin bigint not null, excluded_rigid bigint not null,
	excluded_tekun bigint not null, excluded_orphan bigint not null, excluded_unsupported bigint not null,
	excluded_single bigint not null
) engine=MEMORY;

create or replace temporary table scr_asset_limit (
	residence tinyint not null, class tinyint not null,
	money_head bigint null, money_inclusive tinyint not null, vehicles int null, vehicle_value bigint null,
	homes int null, area_head bigint null, property int null, capital bigint null,
	primary key (residence, class) using btree
) engine=MEMORY;

create or replace temporary table scr_item (
	item smallint not null, class tinyint not null, share bigint not null, average tinyint null,
	primary key (item, class) using btree
) engine=MEMORY;

create or replace temporary table scr_exempt_item (item smallint not null primary key) engine=MEMORY;

create or replace temporary table scr_kind_window (kind tinyint not null primary key, months int not null) engine=MEMORY;

create or replace temporary table scr_status_rule (status tinyint not null, months int not null) engine=MEMORY;

create or replace temporary table scr_support_rate (together int not null primary key, rate bigint not null) engine=MEMORY;

create or replace temporary table scr_exempt (
	relation smallint not null primary key, always tinyint not null, single tinyint not null
) engine=MEMORY;

create or replace temporary table scr_inability (reason smallint not null primary key, min_age int null) engine=MEMORY;

create or replace temporary table scr_deduction (
	rule int not null, residence tinyint not null, kind tinyint not null, share bigint not null, cap bigint null,
	primary key (residence, kind, rule) using btree
) engine=MEMORY;

create or replace temporary table scr_rigid_kind (
	residence tinyint not null, kind tinyint not null, cap bigint null, primary key (residence, kind) using btree
) engine=MEMORY;

create or replace temporary table scr_tier (
	residence tinyint not null, n int not null, below_share bigint not null, pay bigint not null, primary key (residence, n) using btree
) engine=MEMORY;

create or replace temporary table scr_topup (
	n int not null primary key, share bigint not null, min_age int null, max_age int null, disabilities bigint null,
	ill tinyint not null, circumstances bigint not null, for_single tinyint not null
) engine=MEMORY;

create or replace temporary table scr_care (
	residence tinyint not null, level tinyint not null, form tinyint not null, amount bigint not null,
	primary key (residence, level, form) using btree
) engine=MEMORY;

create or replace temporary table scr_referral_rule (
	rule int not null primary key, scheme tinyint not null, holders bigint not null, need tinyint not null,
	study_mask bigint not null, min_age int not null, max_age int null, circumstance int not null,
	for_household tinyint not null
) engine=MEMORY;

create or replace temporary table scr_word (
	word varchar(140) collate utf8mb4_bin not null primary key, code smallint not null
) engine=MEMORY;

create or replace temporary table scr_code (
	list varchar(20) character set ascii not null, word varchar(60) collate utf8mb4_bin not null, code smallint not null,
	primary key (list, word)
) engine=MEMORY
