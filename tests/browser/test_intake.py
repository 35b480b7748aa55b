"""The counter on the desk: a clerk files a family of three by clicks and keys, then by keys alone, and finds it again."""

import random
import sys
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness.browser import Desk
from social_assistance.walkthrough.family import build_card_number

CLERK, ASSISTANT = "clerk.hedong@social.localhost", "assistant.hedong@social.localhost"
PAGE = "family-intake"
DISTRICT = "419802"
# Beyond what the family itself tells: names, numbers, address, phone, account.
MOST_ACTIONS = 30
PICTURE = bytes.fromhex(
	"89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
	"0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)
PHONE_SCREEN = {"width": 390, "height": 844}
MOST_TABS = 80


@dataclass
class Hand:
	"""A clerk at the desk, whose clicks and keys are counted; what the family tells is counted apart."""

	desk: Desk
	picture: Path
	actions: int = 0
	data: int = 0
	tabs: int = 0

	def __post_init__(self) -> None:
		# Somebody always listens: switched on with the press, the browser may open its own dialog before.
		self.desk.page.on("filechooser", lambda _chosen: None)

	def click(self, selector: str) -> None:
		"""One click."""
		self.desk.page.click(selector)
		self.actions += 1
		self.desk.settle()

	def press(self, key: str) -> None:
		"""One key that does something; Tab only wanders."""
		self.desk.page.keyboard.press(key)
		if key == "Tab":
			self.tabs += 1
		else:
			self.actions += 1
			self.desk.settle()

	def tell(self, text: str) -> None:
		"""What the family says or shows, typed where the cursor is."""
		self.desk.page.keyboard.type(text)
		self.data += 1

	def tab_to(self, selector: str) -> None:
		"""Wander with Tab until the cursor is there."""
		for _step in range(MOST_TABS):
			if self.desk.page.evaluate("(it) => document.activeElement?.matches(it)", selector):
				return
			self.press("Tab")
		raise AssertionError(f"Tab does not lead to {selector}")

	def attach(self, act: Callable[[], None]) -> None:
		"""Choose the picture in the browser's own dialog, which one action opens."""
		with self.desk.page.expect_file_chooser() as chosen:
			act()
		with self.desk.page.expect_response("**/upload_file"):
			chosen.value.set_files(self.picture)
		self.desk.page.wait_for_function("() => document.activeElement?.matches('.intake-there')")
		self.desk.settle()

	def wait_for_field(self, name: str) -> None:
		"""Until the page has put the cursor there."""
		self.desk.page.wait_for_function(
			"(name) => document.activeElement?.dataset?.field === name", arg=name
		)


@pytest.fixture
def drawn() -> random.Random:
	"""Numbers that no other run has used."""
	return random.Random(uuid.uuid4().int)


@pytest.fixture
def picture(tmp_path: Path, drawn: random.Random) -> Path:
	"""A photograph, as far as the product looks."""
	path = tmp_path / f"{drawn.randrange(10**9)}.png"
	path.write_bytes(PICTURE)
	return path


def number(drawn: random.Random, year: int, sex: int) -> str:
	"""An ID number of the demo district; `sex` is 1 for men and 0 for women."""
	from social_assistance.domain.registry.identifiers import citizen_id_check_character

	day = f"{year}{drawn.randint(1, 12):02d}{drawn.randint(1, 28):02d}"
	first_17 = f"{DISTRICT}{day}{drawn.randint(10, 99)}{drawn.randrange(sex, 10, 2)}"
	return first_17 + citizen_id_check_character(first_17)


def tell_members(hand: Hand, drawn: random.Random) -> None:
	"""Three people: number and Enter, name and Enter."""
	people = ((1980, 1, "王建国"), (1982, 0, "李秀英"), (2015, 0, "王小雨"))
	for place, (year, sex, name) in enumerate(people):
		hand.wait_for_field(f"members.{place}.id_number")
		hand.tell(number(drawn, year, sex))
		hand.press("Enter")
		hand.wait_for_field(f"members.{place}.person_name")
		hand.tell(name)
		hand.press("Enter")
	hand.wait_for_field("members.3.id_number")


def open_page(hand: Hand) -> None:
	"""F2 from the home, as a clerk would."""
	hand.desk.open("", ".widget")
	hand.press("F2")
	hand.desk.page.wait_for_selector(".intake-row")
	hand.desk.settle()


def accept(hand: Hand, act: Callable[[str], None]) -> None:
	"""Accept the filed case after its one question, by a way to press buttons."""
	hand.desk.page.wait_for_selector("[data-after=accept]")
	act("[data-after=accept]")
	hand.desk.page.wait_for_selector(".modal.show .btn-primary")
	hand.desk.settle()
	act(".modal.show .btn-primary")
	hand.desk.page.wait_for_selector("[data-after=print-acceptance]")


def village_of(hand: Hand) -> None:
	"""The village stands there already, or is chosen once."""
	place = hand.desk.page.locator("[data-field=division]")
	if not place.input_value():
		place.select_option(index=1)
		hand.actions += 1
		hand.desk.settle()


def begin_family(opened: Desk, picture: Path, drawn: random.Random) -> Hand:
	"""A family of three on the page, and its village."""
	hand = Hand(opened, picture)
	open_page(hand)
	tell_members(hand, drawn)
	village_of(hand)
	return hand


def test_a_family_of_three_is_filed_and_accepted_by_few_clicks(
	desk: Callable[..., Desk],
	picture: Path,
	drawn: random.Random,
	tmp_path: Path,
	capsys: pytest.CaptureFixture,
) -> None:
	hand = begin_family(desk(CLERK), picture, drawn)
	page = hand.desk.page
	for name, text in (
		("phone", "13800001234"),
		("address", "一组8号"),
		("bank_account", build_card_number(drawn)),
	):
		page.fill(f"[data-field={name}]", text)
		hand.data += 1
	page.fill("[data-field=bank_name]", "农村信用社")
	hand.data += 1
	hand.click("[data-field=is_told_and_willing]")
	for upload in ("consent.0", "consent.1", "paper.application_form", "paper.identity_card", "card_photo"):
		hand.attach(lambda upload=upload: hand.click(f'[data-upload="{upload}"]'))
	hand.desk.screenshot(tmp_path / "intake.png")
	hand.click("[data-save]")
	accept(hand, hand.click)
	hand.desk.screenshot(tmp_path / "filed.png")
	with page.context.expect_page() as sheet:
		hand.click("[data-after=print-acceptance]")
	assert "受理通知书" in sheet.value.inner_text("body")
	with capsys.disabled():
		sys.stdout.write(
			f"\nintake by clicks: {hand.actions} clicks and keys beside {hand.data} of the family's own data\n"
		)
	assert hand.actions <= MOST_ACTIONS


def test_the_same_by_keys_alone(
	desk: Callable[..., Desk], picture: Path, drawn: random.Random, capsys: pytest.CaptureFixture
) -> None:
	hand = Hand(desk(CLERK), picture)
	open_page(hand)
	tell_members(hand, drawn)
	hand.tab_to("[data-field=division]")
	if not hand.desk.page.locator("[data-field=division]").input_value():
		hand.press("ArrowDown")
	hand.tab_to("[data-field=is_told_and_willing]")
	hand.press("Space")
	for upload in ("consent.0", "consent.1", "paper.application_form", "paper.identity_card"):
		hand.tab_to(f'[data-upload="{upload}"]')
		hand.attach(lambda: hand.desk.page.keyboard.press("Enter"))
		hand.actions += 1
	hand.tab_to("[data-field=bank_account]")
	hand.tell(build_card_number(drawn))
	hand.press("Tab")
	hand.tell("农村信用社")
	hand.tab_to('[data-upload="card_photo"]')
	hand.attach(lambda: hand.desk.page.keyboard.press("Enter"))
	hand.actions += 1
	hand.press("Control+s")

	def enter(selector: str) -> None:
		hand.tab_to(selector)
		hand.press("Enter")

	accept(hand, enter)
	with capsys.disabled():
		sys.stdout.write(
			f"\nintake by keys: {hand.actions} keys and {hand.tabs} tabs beside {hand.data} of the family's data\n"
		)


def test_a_wrong_number_is_told_at_its_field_and_a_draft_survives_a_reload(
	desk: Callable[..., Desk], picture: Path, drawn: random.Random, tmp_path: Path
) -> None:
	hand = Hand(desk(CLERK), picture)
	page = hand.desk.page
	open_page(hand)
	right = number(drawn, 1970, 1)
	wrong = right[:17] + ("1" if right[17] != "1" else "2")
	hand.tell(wrong)
	hand.press("Enter")
	problem = page.wait_for_selector('[data-problem="members.0.id_number"]')
	assert problem.inner_text() == "公民身份号码的校验码不符，请与证件核对。"
	hand.press("Control+a")
	hand.tell(right)
	hand.press("Enter")
	hand.wait_for_field("members.0.person_name")
	hand.tell("赵守义")
	hand.press("Enter")
	hand.desk.settle()
	page.get_by_text("已暂存在本机").wait_for()
	stored = page.evaluate("() => JSON.stringify({ ...localStorage })")
	assert right not in stored and "赵守义" not in stored, "a draft is encrypted"
	page.reload()
	page.wait_for_selector("[data-draft=resume]")
	hand.desk.screenshot(tmp_path / "draft.png")
	hand.press("Enter")
	hand.wait_for_field("members.1.id_number")
	assert page.locator('[data-field="members.0.person_name"]').input_value() == "赵守义"
	assert page.locator('[data-field="members.0.id_number"]').input_value() == right
	page.evaluate("() => social_assistance.drafts.forget()")
	assert (
		page.evaluate("() => Object.keys(localStorage).filter((name) => name.startsWith('assist_draft'))")
		== []
	)


def test_what_the_server_refuses_stands_at_its_fields(
	desk: Callable[..., Desk], picture: Path, drawn: random.Random, tmp_path: Path
) -> None:
	hand = begin_family(desk(CLERK), picture, drawn)
	page = hand.desk.page
	page.fill("[data-field=bank_account]", "6222021234567890123")
	hand.click("[data-save]")
	page.wait_for_selector('[data-problem="bank_name"]')
	assert page.locator("[data-problem]").count() == 3
	assert page.locator(".modal.show").count() == 0, "no message covers the page"
	hand.desk.screenshot(tmp_path / "refused.png")
	hand.desk.errors.clear()


def test_a_number_that_was_just_typed_is_not_left_out_of_the_save(
	desk: Callable[..., Desk], picture: Path, drawn: random.Random
) -> None:
	hand = begin_family(desk(CLERK), picture, drawn)
	page = hand.desk.page
	page.focus('[data-field="members.3.id_number"]')
	hand.tell(number(drawn, 1955, 0))
	hand.press("Control+s")
	page.wait_for_selector('[data-problem="members.3.person_name"]')
	hand.desk.errors.clear()
	page.focus('[data-field="members.4.id_number"]')
	hand.tell("41980219550101")
	hand.press("Control+s")
	page.wait_for_selector('[data-part=refusal] :text("需要更正")')
	assert page.input_value('[data-field="members.4.id_number"]') == "41980219550101"
	assert page.locator("[data-problem]").count() == 1, "the number first; nothing was sent"


def test_the_search_box_finds_people_first(
	desk: Callable[..., Desk], picture: Path, drawn: random.Random, tmp_path: Path
) -> None:
	hand = Hand(desk(CLERK), picture)
	page = hand.desk.page
	hand.desk.open("", ".widget")
	stranger = number(drawn, 1970, 1)
	page.focus("#navbar-search")
	hand.tell(stranger)
	hand.press("Enter")
	hand.wait_for_field("members.0.person_name")
	hand.tell("宁不凡")
	hand.press("Enter")
	village_of(hand)
	hand.press("Control+s")
	page.wait_for_selector("[data-after=open]")
	for text in (stranger, "nbf", "宁不"):
		hand.desk.open("", ".widget")
		page.focus("#navbar-search")
		hand.tell(text)
		page.wait_for_selector("#navbar-search ~ ul li:first-child:has-text('宁不凡'):has-text('人员')")
		if text == "nbf":
			hand.desk.screenshot(tmp_path / "search.png")
		page.keyboard.press("Enter")
		page.wait_for_function("() => frappe.get_route()[1] === 'Registry Person'")
		hand.desk.settle()


def test_a_village_assistant_files_on_a_phone(
	desk: Callable[..., Desk], picture: Path, drawn: random.Random, tmp_path: Path
) -> None:
	hand = Hand(desk(ASSISTANT), picture)
	page = hand.desk.page
	page.set_viewport_size(PHONE_SCREEN)
	hand.desk.open(PAGE, ".intake-number")
	tell_members(hand, drawn)
	assert page.locator("[data-field=division]").input_value(), "the own village stands there"
	assert page.locator("[data-field=address]").count() == 0
	assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), (
		"nothing overflows sideways"
	)
	page.screenshot(path=tmp_path / "phone.png", full_page=True)
	hand.click("[data-save]")
	page.wait_for_selector("[data-after=open]")
	assert page.locator("[data-after=accept]").count() == 0, "the township accepts"
