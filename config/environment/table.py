"""Every setting there is. Whoever adds one adds a row here; docs/settings.md is made of it."""

from config.environment import kinds
from config.environment.channels.table import CHANNEL_SETTINGS
from config.environment.kinds import Words
from config.environment.setting import Setting

SETTINGS = (
    Setting(
        "ZERENTIAN_DATA",
        kinds.FOLDER,
        Words(
            "数据文件夹：照片、自带的数据库和队列",
            "where photos, the embedded database and the embedded queue live",
        ),
        "{ROOT}/var",
    ),
    Setting(
        "ZERENTIAN_SECRET_KEY",
        kinds.signing_key(50),
        Words("签名用的密钥", "the key that signs"),
        hidden=True,
    ),
    Setting(
        "ZERENTIAN_FIELD_KEYS",
        kinds.FIELD_KEYS,
        Words(
            "封存证件号和电话的密钥：第一把用来封，每一把都用来开",
            "the keys that seal ID numbers and phones: the first seals, each of them opens",
        ),
        hidden=True,
    ),
    Setting(
        "ZERENTIAN_INDEX_KEY",
        kinds.INDEX_KEY,
        Words("查找用的密钥，永远不能换", "the key of the search index; it can never change"),
        hidden=True,
    ),
    Setting(
        "ZERENTIAN_FIELD_CIPHER",
        kinds.one_of("sm4", "aes"),
        Words("用什么算法封存", "what seals"),
        "sm4",
    ),
    Setting(
        "DATABASE_URL",
        kinds.DATABASE,
        Words("数据库", "the database"),
        "sqlite:///{DATA}/zerentian.sqlite3",
        hidden=True,
    ),
    Setting(
        "ZERENTIAN_POOLER",
        kinds.DATABASE,
        Words(
            "前面的 PgBouncer（事务模式）：页面和后台走这里，备份和升级走 DATABASE_URL",
            "PgBouncer in transaction mode in front of it: pages and workers go there, backups and "
            "upgrades to `DATABASE_URL`",
        ),
        "",
        hidden=True,
    ),
    Setting(
        "REDIS_URL",
        kinds.QUEUE,
        Words("队列；不写就用数据文件夹里的文件", "the queue; files in the data folder without it"),
        "",
        hidden=True,
    ),
    Setting(
        "ZERENTIAN_SENTINEL_MASTER",
        kinds.NAME,
        Words(
            "REDIS_URL 是 sentinel:// 时，哨兵给主 Redis 起的名字",
            "what Sentinels call their master, where `REDIS_URL` names Sentinels",
        ),
        "",
    ),
    Setting(
        "ZERENTIAN_SENTINEL_PASSWORD",
        kinds.PASSWORD,
        Words(
            "哨兵自己的密码，有才写", "the password of the Sentinels themselves, if they have one"
        ),
        "",
        hidden=True,
    ),
    Setting(
        "ZERENTIAN_HOSTS",
        kinds.HOSTS,
        Words("地址栏里的主机名", "the host names of the address bar"),
        "localhost,127.0.0.1,[::1]",
    ),
    Setting(
        "ZERENTIAN_ORIGINS",
        kinds.ORIGINS,
        Words("还从哪些网址接收表单", "from which other origins forms are taken"),
        "",
    ),
    Setting(
        "ZERENTIAN_PROXIES",
        kinds.PROXIES,
        Words(
            "自己的代理：只信它们说的来处",
            "our own proxies: they alone are believed about where a request comes from",
        ),
        "",
    ),
    Setting(
        "ZERENTIAN_HTTPS",
        kinds.SWITCH,
        Words(
            "前面有加密的代理：安全的 cookie 和 HSTS",
            "a proxy in front adds TLS: secure cookies and HSTS",
        ),
        "0",
    ),
    Setting(
        "ZERENTIAN_HSTS_PRELOAD",
        kinds.SWITCH,
        Words(
            "请浏览器把这个主机名永远记成加密的，很难收回",
            "asks browsers to know this host by heart; hard to take back",
        ),
        "0",
    ),
    Setting(
        "ZERENTIAN_IDLE_MINUTES",
        kinds.whole_number(1, 480),
        Words("工作人员多少分钟不动就要重新登录", "idle minutes after which staff sign in again"),
        "30",
    ),
    Setting(
        "ZERENTIAN_SESSION_HOURS",
        kinds.whole_number(1, 24),
        Words("工作人员登录一次最多多少小时", "hours in all after which staff sign in again"),
        "12",
    ),
    Setting(
        "ZERENTIAN_FACTOR_DAYS",
        kinds.whole_number(0, 90),
        Words(
            "第二道验证第一次问起以后，最多推迟多少天",
            "days the second factor may be put off from the first sign-in that asks",
        ),
        "14",
    ),
    Setting(
        "ZERENTIAN_GUESSES_A_MINUTE",
        kinds.whole_number(1, 10_000),
        Words(
            "一个网络或一个浏览器一分钟最多看几个错密码",
            "wrong passwords of one network or browser looked at in a minute, over all names",
        ),
        "10",
    ),
    Setting(
        "ZERENTIAN_GUESSES_A_QUARTER",
        kinds.whole_number(1, 100_000),
        Words("同上，一刻钟", "the same in a quarter of an hour"),
        "30",
    ),
    Setting(
        "ZERENTIAN_CODES_A_DAY",
        kinds.whole_number(1, 1_000),
        Words("一个手机号一天最多要几次验证码", "sign-in codes for one number in a day"),
        "20",
    ),
    Setting(
        "ZERENTIAN_CODES_AN_HOUR",
        kinds.whole_number(1, 1_000_000),
        Words(
            "一个网络一小时最多要几次验证码；整个镇可能共用一个网络",
            "sign-in codes for one network in an hour; a whole town may be one network",
        ),
        "600",
    ),
    Setting(
        "ZERENTIAN_QUIET_HOURS",
        kinds.HOURS,
        Words("夜里什么时候不打扰人", "when nobody is told anything"),
        "21:00-08:00",
    ),
    Setting(
        "ZERENTIAN_SMS_CHANNEL",
        kinds.CLASS,
        Words(
            "发短信的类；不写就写成数据文件夹 sms 里的文件",
            "the class that sends text messages; by default they are files in DATA/sms",
        ),
        "notices.channels.files.Files",
    ),
    *CHANNEL_SETTINGS,
    Setting(
        "ZERENTIAN_LEAVE_TO",
        kinds.ADDRESS,
        Words("“离开”去哪个无害的网页", "the harmless page that 离开 leads to"),
        "https://www.baidu.com/",
    ),
    Setting(
        "ZERENTIAN_CLOCK_TICK",
        kinds.whole_number(1, 300),
        Words("时钟多少秒看一次", "how often the clock looks, in seconds"),
        "30",
    ),
    Setting(
        "ZERENTIAN_BACKUPS",
        kinds.FOLDER,
        Words(
            "每天夜里把封好的备份放进哪个文件夹；不写就不备份",
            "where the clock puts a sealed backup each night; without it there is none",
        ),
        "",
    ),
    Setting(
        "ZERENTIAN_STATIC",
        kinds.FOLDER,
        Words("整理好的静态文件放在哪里", "where the collected static files are"),
        "{DATA}/static",
    ),
    Setting(
        "ZERENTIAN_STATIC_STORAGE",
        kinds.CLASS,
        Words("整理静态文件的类", "the class that keeps static files"),
        "config.look.stylesheets.Storage",
    ),
    Setting(
        "ZERENTIAN_LOG_FORM",
        kinds.one_of("text", "json"),
        Words("日志写成文本，还是一行一个 JSON", "logs as text, or one JSON object a line"),
        "text",
    ),
    Setting(
        "ZERENTIAN_ACCESS_LOG",
        kinds.SWITCH,
        Words("每个请求记一行，不记网址后面的参数", "a line for each request, without its query"),
        "0",
    ),
    Setting(
        "ZERENTIAN_METRICS_TOKEN",
        kinds.signing_key(20),
        Words("看 /metrics 要带的口令；不写就不开", "what opens /metrics; closed without it"),
        "",
        hidden=True,
    ),
    Setting(
        "ZERENTIAN_SERVER_METRICS",
        kinds.ADDRESS,
        Words(
            "服务器自己的指标在哪里，由 serve 填写",
            "where the web server tells its own figures; `manage.py serve` writes it",
        ),
        "",
    ),
    Setting(
        "ZERENTIAN_DEMO",
        kinds.SWITCH,
        Words("演示：人物均为虚构", "the demo: every person is invented"),
        "0",
    ),
    Setting(
        "ZERENTIAN_DEBUG",
        kinds.SWITCH,
        Words("给写程序的人：出错时看得见细节", "for developers: errors show their details"),
        "0",
    ),
)
OF_OTHERS = ("ZERENTIAN_PORT", "ZERENTIAN_TEST_")
"""How names begin that are no settings: docker-compose.yml has one, the tests have some."""
