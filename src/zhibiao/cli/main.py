"""The way in: `zhibiao VERB`, each verb's module loaded only when it is called."""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
import traceback
from importlib import import_module

import click

from zhibiao import __version__

# verb -> (module, help in one line); the modules are imported late, so that --help stays quick.
VERBS: dict[str, tuple[str, str]] = {
    "new": ("zhibiao.cli.book", "Make a book folder for one authority. 建账"),
    "intake": ("zhibiao.cli.book", "Read returns, check them, keep every version. 收报核查"),
    "query": ("zhibiao.cli.query", "What enterprises are asked, and what they answer. 查询与答复"),
    "returns": ("zhibiao.cli.restatements", "Read returns as they were known at an instant. 月报查询"),
    "restatements": ("zhibiao.cli.restatements", "What rests on returns that were filed again. 订正影响"),
    "revisions": ("zhibiao.cli.revisions", "How figures were revised since they were first filed. 修订三角"),
    "assess": ("zhibiao.cli.book", "Assess a month: pace, forecast, verdicts. 月度研判"),
    "base": ("zhibiao.cli.base", "Reconcile bases before the year is first allocated. 基数核对"),
    "allocate": ("zhibiao.cli.book", "Draft the quotas of a plan year. 指标分配"),
    "regulate": ("zhibiao.cli.regulate", "Draft a month's regulation of quotas, planned and certified. 月度调节"),
    "recourse": ("zhibiao.cli.recourse", "For each indicator: the least step to one more tonne. 改进路径"),
    "audit": ("zhibiao.cli.audit", "Rank reported figures by how far quotas depend on them. 核查排序"),
    "cross-check": ("zhibiao.cli.cross_check", "Rank enterprises by where a look is worth most. 核对排序"),
    "approve": ("zhibiao.cli.book", "Approve a draft, as another person. 审核"),
    "issue": ("zhibiao.cli.book", "Issue an approved decision into the ledger. 下达"),
    "withdraw": ("zhibiao.cli.withdraw", "Withdraw a decision or a transfer that still stands. 撤回"),
    "appeal": ("zhibiao.cli.appeal", "Appeal against an issued quota, hear and decide it. 申诉"),
    "publish": ("zhibiao.cli.book", "Write every paper of a month. 发布"),
    "close": ("zhibiao.cli.book", "Close a month or a year. 结账"),
    "rollover": ("zhibiao.cli.transfer", "Move what a closed year leaves owing into the next. 年度结转"),
    "transfer": ("zhibiao.cli.transfer", "Transfer quota between enterprises, by two persons. 调剂"),
    "capacity": ("zhibiao.cli.capacity", "Keep an account per furnace or kiln, and check swaps. 产能台账"),
    "text": ("zhibiao.cli.text", "Clean published pages and read what they promise and report. 文本读取"),
    "register": ("zhibiao.cli.register.group", "Keep and follow up what was promised in texts. 事项台账"),
    "verify": ("zhibiao.cli.book", "Re-derive every figure with separate code. 复核"),
    "head": ("zhibiao.cli.heads", "Hand out signed heads of a book, hold kept ones against it. 首页存证"),
    "export": ("zhibiao.cli.backup", "Write a decision as a zip that anyone can verify. 导出"),
    "backup": ("zhibiao.cli.backup", "Write the whole book into one zip while others work on it. 备份"),
    "restore": ("zhibiao.cli.backup", "Make a new book of a backup or an exported folder. 恢复"),
    "doctor": ("zhibiao.cli.doctor", "Look at machine and book: missing, unsafe, out of date. 体检"),
    "serve": ("zhibiao.cli.serve", "Open the desk in the browser, on this machine. 打开工作台"),
    "demo": ("zhibiao.cli.demo", "Run the whole job on the bundled fictional city. 演示"),
    "split": ("zhibiao.cli.split", "Divide a cap among claimants by any rule, no book needed. 计算器"),
    "rules": ("zhibiao.cli.rules", "List the rules of allocation, or print one in full. 分配规则"),
    "template": ("zhibiao.cli.template", "Write the form that a firm fills in and can check itself. 填报模板"),
    "check": ("zhibiao.cli.check", "Check a return before sending it, offline. 报前自校"),
    "plan": ("zhibiao.cli.plan", "Plan months, plants and products of a problem file, certified. 调节计划"),
    "forecast": ("zhibiao.cli.forecast", "Forecast where each series and their total end the year. 年末预测"),
    "backtest": ("zhibiao.cli.backtest", "Hold the forecast of a table against what came in past years. 预测回测"),
    "market": ("zhibiao.cli.market", "Read prices of bulk commodities, find shocks, draw paths. 大宗商品"),
    "replay": ("zhibiao.cli.replay", "Go through a real year month by month. 回放"),
    "simulate": ("zhibiao.cli.simulate", "Make the fictional city again from its seed. 模拟"),
    "import": ("zhibiao.cli.imports", "Import public data sets. 导入公开数据"),
}


class Verbs(click.Group):
    """A group that lists its verbs without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if cmd_name not in VERBS:
            return None
        command: click.Command = getattr(import_module(VERBS[cmd_name][0]), f"{cmd_name.replace('-', '_')}_")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        with formatter.section("Verbs 动作"):
            formatter.write_dl([(verb, line) for verb, (_, line) in VERBS.items()])


@click.command(
    cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]}, epilog="Example: zhibiao demo --dir demo"
)
@click.version_option(__version__, prog_name="zhibiao")
def zhibiao() -> None:
    """指标: production quota tied to contribution, with a reason for every tonne."""


_FULL = (errno.ENOSPC, errno.EDQUOT)


def main() -> None:
    """Run the command line; every outcome ends in one of the documented exit codes."""
    arguments = sys.argv[1:]
    if sys.stdout is None:  # closed by the caller
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - until the end of the program
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a console without Chinese shows escapes, not a trace
    # A verb makes many values and ends: looking for garbage at every 700th of them costs a tenth of the time.
    gc.set_threshold(100_000, 50, 100)
    try:
        # Outside its stand-alone mode click hands an exit code back instead of raising it.
        code = zhibiao.main(arguments, prog_name="zhibiao", standalone_mode=False) or 0
    except (click.exceptions.Abort, KeyboardInterrupt):
        code = 130
    except click.ClickException as error:
        from zhibiao.cli.answer import usage_failed

        code = usage_failed(error, arguments)
    except Exception as error:  # noqa: BLE001 - the last resort: what we did not foresee, said as such
        from zhibiao.cli.answer import unforeseen

        if isinstance(error, OSError) and error.errno in _FULL:
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - takes what is flushed at the end
            click.echo(f"✗ Nothing more can be written, the disk is full 磁盘已满，无法写出: {error}", err=True)
            sys.exit(1)
        traceback.print_exc()
        code = unforeseen(error, arguments)
    sys.exit(code)
