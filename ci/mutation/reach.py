"""Which check of which scenario reaches which line: one that does not run a line cannot see that it was changed."""
import concurrent.futures
import hashlib
import json
import os
import subprocess
import tempfile

from files import digest


def scenarios_of(manifest):
    with open(manifest, encoding="utf-8") as file:
        return [scenario["name"] for scenario in json.load(file)["scenarios"]]


def lines_of(info, root):
    """A file in lcov's form: by path, the lines that can be reached, and the checks that reach each."""
    found, check, path = {}, "", ""
    for row in info.splitlines():
        if row.startswith("TN:"):
            check = row[3:]
        elif row.startswith("SF:"):
            path = os.path.relpath(row[3:], root)
        elif row.startswith("DA:"):
            line, count = row[3:].split(",")[:2]
            checks = found.setdefault(path, {}).setdefault(line, [])
            if int(count) > 0:
                checks.append(check)
    return found


class Reach:
    """Made by running each scenario once in the standard tier, over connectors that count their lines. That takes
    minutes: it is kept in the build for as long as the connectors and what runs them are the same."""

    def __init__(self, root, assay, connectors, seed):
        self.root, self.assay, self.seed, self.connectors = root, assay, seed, connectors
        self.build = os.path.join(root, "build", "coverage")
        self.pairs = [(name, scenario) for name in connectors for scenario in scenarios_of(self.manifest(name))]

    def manifest(self, connector):
        return os.path.join(self.build, "manifests", connector + ".json")

    def library(self, connector):
        return os.path.join(self.build, "connectors", connector + ".so")

    def prepare(self, jobs):
        kept, key = os.path.join(self.build, "mutation-reach.json"), self.key()
        if os.path.exists(kept):
            with open(kept, encoding="utf-8") as file:
                held = json.load(file)
            if held["key"] == key:
                self.found = held["found"]
                return
        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            found = pool.map(self.look, self.pairs)
            self.found = {f"{name}/{scenario}": lines for (name, scenario), lines in zip(self.pairs, found)}
        with open(kept, "w", encoding="utf-8") as file:
            json.dump({"key": key, "found": self.found}, file)

    def key(self):
        programs = [self.assay, os.path.join(os.path.dirname(self.assay), "assay-host")]
        parts = [digest(path) for path in programs + [self.library(name) for name in self.connectors]]
        return hashlib.sha256("\n".join([*parts, str(self.pairs)]).encode()).hexdigest()

    def look(self, pair):
        with tempfile.TemporaryDirectory(prefix="assay-reach-") as out:
            subprocess.run([self.assay, "coverage", "lines", self.manifest(pair[0]), "--filter", f"{pair[0]}/{pair[1]}:*",
                            "--include", "*", "--jobs", "1", "--seed", str(self.seed), "--out", out],
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
            with open(os.path.join(out, "coverage.info"), encoding="utf-8") as file:
                return lines_of(file.read(), self.root)

    def of(self, place, connectors):
        """The checks that run the lines of the place, as 'connector/scenario:check'."""
        for scenario, files in self.found.items():
            if scenario.split("/")[0] not in connectors:
                continue
            lines = files.get(place.path, {})
            counted = [line for line in range(place.first, place.last + 1) if str(line) in lines]
            checks = {check for line in counted or lines for check in lines[str(line)]}
            yield from (f"{scenario}:{check}" for check in sorted(checks))
