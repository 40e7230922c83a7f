"""The entry of `disputatio` and of `python -m generator`."""

import signal
import sys


def main() -> int:
    """Return the exit code of the command line that the user gave.

    Until the commands are loaded, Ctrl-C ends the process at once and without a traceback. A SIGINT that the caller
    told us to ignore (`nohup`, a job in the background) stays ignored.
    """
    obeys_interrupts = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if obeys_interrupts:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from generator.cli import main as run_command

    if obeys_interrupts:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    return run_command()


if __name__ == "__main__":
    sys.exit(main())
