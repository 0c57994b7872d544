"""Drives a headless Chromium by the DevTools protocol over two pipes: no port, nothing but Python's own
library."""
import base64
import contextlib
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

NAMES = ("chromium", "chromium-headless-shell", "chromium-browser", "google-chrome")
FLAGS = """--headless --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run
    --disable-extensions --disable-component-update --disable-background-networking --disable-sync
    --disable-breakpad --hide-scrollbars --force-color-profile=srgb --remote-debugging-pipe""".split()
LIMIT = 90  # seconds, of one answer; a machine may be busy


def find():
    """The browser's path, or None."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


class Browser:
    """Events of pages that nobody asked for are kept in .events."""

    def __init__(self, path):
        self.home = tempfile.mkdtemp(prefix="assay-browser-")
        to_read, self.write = os.pipe()
        self.read, to_write = os.pipe()
        self.last, self.events, self.buffer = 0, [], b""
        self.words = open(os.path.join(self.home, "words"), "w+", encoding="utf-8", errors="replace")
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", f'exec "$@" 3<&{to_read} 4>&{to_write}', "sh", path, *FLAGS,
             f"--user-data-dir={self.home}"],
            pass_fds=(to_read, to_write), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=self.words, env={**os.environ, "HOME": self.home})
        os.close(to_read)
        os.close(to_write)

    def message(self):
        end = time.monotonic() + LIMIT
        while b"\0" not in self.buffer:
            ready, _, _ = select.select([self.read], [], [], max(0, end - time.monotonic()))
            more = os.read(self.read, 1 << 20) if ready else b""
            if not more:
                raise RuntimeError(f"the browser {'has gone' if ready else 'does not answer'}: {self.last_words()}")
            self.buffer += more
        text, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(text)

    def last_words(self):
        self.words.seek(0)
        return self.words.read()[-2000:]

    def call(self, method, session=None, **values):
        self.last += 1
        request = {"id": self.last, "method": method, "params": values}
        if session is not None:
            request["sessionId"] = session
        os.write(self.write, json.dumps(request).encode() + b"\0")
        while True:
            answer = self.message()
            if answer.get("id") != self.last:
                self.events.append(answer)
            elif "error" in answer:
                raise RuntimeError(f"{method}: {answer['error']}")
            else:
                return answer["result"]

    def wait(self, method, session):
        while True:
            for at, event in enumerate(self.events):
                if event.get("method") == method and event.get("sessionId") == session:
                    return self.events.pop(at)
            self.events.append(self.message())

    def close(self):
        with contextlib.suppress(Exception):
            self.call("Browser.close")
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=20)
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.read)
        os.close(self.write)
        self.words.close()
        shutil.rmtree(self.home, ignore_errors=True)


class Page:
    """A tab. What it loads and what its console says are among the browser's events."""

    def __init__(self, browser, scripts=True):
        self.browser = browser
        target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.call("Emulation.setScriptExecutionDisabled", value=not scripts)

    def call(self, method, **values):
        return self.browser.call(method, self.session, **values)

    def look(self, width, height=900, dark=False, media="", phone=False):
        """As which screen the page is shown."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, mobile=phone,
                  deviceScaleFactor=2 if phone else 1)
        self.call("Emulation.setEmulatedMedia", media=media, features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def open(self, path):
        self.call("Page.navigate", url="file://" + os.path.abspath(path))
        self.browser.wait("Page.loadEventFired", self.session)

    def value(self, expression):
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{expression}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def picture(self, whole=True, clip=None, scale=1):
        values = {"clip": {**clip, "scale": scale}} if clip else {}
        answer = self.call("Page.captureScreenshot", captureBeyondViewport=whole, **values)
        return base64.b64decode(answer["data"])

    def pdf(self):
        return base64.b64decode(self.call("Page.printToPDF", printBackground=True)["data"])

    def said(self):
        """What the console said, and what was asked of anything but the page's own file."""
        mine = [event for event in self.browser.events if event.get("sessionId") == self.session]
        words = [event for event in mine if event["method"] in
                 ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded")]
        asked = [event["params"]["request"]["url"] for event in mine
                 if event["method"] == "Network.requestWillBeSent"]
        return words, asked
