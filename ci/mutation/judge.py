"""A tree and a build of its own, in which a place is changed, built and judged at a time."""
import hashlib
import json
import os
import shutil
import signal
import subprocess
import time

KILLS = ("fail", "crash", "timeout", "error")
LIMIT_S = 20  # of a check: what a change makes endless is to be seen soon


class Broken(Exception):
    """Something other than the change is wrong."""


def run(words, **options):
    done = subprocess.run(words, capture_output=True, text=True, errors="replace", check=False, **options)
    return done.returncode, done.stdout + done.stderr


def copy_tree(root, to):
    """What git knows; files are written only where they differ, so that a build can be used again."""
    code, listed = run(["git", "-C", root, "ls-files", "-co", "--exclude-standard"])
    if code != 0:
        raise Broken(listed)
    for name in listed.splitlines():
        source, target = os.path.join(root, name), os.path.join(to, name)
        if not os.path.exists(source):
            continue
        with open(source, "rb") as file:
            now = file.read()
        if os.path.exists(target):
            with open(target, "rb") as file:
                if file.read() == now:
                    continue
        os.makedirs(os.path.dirname(target), exist_ok=True)
        shutil.copy(source, target)


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def object_of(row):
    words = row["command"].split()
    return words[words.index("-o") + 1]


class Judge:
    """assay: the program that judges, of a build that nothing is changed in."""

    def __init__(self, root, folder, assay, connectors, seed):
        self.tree, self.build = os.path.join(folder, "tree"), os.path.join(folder, "build")
        self.out, self.assay, self.seed = os.path.join(folder, "out"), assay, seed
        self.root, self.connectors = root, connectors

    def prepare(self):
        copy_tree(self.root, self.tree)
        self.must(["cmake", "-S", self.tree, "-B", self.build, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release",
                   "-DCMAKE_C_FLAGS_RELEASE=-O2", "-DASSAY_MUTANTS=OFF", "-DASSAY_WERROR=OFF",
                   "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON"])
        self.must(["ninja", "-C", self.build, *self.connectors])
        self.sound = {name: digest(self.library(name)) for name in self.connectors}
        with open(os.path.join(self.build, "compile_commands.json"), encoding="utf-8") as file:
            self.objects = {os.path.relpath(row["file"], self.tree): os.path.join(row["directory"], object_of(row))
                            for row in json.load(file)}
        self.sound.update({path: digest(name) for path, name in self.objects.items() if os.path.exists(name)})

    def must(self, words):
        code, said = run(words)
        if code != 0:
            raise Broken(f"{' '.join(words[:4])}: {said[-2000:]}")

    def library(self, name):
        return os.path.join(self.build, "connectors", name + ".so")

    def judge(self, place):
        """no code: it does not compile; unused: in no connector; same: the same code; killed, with the check;
        survived."""
        path = os.path.join(self.tree, place.path)
        with open(path, encoding="utf-8") as file:
            text = file.read()
        try:
            write(path, place.apply(text))
            code, _ = run(["ninja", "-C", self.build, *self.connectors])
            if code != 0:
                return "no code", ""
            changed = [name for name in self.connectors if digest(self.library(name)) != self.sound[name]]
            if not changed:
                return ("same" if digest(self.objects[place.path]) == self.sound[place.path] else "unused"), ""
            return self.try_tiers(changed)
        finally:
            write(path, text)

    def try_tiers(self, changed):
        for tier in ("smoke", "standard"):
            for name in changed:
                killer = self.try_connector(name, tier)
                if killer:
                    return "killed", killer
        return "survived", ""

    def try_connector(self, name, tier):
        """The first check that does not pass; nothing is awaited after it."""
        shutil.rmtree(self.out, ignore_errors=True)
        manifest = os.path.join(os.path.dirname(self.assay), "..", "manifests", name + ".json")
        process = subprocess.Popen(
            [self.assay, "run", manifest, "--library", self.library(name), "--tier", tier, "--jobs", "1", "--shrink",
             "0", "--seed", str(self.seed), "--timeout", str(LIMIT_S), "--out", self.out],
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


def write(path, text):
    """With a time of its own, so that it is built anew."""
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    now = time.time_ns()
    os.utime(path, ns=(now, now))


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
