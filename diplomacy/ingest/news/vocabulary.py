"""The words by which a news text tells what it is about, in Persian, English and Chinese.

A word matches whole, one with "*" with any ending. Of words that begin at the same place the
longest counts, so that a longer one also takes the place of a shorter that would mislead.
The classes of papers follow design/vocabulary.md, 4.1 and 4.2.
"""

# What an area of work is about. The keys are ours alone: the areas are those of the register.
TOPICS: dict[str, tuple[str, ...]] = {
    "heritage": (
        "heritage", "cultural heritage", "historic fabric", "historic centre", "historic quarter*",
        "historic building*", "historic site*", "old town*", "restoration", "conservation",
        "museum*", "monument*",
        "میراث", "میراث فرهنگی", "بافت تاریخی", "بافت های تاریخی", "بنای تاریخی",
        "بناهای تاریخی", "آثار تاریخی", "مرمت*", "موزه*",
        "遗产", "文化遗产", "历史街区", "历史建筑", "古城", "古建筑", "文物", "博物馆",
    ),
    "archaeology": (
        "archaeolog*", "archeolog*", "excavation*", "باستان شناس*", "کاوش های*", "考古",
    ),
    "tourism": ("tourism", "tourist*", "گردشگر*", "توریسم", "توریست*", "旅游", "文旅", "游客"),
    "smart city": (
        "smart", "smart city", "smart cities", "digital city", "هوشمند", "شهر هوشمند",
        "هوشمندسازی", "智慧城市", "智能城市", "数字城市", "智慧",
    ),
    "technology": (
        "technolog*", "innovation*", "startup*", "science park*", "فناوری*", "نوآوری*",
        "استارتاپ*", "دانش بنیان*", "科技", "技术", "创新", "高新区",
    ),
    "private sector": (
        "private sector", "chamber of commerce", "chambers of commerce", "entrepreneur*",
        "بخش خصوصی", "اتاق بازرگانی", "اتاق های بازرگانی", "کارآفرین*", "民营", "商会", "企业家",
    ),
    "economy": (
        "econom*", "trade", "trader*", "commerce", "commercial", "export*", "اقتصاد*", "تجارت*",
        "تجاری", "بازرگان*", "صادرات", "经济", "贸易", "经贸", "商贸", "出口",
    ),
    "investment": ("invest*", "سرمایه گذار*", "投资", "招商"),
    "energy": (
        "energy", "renewable*", "electricity", "solar power", "انرژی*", "برق", "نیروگاه*",
        "能源", "新能源", "节能", "电力", "光伏",
    ),
    "culture": (
        "cultur*", "art", "arts", "artist*", "music*", "concert*", "film*", "theatre*", "theater*",
        "festival*", "poet*", "فرهنگ*", "هنر*", "موسیقی*", "کنسرت*", "تئاتر*", "فیلم*",
        "جشنواره*", "شاعر*", "文化", "艺术", "音乐", "演出", "电影", "戏剧", "诗歌", "书画",
    ),
    "education": (
        "education*", "universit*", "school*", "student*", "scholarship*", "teacher*",
        "academic*", "آموزش*", "دانشگاه*", "مدرسه*", "مدارس", "دانشجو*", "دانش آموز*", "بورسیه*",
        "教育", "大学", "高校", "学校", "学生", "留学", "师生",
    ),
    "transport": (
        "transport*", "metro", "subway*", "tram", "trams", "tramway*", "bus", "buses", "railway*",
        "cycling", "حمل و نقل", "مترو", "اتوبوس*", "تراموا", "قطار شهری", "ترافیک*",
        "交通", "地铁", "公交", "轨道", "有轨电车",
    ),
    "waste": (
        "waste", "waste management", "recycling", "city services", "municipal services",
        "پسماند*", "بازیافت*", "خدمات شهری", "垃圾", "废弃物", "环卫",
    ),
    "environment": (
        "environment*", "climate", "pollution", "air quality", "clean air", "wastewater",
        "water management", "green space*", "محیط زیست*", "زیست محیطی", "آلودگی*", "هوای پاک",
        "اقلیم*", "آب و فاضلاب", "فضای سبز", "环境保护", "生态环境", "环保", "水务", "生态",
        "气候", "污染", "绿化",
    ),
    "health": (
        "health*", "hospital*", "medical", "medicine*", "vaccin*", "nurse*", "pandemic*",
        "epidemic*", "سلامت", "بهداشت*", "درمان*", "بیمارستان*", "پزشک*", "دارو*", "واکسن*",
        "ماسک*", "卫生", "医疗", "医院", "医学", "口罩", "疫苗", "疫情", "抗疫", "健康",
    ),
    "sport": (
        "sport*", "football*", "athlete*", "wrestling", "tournament*", "ورزش*", "فوتبال*",
        "کشتی گیر*", "مسابقات", "体育", "足球", "运动员", "比赛",
    ),
    "youth": ("youth", "young people", "جوانان", "نوجوانان", "青少年", "青年"),
    "crafts": (
        "handicraft*", "craft", "crafts", "artisan*", "pottery", "carpet*", "صنایع دستی",
        "فرش", "فرش های", "قالی*", "میناکار*", "سفال*", "خاتم کار*", "手工艺", "工艺品", "地毯",
        "陶瓷",
    ),
    "media": ("media", "mass media", "broadcast*", "رسانه*", "媒体"),
    "creative industries": (
        "creative industr*", "creative cit*", "صنایع خلاق", "شهر خلاق", "شهرهای خلاق", "创意产业",
        "创意城市", "创意",
    ),
    "emergencies": (
        "emergency management", "crisis management", "firefight*", "earthquake*", "disaster*",
        "مدیریت بحران", "آتش نشان*", "زلزله*", "应急", "消防", "防灾", "地震",
    ),
    "planning": (
        "urban planning", "city planning", "urban regeneration", "housing", "architecture",
        "شهرسازی", "عمران*", "برنامه ریزی شهری", "بازآفرینی*", "معماری", "城市规划", "城市更新",
        "建筑",
    ),
    "administration": (
        "public administration", "city administration", "مدیریت شهری", "حکمرانی", "市政管理",
        "城市治理",
    ),
}  # fmt: skip

# Classes of papers (Agreement.Instrument).
PAPERS: dict[str, tuple[str, ...]] = {
    "loi": (
        "letter of intent", "letters of intent", "declaration of intent", "memorandum of intent",
        "نامه اظهار تمایل", "یادداشت اظهار تمایل", "اعلام تمایل به همکاری", "意向书",
    ),
    "mou": (
        "memorandum of understanding", "memoranda of understanding", "mou", "mous", "memorandum",
        "memorandum of cooperation", "cooperation agreement", "cooperation document",
        "تفاهم نامه*", "یادداشت تفاهم", "یادداشت همکاری", "سند همکاری", "موافقت نامه همکاری",
        "توافق نامه همکاری",
        "谅解备忘录", "合作备忘录", "友好合作备忘录", "备忘录", "合作协议", "合作文件",
    ),
    "project": (
        "project partnership", "مشارکت پروژه ای", "项目合作协议", "项目合作伙伴关系",
    ),
    "friendship": (
        "friendship agreement", "friendship city agreement", "friendship pact",
        "friendship treaty",
        "friendship cities agreement", "friendly exchange agreement",
        "friendly cooperation agreement",
        "پیمان دوستی", "توافق نامه دوستی", "سند روابط تبادل دوستانه", "سند دوستی",
        "友好交流城市关系", "友好交流关系协议", "友好交流城市协议", "友好合作关系协议",
        "友好协议",
    ),
    "sister": (
        "sister city agreement", "sister cities agreement", "sister city pact",
        "sister cities pact", "sisterhood agreement", "sisterhood pact", "twinning agreement",
        "twinning pact", "twinning treaty", "twinning charter", "twin town agreement",
        "پیمان خواهرخواندگی", "پیمان نامه خواهرخواندگی", "قرارداد خواهرخواندگی",
        "موافقت نامه خواهرخواندگی", "توافق نامه خواهرخواندگی", "سند خواهرخواندگی",
        "友好城市关系", "国际友好城市关系", "友好城市协议", "姐妹城市关系", "姐妹城市协议",
        "姊妹城市关系", "姊妹城市协议", "结为友好城市", "结为姐妹城市",
    ),
    "action_plan": (
        "action plan*", "executive programme", "برنامه اقدام", "برنامه اجرایی", "行动计划",
        "执行计划",
    ),
    "minutes": ("minutes of talks", "minutes of the talks", "صورت جلسه*", "会谈纪要"),
    "joint_statement": (
        "joint statement*", "joint declaration*", "declaration of cooperation", "بیانیه مشترک",
        "بیانیه همکاری", "联合声明", "联合宣言", "合作宣言",
    ),
    "accession": (
        "joined the network", "accession", "membership agreement", "پیوستن به شبکه",
        "عضویت در شبکه", "سند عضویت", "加入网络", "入会协议",
    ),
}  # fmt: skip

# Names that the press gives to a memorandum towards a pact and to the pact itself alike.
DOUBTFUL_PAPERS: tuple[str, ...] = (
    "تفاهم نامه خواهرخواندگی", "یادداشت تفاهم خواهرخواندگی", "تفاهم نامه خواهرشهری",
    "sister city memorandum", "sister city mou", "sister cities memorandum",
    "sister city memorandum of understanding", "memorandum of sisterhood",
    "友好城市备忘录", "友好城市关系备忘录", "姐妹城市备忘录",
)  # fmt: skip

SIGNING: tuple[str, ...] = (
    "sign", "signs", "signed", "signing*", "signature*", "conclude*", "initialled", "initialed",
    "signing ceremony", "امضا*", "مراسم امضا*", "آیین امضا*", "انعقاد", "منعقد", "پاراف*",
    "مبادله", "签署", "签订", "签约", "签字", "缔结", "签约仪式", "签字仪式",
)  # fmt: skip

# Types of events (Event.Type) that a text may tell.
DEEDS: dict[str, tuple[str, ...]] = {
    "exhibition": (
        "exhibition*", "exhibit", "trade fair*", "expo", "نمایشگاه*", "展览*", "展会", "画展",
        "图片展", "博览会", "展出",
    ),
    "cultural_week": (
        "cultural week*", "culture week*", "week of culture", "cultural days", "هفته فرهنگی",
        "روزهای فرهنگی", "文化周", "文化日",
    ),
    "conference": (
        "conference*", "forum*", "summit*", "symposium*", "seminar*", "همایش*", "کنفرانس*",
        "کنگره*", "اجلاس*", "سمینار*", "论坛", "研讨会", "峰会",
    ),
    "letter": (
        "letter", "letters", "congratulat*", "condolence*", "نامه ای", "پیام*", "تسلیت*",
        "تبریک*", "致函", "贺信", "贺电", "慰问", "唁电", "来函",
    ),
    "gift": ("gift*", "هدیه*", "اهدا*", "پیشکش*", "赠送", "礼物", "赠礼"),
    "aid": (
        "aid", "relief", "donat*", "کمک های*", "کمک رسانی", "امداد*", "محموله*", "捐赠", "援助",
        "捐助", "物资",
    ),
    "naming": ("named after", "renamed", "نام گذاری*", "命名", "更名"),
    "anniversary": ("anniversar*", "jubilee*", "سالگرد*", "سالروز*", "周年"),
    "decision": (
        "council vote*", "council approve*", "resolution*", "bill", "bills", "مصوبه*", "تصویب*",
        "لایحه*", "موافقت شورا*", "决议", "议案", "提案", "审议通过", "市议会通过", "市议会同意",
    ),
    "joint_project": ("joint project*", "پروژه مشترک", "طرح مشترک", "联合项目"),
    "ceremony": (
        "ceremon*", "unveil*", "inaugurat*", "آیین*", "مراسم*", "رونمایی*", "افتتاح*", "仪式",
        "揭幕", "剪彩",
    ),
    "meeting": (
        "meeting*", "met", "meet", "meets", "talks", "دیدار*", "ملاقات*", "نشست*", "جلسه*",
        "会见", "会谈", "会晤", "座谈",
    ),
}  # fmt: skip

TRAVEL: tuple[str, ...] = (
    "visit*", "delegation*", "arriv*", "travel*", "trip", "journey*", "tour", "toured", "mission",
    "delegates", "host", "hosts", "hosted",
    "سفر*", "هیئت*", "هیات*", "اعزام*", "عازم", "راهی", "وارد", "بازدید*", "میهمان*", "مهمان*",
    "میزبان*", "访问", "到访", "来访", "出访", "参访", "回访", "代表团", "率团", "考察", "抵达",
    "一行", "赴",
)  # fmt: skip

# A guest who is received has come: a meeting with one is a visit.
GUESTS: tuple[str, ...] = (
    "ambassador*", "consul", "consul general", "envoy*", "سفیر*", "سرکنسول*", "کنسول*", "رایزن*",
    "大使", "总领事", "领事", "参赞",
)  # fmt: skip
# Those who travel and receive: in a title without another deed they are on a visit.
OFFICIALS: tuple[str, ...] = (
    "mayor", "mayors", "deputy mayor", "governor", "شهردار*", "معاون شهردار", "استاندار*", "市长",
    "副市长", "省长",
)  # fmt: skip

ONLINE: tuple[str, ...] = (
    "online", "online meeting*", "virtual", "virtual meeting*", "virtually", "video call*",
    "video link*", "video meeting*", "video conferenc*", "web conferenc*", "webinar*",
    "teleconferenc*",
    "برخط", "نشست برخط", "آنلاین", "مجازی", "ویدیوکنفرانس", "ویدئوکنفرانس", "ویدیویی",
    "وبینار*", "线上", "视频", "在线", "云端", "远程", "连线",
    "网络会议",
)  # fmt: skip

# Words that only hide a shorter one: «فضای مجازی» is no online meeting, and what is yet to be
# signed is not signed.
MISLEADING: tuple[str, ...] = (
    "فضای مجازی", "شبکه های مجازی", "人民代表大会", "without signing", "not signed",
    "not been signed", "unsigned", "to be signed", "will be signed", "will sign",
    "امضا شود", "امضا کنند", "امضا نشد",
    "امضا نشده", "امضا خواهد شد", "未签署", "尚未签署", "将签署", "拟签署", "计划签署",
)  # fmt: skip

# What makes of the name of a city the name of a body that is not there.
NO_PLACES: tuple[str, ...] = (
    "{} Cooperation Organisation", "{} Cooperation Organization", "سازمان همکاری {}",
    "{}合作组织",
)  # fmt: skip

# What stands beside the name of a city: (where somebody goes, where somebody is from), before and
# after the name, each in the order in which it is tried.
GOES_TO: tuple[str, ...] = (
    "visited", "visits", "visit", "visiting", "to", "arrived in", "for", "in", "وارد", "مهمان",
    "میهمان", "راهی", "عازم", "به", "بازدید از", "در", "访问", "到访", "抵达", "赴", "来到", "前往",
    "参访", "考察", "走访", "来", "在",
)  # fmt: skip
# Being somewhere says less than going there.
WEAK_PLACE = frozenset({"in", "for", "در", "在", "来"})
HOSTS: tuple[str, ...] = (
    "hosts", "hosted", "welcomes", "welcomed", "receives", "میزبان", "پذیرای", "接待", "迎来",
)  # fmt: skip
COMES_FROM: tuple[str, ...] = (
    "from", "delegation of", "councillors of", "delegates of", "هیئتی از", "هیاتی از", "هیئت",
    "هیات", "نمایندگان", "مهمانانی از",
)  # fmt: skip
TRAVELLERS: tuple[str, ...] = (
    "delegation", "councillors", "delegates", "市代表团", "代表团", "一行", "市一行", "访问团",
    "客人",
)  # fmt: skip
# Officials travel and receive: those of a partner rather travel, those of home do both.
OFFICIALS_OF: tuple[str, ...] = ("mayor of", "governor of", "شهردار", "رئیس شورای شهر")
OFFICIALS_THERE: tuple[str, ...] = (
    "mayor",
    "deputy mayor",
    "officials",
    "市市长",
    "市长",
    "副市长",
)
# Who is met at home has been called on.
CALLS_ON: tuple[str, ...] = (
    "meets the mayor of", "met the mayor of", "meets the city council of", "with the mayor of",
    "با شهردار", "با استاندار", "با شورای اسلامی شهر", "با شورای شهر", "会见",
)  # fmt: skip
# Between such a word and the name.
FILLERS: tuple[str, ...] = ("the city of", "the", "شهر", "شهرداری")
INCOMING: tuple[str, ...] = ("来访", "visiting delegation", "هیئت میهمان", "هیئت مهمان")
OUTGOING: tuple[str, ...] = ("出访", "هیئت اعزامی")

# What stands before the name of who published the text.
PUBLISHER_LABELS: tuple[str, ...] = ("منبع", "به نقل از", "source", "来源", "消息来源", "稿源")
