"""What donors may read of disbursements: no family to be told from a small cell, no yuan lost."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from social_assistance.domain.privacy.small_counts import (
	PublishedDisbursement,
	build_public_rows,
	group_into_cells,
)

hand_overs = st.builds(
	PublishedDisbursement,
	household=st.integers(1, 12).map(str),
	township=st.sampled_from(("甲镇", "乙镇", "丙街道")),
	kind=st.sampled_from(("Education", "Medical")),
	month=st.sampled_from(("2026-01", "2026-02", "2026-03")),
	amount=st.integers(1, 99999).map(lambda fen: Decimal(fen) / 100),
	is_delivered=st.booleans(),
)


@given(st.lists(hand_overs, max_size=40), st.integers(0, 8))
def test_no_place_or_kind_is_told_of_few_households_and_every_yuan_is(rows, fewest):
	shown = build_public_rows(rows, fewest)
	for row in shown:
		if row.township or row.kind:
			assert row.households >= fewest
		assert row.households is None or row.households >= fewest
	assert sum(row.amount for row in shown) == sum(row.amount for row in rows)
	assert sum(row.delivered_amount for row in shown) == sum(row.amount for row in rows if row.is_delivered)
	assert len({(row.township, row.kind) for row in shown}) == len(shown)


@given(st.lists(hand_overs, max_size=40), st.integers(2, 8))
def test_a_family_alone_in_its_cell_never_stands_there(rows, fewest):
	shown = {(row.township, row.kind) for row in build_public_rows(rows, fewest)}
	for cell in {(row.township, row.kind) for row in rows}:
		families = {row.household for row in rows if (row.township, row.kind) == cell}
		assert (cell in shown) == (len(families) >= fewest)


def test_merging_goes_by_township_then_kind_then_all():
	def row(number, township, kind):
		return PublishedDisbursement(str(number), township, kind, "2026-03", Decimal("100.00"), True)

	rows = [row(n, "甲镇", "Education") for n in range(3)]
	rows += [row(3, "甲镇", "Medical"), row(4, "甲镇", "Living"), row(5, "甲镇", "Housing")]
	rows += [row(6, "乙镇", "Education"), row(7, "丙街道", "Education"), row(8, "乙镇", "Education")]
	rows += [row(9, "丙街道", "Medical")]
	shown = [(r.township, r.kind, r.households, r.amount) for r in build_public_rows(rows, 3)]
	assert shown == [
		("", "Education", 3, 300),
		("甲镇", "", 3, 300),
		("甲镇", "Education", 3, 300),
		("", "", None, 100),
	]


@given(st.lists(hand_overs, max_size=40), st.integers(0, 8))
def test_every_row_stands_in_one_cell_that_is_large_enough_or_tells_nothing(rows, fewest):
	cells = group_into_cells(rows, fewest)
	assert sorted(map(repr, rows)) == sorted(repr(row) for found in cells.values() for row in found)
	for (township, kind), found in cells.items():
		assert {township or row.township for row in found} == {row.township for row in found}
		assert {kind or row.kind for row in found} == {row.kind for row in found}
		if township or kind:
			assert len({row.household for row in found}) >= fewest
