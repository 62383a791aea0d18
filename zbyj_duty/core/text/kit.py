"""Sentences of the shared ground: access, store, paper."""

SENTENCES: dict[str, str] = {
    "access.role": "{name} 没有这项权限，需要：{roles}。请换有权限的人登录。",
    "input.blank": "这里不能空着，请填写。",
    "input.too_long": "最多 {limit} 个字，现有 {length} 个字；请精简，或存为附件。",
    "input.not_a_number": "“{value}”不是数字，请填阿拉伯数字。",
    "input.not_a_date": "“{value}”不是日期，请写成 2026-03-05。",
    "store.busy": "记录库正忙，这一条还没有保存，文字仍在输入行里。请稍后再按 Enter。",
    "store.full": "磁盘已满，这一条没有保存，文字仍在输入行里。请清理磁盘后再按 Enter；备份在 {backups}。",
    "store.read_only": "记录库所在位置只读，不能保存。请联系系统管理员；查询和打印仍可使用。",
    "store.corrupt": "记录库文件受损，已停止写入。请不要重启程序，先把 {path} 连同 -wal 文件复制保存，再按恢复说明处理。",
    "store.not_a_database": "{path} 不是值班记录库，请检查路径。",
    "store.newer": "记录库由更新的程序版本（{found}）建立，本程序（{known}）不能打开。请安装新版程序。",
    "store.unreachable": "连接不上数据库服务器，这一条没有保存，文字仍在输入行里。请检查网络后再按 Enter。",
    "store.held": "记录库正由 {holder} 使用，不能再打开第二个写入程序。请到那一台操作，或先关闭它。",
    "store.network_share": "{path} 在网络共享盘（{kind}）上，SQLite 记录库放在那里会损坏。请放到本机磁盘；多台电脑共用请改用 PostgreSQL。",
    "store.missing": "{path} 没有记录库。请先运行 init 建库。",
    "store.other_bureau": "这是另一个单位的记录库（{found}），只能只读打开。",
    "store.ink": "已保存的记录不能修改或删除。请用“更正”或“作废”。",
    "store.migration_failed": "升级记录库时出错，原文件没有改动，升级前的副本在 {copy}。请联系技术支持。",
    "store.triggers_missing": "记录库缺少保护触发器：{names}。请停止写入并联系系统管理员。",
    "store.io": "磁盘读写出错，已停止写入。请不要关闭程序，先把记录库文件夹复制保存：{path}。",
}
