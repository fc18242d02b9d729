"""Exit 0 when a part of the house is well: `python -m tools.healthy database|worker [--at HOST]`."""

import argparse
import http.client
import json
import sys


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=["database", "worker"])
    parser.add_argument("--at", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    arguments = parser.parse_args(argv)
    try:
        state = ask(arguments.at, arguments.port)[arguments.part]
    except (OSError, http.client.HTTPException, ValueError, KeyError) as error:
        state = f"no answer ({error})"
    print(f"{arguments.part}: {state}")
    return 0 if state == "ok" else 1


def ask(host, port):
    """By its address and without TLS: /healthz answers whoever asks."""
    asking = http.client.HTTPConnection(host, port, timeout=5)
    asking.request("GET", "/healthz")
    return json.load(asking.getresponse())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
