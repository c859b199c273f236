"""What people type when they look for a topic, beside the words of the texts themselves."""

from __future__ import annotations

TOPIC_WORDS: dict[str, dict[str, str]] = {
    "country": {"en": "country", "zh": "国家"},
    "holidays": {"en": "holiday holidays days off closed", "zh": "假日 假期 节日 放假"},
    "special_period": {"en": "season closing shutdown", "zh": "时段 停工 休假"},
    "law": {"en": "law privacy data protection transfer", "zh": "法律 数据保护 隐私 个人信息 跨境"},
    "greeting": {"en": "greeting greet handshake bow", "zh": "问候 打招呼 见面 握手"},
    "address": {"en": "address name title forms of address", "zh": "称呼 姓名 头衔"},
    "business_card": {"en": "business card name card", "zh": "名片"},
    "punctuality": {"en": "punctuality punctual late on time", "zh": "守时 准时 迟到"},
    "small_talk": {"en": "small talk conversation", "zh": "寒暄 闲聊 话题"},
    "communication": {"en": "communication style direct silence", "zh": "沟通 表达 直接 沉默"},
    "hierarchy": {"en": "hierarchy decision boss who decides", "zh": "层级 决策 上级 拍板"},
    "negotiation": {"en": "negotiation negotiate price haggle bargain", "zh": "谈判 议价 还价 砍价"},
    "contracts": {"en": "contract contracts signature", "zh": "合同 签约 签字"},
    "gifts": {"en": "gift gifts present", "zh": "送礼 礼物 礼品"},
    "dining": {"en": "dining dinner meal tip tipping alcohol restaurant", "zh": "用餐 宴请 吃饭 小费 喝酒"},
    "dress": {"en": "dress clothes suit", "zh": "着装 穿衣 服装"},
    "gestures": {"en": "gesture gestures body language", "zh": "手势 动作"},
    "taboos": {"en": "taboo taboos avoid", "zh": "禁忌 忌讳"},
    "email": {"en": "email mail letter", "zh": "邮件 电子邮件 写信"},
    "calls": {"en": "call calls phone video channel app", "zh": "电话 通话 视频 渠道"},
    "working_week": {"en": "working week weekend hours office", "zh": "工作日 周末 上班 办公时间"},
    "payment": {"en": "payment pay terms bank", "zh": "付款 收款 支付 账期"},
    "disputes": {"en": "dispute disputes arbitration court", "zh": "争议 纠纷 仲裁 诉讼"},
    "travel": {"en": "travel visa customs entry medicine", "zh": "出行 签证 入境 海关 药品"},
}
"""Words by kind of search entry and language, apart with spaces."""
