"""Sentences of 人员与单位, accounts and keys."""

SENTENCES: dict[str, str] = {
    "people.bad_number": "“{value}”不是电话号码。只写数字、空格和连字符，分机写“转 801”。",
    "people.no_such_person": "没有编号 {value} 的人员。",
    "people.no_such_unit": "没有这个单位（{value}），可能已被修改。请刷新后重试。",
    "people.no_such_number": "没有这个号码（{value}），可能已被修改。请刷新后重试。",
    "people.staff_no_taken": "编号 {value} 已经是 {name} 的，请换一个。",
    "people.unit_taken": "已有同名单位：{name}。",
    "people.short_passphrase": "口令至少 {minimum} 个字，可以是一句话。",
    "people.digits_passphrase": "纯数字口令容易猜到（生日、电话），请用一句话或混合文字。",
    "people.common_passphrase": "这个口令太常见，请换一个。",
    "people.no_account": "{name} 还没有口令，请系统管理员先设置。",
    "people.wrong_passphrase": "口令不对，还可再试 {left} 次。",
    "people.locked": "口令连续错 5 次，{name} 已锁定，到 {until} 再试。其他人不受影响。",
    "people.retired": "{name} 已调离，不能登录。",
    "people.no_role": "{name} 没有在效的岗位权限，请系统管理员设置。",
    "people.no_key": "{name} 没有可用的签名密钥。可由系统管理员签发，或用纸面签字。",
    "people.key_expired": "{name} 的签名密钥已于 {date} 到期，请系统管理员重新签发。",
    "people.no_ca": "值班室还没有建立签名机构，请先运行 init。",
    "people.ca_twice": "值班室的签名机构已经建立，指纹 {fingerprint}。",
    "people.no_reason": "请写明原因。",
    "people.founded_already": "这个记录库已经建好（{bureau}），不能再次初始化。",
}
