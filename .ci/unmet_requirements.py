"""Prints the lines of requirements.txt, beside this file, that this Python does not meet. Needs no package itself."""
import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

COMPARISONS = {">=": lambda one, other: one >= other, "<": lambda one, other: one < other}
# a package of each extra
EXTRAS = {"server": "flask"}


def numbers(text):
    return [int(number) for number in re.findall(r"\d+", text)]


def is_met(requirement):
    name, extra, bounds = re.fullmatch(r"([\w-]+)(?:\[(\w+)\])?([\d.,<>=]*)", requirement).groups()
    try:
        found = numbers(version(name))
        if extra:
            version(EXTRAS[extra])
    except PackageNotFoundError:
        return False
    return all(COMPARISONS[sign](found, numbers(bound)) for sign, bound in re.findall(r"(>=|<)([\d.]+)", bounds))


for line in Path(__file__).with_name("requirements.txt").read_text().splitlines():
    if not line.startswith("#") and not is_met(line):
        print(line)
