"""The settings of channels (docs/channels.md says which of them belong together)."""

from config.environment import kinds
from config.environment.channels import kinds as channel_kinds
from config.environment.kinds import Words
from config.environment.setting import Setting

CALLS = (
    Setting(
        "ZERENTIAN_OUTBOUND_HOSTS",
        channel_kinds.HOSTS_CALLED,
        Words("可以打电话给哪些别人的服务器", "whose servers may be called at all"),
        "",
    ),
    Setting(
        "ZERENTIAN_OUTBOUND_PRIVATE",
        channel_kinds.NETWORKS,
        Words("其中哪些在自己的内网", "which networks of our own they may be in"),
        "",
    ),
)
GATEWAY = (
    Setting(
        "ZERENTIAN_SMS_PRICE",
        kinds.whole_number(0, 1_000),
        Words("一条短信几分钱", "what one part of a text message costs, in fen"),
        "",
    ),
    Setting(
        "ZERENTIAN_SMS_URL",
        kinds.ADDRESS,
        Words("通用短信网关的网址", "the address of a text gateway"),
        "",
        hidden=True,
    ),
    Setting(
        "ZERENTIAN_SMS_METHOD",
        kinds.one_of("POST", "GET"),
        Words("怎么交给它", "how it is asked"),
        "POST",
    ),
    Setting(
        "ZERENTIAN_SMS_HEADERS",
        channel_kinds.HEADERS,
        Words("给它的请求头", "headers for it"),
        "",
        hidden=True,
    ),
    Setting(
        "ZERENTIAN_SMS_BODY",
        channel_kinds.BODY,
        Words("给它的内容", "what it is told"),
        "",
        hidden=True,
    ),
    Setting(
        "ZERENTIAN_SMS_SUCCESS",
        channel_kinds.ANSWER,
        Words(
            "什么回答算收下了；不写就看状态是不是 2xx",
            "which answer means that it took the message; by default any 2xx does",
        ),
        "",
    ),
    Setting(
        "ZERENTIAN_SMS_HOPELESS",
        channel_kinds.ANSWER,
        Words("什么回答说明再试也没有用", "which answer means that trying again is of no use"),
        "",
    ),
    Setting(
        "ZERENTIAN_SMS_REFERENCE",
        channel_kinds.FIELD,
        Words("回答里哪一项是它的编号", "where in the answer its own number stands"),
        "",
    ),
)
ALIYUN = (
    Setting(
        "ZERENTIAN_ALIYUN_URL",
        kinds.ADDRESS,
        Words("阿里云短信的网址", "where Aliyun takes text messages"),
        "https://dysmsapi.aliyuncs.com",
    ),
    Setting(
        "ZERENTIAN_ALIYUN_ID",
        channel_kinds.WORD,
        Words("阿里云的 AccessKey ID", "the AccessKey ID at Aliyun"),
        "",
    ),
    Setting(
        "ZERENTIAN_ALIYUN_KEY",
        channel_kinds.WORD,
        Words("阿里云的 AccessKey Secret", "the AccessKey secret at Aliyun"),
        "",
        hidden=True,
    ),
    Setting(
        "ZERENTIAN_ALIYUN_SIGN",
        channel_kinds.SIGN,
        Words("阿里云批下来的短信签名", "the signature approved there"),
        "",
    ),
)
TENCENT = (
    Setting(
        "ZERENTIAN_TENCENT_URL",
        kinds.ADDRESS,
        Words("腾讯云短信的网址", "where Tencent Cloud takes text messages"),
        "https://sms.tencentcloudapi.com",
    ),
    Setting(
        "ZERENTIAN_TENCENT_ID",
        channel_kinds.WORD,
        Words("腾讯云的 SecretId", "the SecretId at Tencent Cloud"),
        "",
    ),
    Setting(
        "ZERENTIAN_TENCENT_KEY",
        channel_kinds.WORD,
        Words("腾讯云的 SecretKey", "the SecretKey at Tencent Cloud"),
        "",
        hidden=True,
    ),
    Setting(
        "ZERENTIAN_TENCENT_APP",
        channel_kinds.WORD,
        Words("腾讯云短信的 SdkAppId", "the SdkAppId of text messages there"),
        "",
    ),
    Setting(
        "ZERENTIAN_TENCENT_REGION",
        channel_kinds.WORD,
        Words("腾讯云的地域", "the region there"),
        "ap-guangzhou",
    ),
    Setting(
        "ZERENTIAN_TENCENT_SIGN",
        channel_kinds.SIGN,
        Words("腾讯云批下来的短信签名", "the signature approved there"),
        "",
    ),
)
WECOM = (
    Setting(
        "ZERENTIAN_WECOM_URL",
        kinds.ADDRESS,
        Words(
            "企业微信的网址；政务微信写自己的",
            "where WeCom is; a government WeCom has an address of its own",
        ),
        "https://qyapi.weixin.qq.com",
    ),
    Setting(
        "ZERENTIAN_WECOM_CORP",
        channel_kinds.WORD,
        Words("企业微信的企业 ID", "the corp ID at WeCom"),
        "",
    ),
    Setting(
        "ZERENTIAN_WECOM_AGENT",
        kinds.whole_number(1, 99_999_999),
        Words("应用的 AgentId", "the AgentId of the application"),
        "",
    ),
    Setting(
        "ZERENTIAN_WECOM_SECRET",
        channel_kinds.WORD,
        Words("应用的 Secret", "the secret of the application"),
        "",
        hidden=True,
    ),
    Setting(
        "ZERENTIAN_WECOM_ROBOT",
        channel_kinds.WORD,
        Words("群机器人网址里的 key", "the key in the address of a group robot"),
        "",
        hidden=True,
    ),
)
MAIL = (
    Setting(
        "ZERENTIAN_MAIL",
        channel_kinds.MAIL,
        Words("发邮件的服务器", "the server that sends e-mail"),
        "",
        hidden=True,
    ),
    Setting(
        "ZERENTIAN_MAIL_FROM",
        channel_kinds.EMAIL,
        Words("邮件从哪个地址发出", "the address e-mail comes from"),
        "",
    ),
)
CHANNEL_SETTINGS = (*CALLS, *GATEWAY, *ALIYUN, *TENCENT, *WECOM, *MAIL)
