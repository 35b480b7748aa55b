-- Facts of one batch of households. Money in fen, months as year * 12 + month - 1, closed lists as the codes of codes.py.
-- Other words are numbers of scr_word: 0 none or without a rule, -1 a reason that the policy does not know.
-- known: 1 economy by the last assessment, 2 implied by what is paid now, 0 not known.
create or replace temporary table scr_household (
	seq int unsigned not null primary key,
	household varchar(140) character set ascii not null,
	residence tinyint not null,
	schemes int unsigned not null default 0,
	known tinyint not null default 0,
	judged_money tinyint null, judged_vehicle tinyint null, judged_home tinyint null,
	judged_property tinyint null, judged_business tinyint null
) engine=MEMORY;

create or replace temporary table scr_member (
	seq int unsigned not null,
	m smallint unsigned not null,
	person varchar(140) character set ascii not null,
	relation tinyint not null,
	birth date not null,
	is_applicant tinyint not null default 0,
	disabilities int unsigned not null default 0,
	ill tinyint not null default 0,
	study tinyint not null default 0,
	independent tinyint not null default 1,
	together tinyint not null default 1,
	duty tinyint null,
	labour tinyint not null default 0,
	employed tinyint not null default 0,
	circumstances int unsigned not null default 0,
	schemes int unsigned not null default 0,
	father tinyint null, mother tinyint null,
	failed_items tinyint null, care_form tinyint null,
	primary key (seq, m) using btree
) engine=MEMORY;

create or replace temporary table scr_status (
	seq int unsigned not null,
	m smallint unsigned not null,
	status tinyint not null,
	first_day date not null,
	last_day date null,
	key (seq, m) using btree
) engine=MEMORY;

create or replace temporary table scr_income (
	seq int unsigned not null,
	m smallint unsigned not null,
	n smallint unsigned not null,
	kind tinyint not null,
	amount bigint not null,
	costs bigint not null default 0,
	first_month int not null,
	last_month int not null,
	item smallint not null default 0,
	new_job int null,
	primary key (seq, m, n) using btree
) engine=MEMORY;

create or replace temporary table scr_asset (
	seq int unsigned not null,
	m smallint unsigned not null,
	n smallint unsigned not null,
	kind tinyint not null,
	value bigint not null default 0,
	area bigint not null default 0,
	quantity int not null default 1,
	item smallint not null default 0,
	primary key (seq, m, n) using btree
) engine=MEMORY;

create or replace temporary table scr_expense (
	seq int unsigned not null,
	m smallint unsigned not null,
	n smallint unsigned not null,
	kind tinyint not null,
	amount bigint not null,
	first_month int not null,
	last_month int not null,
	public_fee bigint null,
	primary key (seq, m, n) using btree
) engine=MEMORY;

create or replace temporary table scr_obligor (
	seq int unsigned not null,
	m smallint unsigned not null,
	n smallint unsigned not null,
	relation smallint not null default 0,
	income bigint not null default 0,
	persons int not null default 1,
	supported int not null default 1,
	together int not null default 1,
	age int null,
	awarded bigint null,
	reason smallint not null default 0,
	primary key (seq, m, n) using btree
) engine=MEMORY
