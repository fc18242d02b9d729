"""Words that say that somebody may be hurt: before such a report is sent, we propose to keep it secret."""

import re

SAID = re.compile(
    "|".join(
        [
            "(?<!敲|拨|殴)打(?:了|过)?(?:我|她|他|人|孩子|娃|老婆|媳妇|妻子|老公|丈夫|老人|妈|爸)(?!电话|招呼)",
            "打骂|打架|挨打|挨揍|毒打|殴打|家暴|暴力|动手打|动手了|揍(?:我|她|他|人|孩子)",
            "(?:被|受)(?:他|她|丈夫|老公|儿子|家里人)?(?:伤害|虐待|欺负|打|掐|踹|捅|关)",
            "伤害(?:我|她|他|孩子|老人)|虐待|掐(?:我|她|他)?脖子|踹(?:我|她|他)|拿刀|动刀",
            "怕(?:他|她)|害怕(?:他|她|回家|丈夫|老公)|不敢(?:回家|出门|报警|说)",
            "不(?:让|准|许)(?:我|她|他)?(?:出门|回家|下楼)|(?:锁|关)在(?:家|屋)|威胁|恐吓|跟踪",
            "强奸|强迫|性侵|猥亵|侵犯|身上.{0,4}伤|鼻青脸肿|救命",
        ]
    )
)


def speak_of_harm(text: str) -> bool:
    """打人、怕他、被伤害 and the like, anywhere in it. Too often is better than too seldom."""
    return SAID.search(text) is not None
