"""Sentences of the command line."""

SENTENCES: dict[str, str] = {
    "cli.no_passphrase": "口令文件 {path} 里没有 {staff_no} 的口令。每行写“编号 口令”。",
    "cli.bad_passphrase_file": "口令文件 {path} 不存在或不能读取。请检查路径；文件应为 UTF-8，每行“编号 口令”。",
    "cli.no_such_unit": "当前一轮里没有“{value}”这个单位。",
    "cli.bad_result": "“{value}”不是调度结果，请写：{known}。",
    "cli.no_round": "现在没有进行中的调度轮次，请先 round open。",
    "cli.no_such_round": "今天没有“{value}”这一轮；有：{known}。",
    "cli.already_there": "{path} 已经存在，不覆盖。请换一个位置，或先移走。",
    "cli.bad_backup": "{path} 不是值班记录库的备份，或已损坏：{reason}",
}
