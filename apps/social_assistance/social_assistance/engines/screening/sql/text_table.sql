-- What is said to the village about each proposal; rule 0 stands for the scheme itself, others for a referral rule.
create or replace temporary table scr_text (
	bit tinyint not null, rule int not null, scheme varchar(140) not null, reason varchar(500) not null,
	citation varchar(140) not null, needs_economy tinyint not null, held_mask bigint not null,
	primary key (bit, rule)
) engine=MEMORY
