"""`./run`: without arguments the whole program in the foreground, with arguments one command of it."""

from __future__ import annotations

import os
import sys

from config.commands import COMMANDS, help_text, prepare_database


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
    prepare_database(arguments)
    from django.core.management import execute_from_command_line

    from config.prepare import bring_up_to_date

    if os.environ.get("DATABASE_URL") and name not in {"migrate", "check"}:
        bring_up_to_date()
    execute_from_command_line(["woms", name.replace("-", "_"), *arguments[1:]])
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
