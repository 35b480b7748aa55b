"""Places of the demo district: ten townships with 104 villages and communities, or as many as a synthetic one needs."""

from collections.abc import Iterator
from dataclasses import dataclass, field

PROVINCE, CITY = ("410000000000", "河南省"), ("419800000000", "平安市")
DEMO_DISTRICT, SYNTHETIC_DISTRICT = ("419802000000", "平湛区"), ("419803000000", "合成区")
BUREAU_NAME, BUREAU_PHONE = "平湛区民政局", "0375-6600001"
VILLAGES_PER_TOWNSHIP, HOUSEHOLDS_PER_VILLAGE = 40, 250
URBAN, RURAL = "Urban", "Rural"

# Name, pinyin for accounts, code of the township, communities, villages
TOWNSHIPS = (
	("河东街道", "hedong", "001", 9, 0),
	("河西街道", "hexi", "002", 9, 0),
	("北渡街道", "beidu", "003", 8, 0),
	("南环街道", "nanhuan", "004", 8, 0),
	("大营镇", "daying", "100", 2, 12),
	("高楼镇", "gaolou", "101", 2, 12),
	("柳林镇", "liulin", "102", 2, 12),
	("曹岗乡", "caogang", "200", 0, 10),
	("荆山乡", "jingshan", "201", 0, 9),
	("白沙乡", "baisha", "202", 0, 9),
)
COMMUNITIES = [
	"长安",
	"光明",
	"建设",
	"幸福",
	"和平",
	"胜利",
	"新华",
	"东风",
	"文化",
	"湖滨",
	"中兴",
	"朝阳",
	"育才",
	"矿工",
	"纺织",
	"铁东",
	"铁西",
	"人民",
	"团结",
	"先锋",
	"春晓",
	"翠湖",
	"锦绣",
	"康乐",
	"福源",
	"祥和",
	"安泰",
	"明珠",
	"开源",
	"园丁",
	"鹰城",
	"滨河",
	"东关",
	"西关",
	"南门",
	"北门",
	"新城",
	"老街",
	"车站",
	"花园",
]
VILLAGES = [
	"张庄",
	"王营",
	"李楼",
	"赵店",
	"刘岗",
	"陈寨",
	"周洼",
	"吴湾",
	"郑集",
	"孙坡",
	"马庄",
	"朱营",
	"胡楼",
	"郭店",
	"何岗",
	"高寨",
	"林洼",
	"罗湾",
	"梁集",
	"宋坡",
	"谢庄",
	"韩营",
	"唐楼",
	"冯店",
	"董岗",
	"袁寨",
	"程洼",
	"曹湾",
	"许集",
	"邓坡",
	"彭庄",
	"潘营",
	"田楼",
	"姜店",
	"范岗",
	"方寨",
	"石洼",
	"姚湾",
	"廖集",
	"邹坡",
	"熊庄",
	"金营",
	"陆楼",
	"郝店",
	"孔岗",
	"白寨",
	"崔洼",
	"康湾",
	"毛集",
	"邱坡",
	"秦庄",
	"江营",
	"史楼",
	"顾店",
	"侯岗",
	"邵寨",
	"孟洼",
	"龙湾",
	"万集",
	"段坡",
	"雷庄",
	"钱营",
	"汤楼",
	"尹店",
]


@dataclass(frozen=True)
class Place:
	"""One row of the division tree."""

	code: str
	name: str
	level: str
	parent: str | None
	residence_class: str = ""
	slug: str = ""


@dataclass(frozen=True)
class District:
	"""A district with everything above and below it, in tree order."""

	code: str
	places: tuple[Place, ...]
	villages: dict[str, tuple[Place, ...]] = field(default_factory=dict)

	@property
	def townships(self) -> list[Place]:
		"""Townships in the order of their codes."""
		return [place for place in self.places if place.level == "Township"]

	def villages_of(self, township: str) -> list[Place]:
		"""Villages and communities of one township."""
		return [place for place in self.places if place.parent == township]


def build_demo_district() -> District:
	"""The district of the report: 4 subdistricts, 3 towns, 3 townships; 40 communities, 64 villages."""
	return _district(*DEMO_DISTRICT, list(_report_places(DEMO_DISTRICT[0])))


def build_synthetic_district(households: int) -> District:
	"""A district large enough for a number of households: 250 to a village, 40 villages to a township."""
	villages = max(104, -(-households // HOUSEHOLDS_PER_VILLAGE))
	return _district(*SYNTHETIC_DISTRICT, list(_numbered_places(SYNTHETIC_DISTRICT[0], villages)))


def _district(code: str, name: str, inner: list[Place]) -> District:
	above = (
		Place(*PROVINCE, "Province", None),
		Place(*CITY, "City", PROVINCE[0]),
		Place(code, name, "District", CITY[0]),
	)
	villages = [place for place in inner if place.level == "Village"]
	by_class = {kind: tuple(v for v in villages if v.residence_class == kind) for kind in (URBAN, RURAL)}
	return District(code, (*above, *inner), by_class)


def _report_places(district: str) -> Iterator[Place]:
	communities, villages = iter(COMMUNITIES), iter(VILLAGES)
	for name, slug, number, urban, rural in TOWNSHIPS:
		township = f"{district[:6]}{number}000"
		yield Place(township, name, "Township", district, URBAN if rural == 0 else RURAL, slug)
		for index in range(1, urban + 1):
			yield Place(f"{township[:9]}{index:03d}", f"{next(communities)}社区", "Village", township, URBAN)
		for index in range(200, 200 + rural):
			yield Place(f"{township[:9]}{index:03d}", f"{next(villages)}村", "Village", township, RURAL)


def _numbered_places(district: str, villages: int) -> Iterator[Place]:
	"""Every fourth township is a subdistrict of communities, the others have villages."""
	for number in range(-(-villages // VILLAGES_PER_TOWNSHIP)):
		is_urban = number % 4 == 0
		own = number // 4 + 1 if is_urban else 100 + number - number // 4
		township = f"{district[:6]}{own:03d}000"
		kind, suffix, first = (URBAN, "社区", 1) if is_urban else (RURAL, "村", 200)
		yield Place(
			township,
			f"第{number + 1}{'街道' if is_urban else '乡'}",
			"Township",
			district,
			kind,
			f"t{number + 1}",
		)
		for index in range(min(VILLAGES_PER_TOWNSHIP, villages - number * VILLAGES_PER_TOWNSHIP)):
			name = f"{number + 1}-{index + 1}{suffix}"
			yield Place(f"{township[:9]}{first + index:03d}", name, "Village", township, kind)
