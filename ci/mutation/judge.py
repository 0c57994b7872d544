"""A tree and a build of its own, in which a place is changed, built and judged at a time."""
import glob
import json
import os
import shutil
import signal
import subprocess
import time

from files import Broken, copy_tree, digest, read, run, write

KILLS = ("fail", "crash", "timeout", "error")
LIMIT_S = 20  # of a check: what a change makes endless is to be seen soon


def object_of(row):
    words = row["command"].split()
    return words[words.index("-o") + 1]


class Judge:
    """assay: the program that judges, of a build that nothing is changed in; reach: see there."""

    def __init__(self, root, folder, assay, reach, seed):
        self.tree, self.build = os.path.join(folder, "tree"), os.path.join(folder, "build")
        self.out, self.assay, self.reach, self.seed = os.path.join(folder, "out"), assay, reach, seed
        self.root, self.connectors = root, reach.connectors

    def prepare(self):
        copy_tree(self.root, self.tree)
        self.must(["cmake", "-S", self.tree, "-B", self.build, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release",
                   "-DCMAKE_C_FLAGS_RELEASE=-O2", "-DASSAY_MUTANTS=OFF", "-DASSAY_WERROR=OFF",
                   "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON"])
        self.must(["ninja", "-C", self.build, *self.connectors])
        self.sound = {name: digest(self.library(name)) for name in self.connectors}
        rows = json.loads(read(os.path.join(self.build, "compile_commands.json")))
        self.objects = {os.path.relpath(row["file"], self.tree): os.path.join(row["directory"], object_of(row))
                        for row in rows}
        self.sound.update({path: digest(name) for path, name in self.objects.items() if os.path.exists(name)})

    def must(self, words):
        code, said = run(words)
        if code != 0:
            raise Broken(f"{' '.join(words[:4])}: {said[-2000:]}")

    def library(self, name):
        return os.path.join(self.build, "connectors", name + ".so")

    def judge(self, place):
        """A verdict, and who came to it. no code: it does not compile; unused: in no connector; same: the same
        code; killed, by a check or by a unit test; survived."""
        path = os.path.join(self.tree, place.path)
        text = read(path)
        try:
            write(path, place.apply(text))
            code, _ = run(["ninja", "-C", self.build, *self.connectors])
            if code != 0:
                return "no code", ""
            changed = [name for name in self.connectors if digest(self.library(name)) != self.sound[name]]
            if not changed:
                return ("same" if digest(self.objects[place.path]) == self.sound[place.path] else "unused"), ""
            return self.try_all(place, changed)
        finally:
            write(path, text)

    def try_all(self, place, changed):
        """What takes little time first."""
        ids = list(self.reach.of(place, changed))
        killer = self.try_tier("smoke", ids) or self.try_tests(place, changed) or self.try_tier("standard", ids)
        if killer:
            return "killed", killer
        return "survived", "" if ids else "never reached"

    def try_tests(self, place, changed):
        """The unit tests beside the source; of the toolkit, which connectors are made of, theirs too."""
        folders = {os.path.dirname(place.path)}
        if place.path.startswith("harness/"):
            folders |= {os.path.join("reference-connectors", name) for name in changed}
        tests = [os.path.basename(path)[:-2] for folder in sorted(folders)
                 for path in glob.glob(os.path.join(self.tree, folder, "*_test.c"))]
        if not tests:
            return ""
        code, said = run(["ninja", "-C", self.build, *tests])
        if code != 0:
            raise Broken(said[-2000:])
        code, _ = run(["ctest", "--test-dir", self.build, "--timeout", str(LIMIT_S), "--stop-on-failure",
                       "-R", f"^({'|'.join(tests)})$"])
        return "" if code == 0 else "unit test"

    def try_tier(self, tier, ids):
        for name in self.connectors:
            killer = self.try_connector(name, tier, [one for one in ids if one.startswith(name + "/")])
            if killer:
                return killer
        return ""

    def try_connector(self, name, tier, ids):
        """The first check that does not pass; nothing is awaited after it."""
        if not ids:
            return ""
        shutil.rmtree(self.out, ignore_errors=True)
        manifest = os.path.join(os.path.dirname(self.assay), "..", "manifests", name + ".json")
        filters = [word for one in ids for word in ("--filter", one)]
        process = subprocess.Popen(
            [self.assay, "run", manifest, "--library", self.library(name), "--tier", tier, "--jobs", "1", "--shrink",
             "0", "--seed", str(self.seed), "--timeout", str(LIMIT_S), "--out", self.out, *filters],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace")
        journal = Journal(os.path.join(self.out, "journal.jsonl"))
        while process.poll() is None and not journal.killer():
            time.sleep(0.02)
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        said = process.communicate()[1]
        killer = journal.killer()
        if not killer and process.returncode not in (0, 4):
            return f"exit {process.returncode}: {said.strip()[:200]}"
        return killer


class Journal:
    """Read while it is written."""

    def __init__(self, path):
        self.path, self.read, self.rest, self.found = path, 0, "", ""

    def killer(self):
        if not self.found and os.path.exists(self.path):
            with open(self.path, encoding="utf-8", errors="replace") as file:
                file.seek(self.read)
                self.rest += file.read()
                self.read = file.tell()
            *lines, self.rest = self.rest.split("\n")
            for line in lines:
                self.look(json.loads(line))
        return self.found

    def look(self, line):
        if not self.found and line.get("type") == "result" and line.get("state") in KILLS:
            self.found = line["id"]
