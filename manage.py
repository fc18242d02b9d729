#!/usr/bin/env python3
import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import call_command, execute_from_command_line

    if sys.argv[1:2] == ["version"]:  # Django keeps this word for itself and would say its own
        from config.management.commands.version import Command

        call_command(Command(), *sys.argv[2:])
    else:
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
