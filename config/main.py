"""`./run`: without arguments the whole program in the foreground, with arguments one command of it."""

from __future__ import annotations

import os
import sys

from config.commands import COMMANDS, WITH_PROVINCE, WITHOUT_DATABASE, help_text, prepare_database


def main(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if not arguments:
        from config.supervisor import serve

        return serve()
    if arguments[0] in {"-h", "--help", "help"}:
        print(help_text())  # noqa: T201
        return 0
    return _command(arguments)


def _command(arguments: list[str]) -> int:
    name = arguments[0]
    if name not in COMMANDS and not name.replace("_", "").isalnum():
        print(f"WOMS: không có lệnh “{name}”. Gõ ./run --help để xem các lệnh.", file=sys.stderr)  # noqa: T201
        return 2
    if name in {"rules", "score"}:
        return _rules(name, arguments[1:])
    prepare_database(arguments)
    from django.core.management import execute_from_command_line

    from config.prepare import bring_up_to_date, fill_with_sample

    if name not in WITHOUT_DATABASE and name not in {"migrate", "check"}:
        bring_up_to_date()
    if name in WITH_PROVINCE:
        fill_with_sample()
    execute_from_command_line(["woms", name.replace("-", "_"), *arguments[1:]])
    return 0


def _rules(name: str, arguments: list[str]) -> int:
    """Rules are pure: no database, no Django."""
    import argparse

    from woms.regulations import cli

    parser = argparse.ArgumentParser(prog=f"./run {name}")
    configure, run = {
        "rules": (cli.configure_rules, cli.run_rules),
        "score": (cli.configure_score, cli.run_score),
    }[name]
    configure(parser)
    return run(parser.parse_args(arguments))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
