"""What the tests read from standard output: one JSON object on each line. What moto prints goes to standard error."""
import json
import sys
from threading import Lock

_output = sys.stdout
_lock = Lock()
sys.stdout = sys.stderr


def report(**line):
    with _lock:
        _output.write(json.dumps(line) + "\n")
        _output.flush()
