"""The command line: for scripts, for tests, and for the person on the phone to support.

Exit codes: 0 all is well, 1 the answer is no, 2 misuse or trouble.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from zbyj_duty.core.clock import SystemClock
from zbyj_duty.core.errors import AppError
from zbyj_duty.core.paths import default_home
from zbyj_duty.core.text.sentences import sentence

VERSION = "0.1.0"


def program_version() -> str:
    """Return the installed version, or the checkout's."""
    try:
        return version("zbyj-duty")
    except PackageNotFoundError:
        return VERSION


def parser() -> argparse.ArgumentParser:
    """Return the parser of every command."""
    top = argparse.ArgumentParser(prog="zbyj-duty", description="淄博应急值班；不带命令时打开窗口")
    top.add_argument("--version", action="version", version=f"zbyj-duty {program_version()}")
    top.add_argument("--home", type=Path, default=None, help="值班室文件夹")
    top.add_argument("--store", default=None, metavar="URL", help="数据库地址，如 postgresql://…")
    top.add_argument("--owner", default=None, metavar="URL", help="PostgreSQL 表所有者的地址，升级记录库时用")
    top.add_argument("--seat", default="值班席", help="本席位的名称")
    top.add_argument("--json", action="store_true", help="输出一个 JSON 对象")
    top.add_argument(
        "--passphrase-file", type=Path, default=None, help="口令文件：每行“编号 口令”，或只有一行口令"
    )
    commands = top.add_subparsers(dest="command")
    _add_commands(commands)
    return top


def _add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    demo = commands.add_parser("demo", help="演一遍一个班次：示例数据，签名报告，窗口")
    demo.add_argument("--no-window", action="store_true", help="不开窗口")
    init = commands.add_parser("init", help="首次建库：官方单位、日历、规则、第一位系统管理员")
    init.add_argument("--bureau", default="淄博市应急管理局")
    init.add_argument("--staff-no", required=True)
    init.add_argument("--name", required=True)
    _user(commands)
    _watch(commands)
    _log(commands)
    _round(commands)
    _handover(commands)
    sign = commands.add_parser("sign", help="签署值班报告（带班领导，或补签）")
    sign.add_argument("watch", metavar="WATCH")
    sign.add_argument("--as", dest="who", required=True, metavar="STAFFNO")
    report = commands.add_parser("report", help="值班报告 PDF")
    report.add_argument("watch", metavar="WATCH", nargs="?", help="班次，如 2026-11-23；不写为当前班（草稿）")
    report.add_argument("-o", "--output", type=Path, required=True)
    verify = commands.add_parser("verify", help="验证报告文件；不带文件时验证整个记录库")
    verify.add_argument("files", nargs="*", type=Path)
    verify.add_argument("--head", action="append", default=[], metavar="COUNT:HEAD", help="纸面上的链首")
    imports = commands.add_parser("import", help="导入工作簿")
    imports.add_argument("kind", choices=("people", "targets"))
    imports.add_argument("file", type=Path)
    imports.add_argument("--as", dest="who", required=True, metavar="STAFFNO")
    imports.add_argument("--dry-run", action="store_true")
    imports.add_argument("--rejects", type=Path, default=None)
    backup = commands.add_parser("backup", help="备份记录库（在线，备份后核验）")
    backup.add_argument("destination", type=Path)
    restore = commands.add_parser("restore", help="从备份恢复")
    restore.add_argument("source", type=Path)
    commands.add_parser("doctor", help="检查环境与记录库")


def _user(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    user = commands.add_parser("user", help="账号：设口令、给角色、签发密钥").add_subparsers(
        dest="action", required=True
    )
    for action, words in (("passphrase", "设置口令并签发密钥"), ("role", "给一个角色"), ("list", "列出人员")):
        made = user.add_parser(action, help=words)
        made.add_argument("--as", dest="who", required=action != "list", metavar="STAFFNO")
        if action != "list":
            made.add_argument("staff_no")
        if action == "role":
            made.add_argument("role", choices=("officer", "leader", "planner", "admin", "reader"))


def _crew(made: argparse.ArgumentParser) -> None:
    made.add_argument("--crew", required=True, metavar="STAFFNO,…", help="第一位是值班长")
    made.add_argument("--leader", required=True, metavar="STAFFNO", help="带班领导")


def _watch(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    watch = commands.add_parser("watch", help="当班").add_subparsers(dest="action", required=True)
    take = watch.add_parser("take", help="接第一个班（以后都走交接班）")
    take.add_argument("--as", dest="who", required=True, metavar="STAFFNO")
    _crew(take)
    watch.add_parser("status", help="谁在值班")


def _log(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    log = commands.add_parser("log", help="值班日志").add_subparsers(dest="action", required=True)
    add = log.add_parser("add", help="记一条；不带内容时从标准输入逐行读")
    add.add_argument("text", nargs="?")
    add.add_argument("--as", dest="who", required=True, metavar="STAFFNO")
    listed = log.add_parser("list", help="列出一个班次的日志")
    listed.add_argument("watch", metavar="WATCH", nargs="?")


def _round(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    made = commands.add_parser("round", help="每日调度").add_subparsers(dest="action", required=True)
    opened = made.add_parser("open", help="开始一轮")
    opened.add_argument("name", help="如 上午调度")
    answer = made.add_parser("answer", help="记一个单位的应答")
    answer.add_argument("unit", help="单位简称")
    answer.add_argument("result", help="无情况、有情况、未接通、占线、不在岗、补报、免调")
    answer.add_argument("--text", default="")
    answer.add_argument("--answerer", default="")
    close = made.add_parser("close", help="收轮；未应答的统一说明原因")
    close.add_argument("--reason", default="", help="未应答单位的原因")
    made.add_parser("show", help="看当前一轮")
    for parser_ in (opened, answer, close):
        parser_.add_argument("--as", dest="who", required=True, metavar="STAFFNO")


def _handover(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    made = commands.add_parser("handover", help="交接班").add_subparsers(dest="action", required=True)
    offer = made.add_parser("offer", help="提交交班")
    offer.add_argument("--as", dest="who", required=True, metavar="STAFFNO")
    accept = made.add_parser("accept", help="逐项确认并接班：交班人、接班人都要口令")
    accept.add_argument("--as", dest="who", required=True, metavar="STAFFNO")
    accept.add_argument("--from", dest="outgoing", required=True, metavar="STAFFNO", help="交班人")
    accept.add_argument("--confirm-all", action="store_true", help="各项数量与应有数一致，逐项确认")
    _crew(accept)
    back = made.add_parser("return", help="退回")
    back.add_argument("--as", dest="who", required=True, metavar="STAFFNO")
    back.add_argument("reason")


def run(arguments: Sequence[str]) -> int:
    """Run a command line; returns the exit code."""
    top = parser()
    options = top.parse_args(arguments)
    options.home = options.home or (None if options.command == "demo" else default_home())
    options.clock = SystemClock()
    try:
        if options.command is None:
            from zbyj_duty.app.startup import open_window

            return open_window(options.home, options.store, options.owner, options.seat)
        from zbyj_duty.app.commands import COMMANDS

        return COMMANDS[options.command](options)
    except AppError as error:
        print(sentence(error), file=sys.stderr)
        return 2
