"""Sentences of paper, signing and verification."""

SENTENCES: dict[str, str] = {
    "paper.wrong_passphrase": "口令不对，没有签名。请重新输入。",
    "paper.key_closed": "签名密钥已经关闭，请重新输入口令。",
    "paper.missing_glyphs": "以下字没有字形，印不出来：{characters}。请改用通用字，或联系技术支持补字。",
    "paper.cannot_write": "不能写入 {path}，请换一个位置。",
    "paper.not_a_pdf": "{path} 不是 PDF 文件，或已损坏。",
    "paper.no_field": "报告里没有“{field}”签名栏。",
    "paper.signed_already": "“{field}”已经签过名。",
}
