"""What is done to files."""
import hashlib
import os
import shutil
import subprocess
import time


class Broken(Exception):
    """Something other than the change is wrong."""


def run(words, **options):
    done = subprocess.run(words, capture_output=True, text=True, errors="replace", check=False, **options)
    return done.returncode, done.stdout + done.stderr


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def write(path, text):
    """With a time of its own, so that it is built anew."""
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    now = time.time_ns()
    os.utime(path, ns=(now, now))


def same(path, other):
    if not os.path.exists(other):
        return False
    with open(path, "rb") as one, open(other, "rb") as two:
        return one.read() == two.read()


def copy_tree(root, to):
    """What git knows; files are written only where they differ, so that a build can be used again."""
    code, listed = run(["git", "-C", root, "ls-files", "-co", "--exclude-standard"])
    if code != 0:
        raise Broken(listed)
    for name in listed.splitlines():
        source, target = os.path.join(root, name), os.path.join(to, name)
        if os.path.exists(source) and not same(source, target):
            os.makedirs(os.path.dirname(target), exist_ok=True)
            shutil.copy(source, target)
