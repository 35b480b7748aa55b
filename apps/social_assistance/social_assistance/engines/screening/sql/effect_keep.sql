-- Set the totals of the first version aside.
create or replace temporary table scr_before (primary key (seq)) engine=MEMORY
select t.seq, t.amount, t.entitled from scr_total t
