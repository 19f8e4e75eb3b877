"""Runs CPython's own tests of a module, but for those named, and prints one line for each: how it went, and its id."""
import faulthandler
import fnmatch
import os
import sys
import tempfile
import unittest

LINES = os.fdopen(os.dup(1), "w", buffering=1)
LONGEST_SECONDS = 60


class Lines(unittest.TestResult):
    """Writes a test's worst outcome when it has ended."""

    def startTest(self, test):
        super().startTest(test)
        self.outcome, self.why = "ok", ""
        faulthandler.dump_traceback_later(LONGEST_SECONDS, exit=True, file=sys.__stderr__)

    def stopTest(self, test):
        faulthandler.cancel_dump_traceback_later()
        super().stopTest(test)
        self.line(test)

    def line(self, test):
        LINES.write(f"@@ {self.outcome}\t{test.id()}\t{self.why}\n")

    def failed(self, outcome, err):
        self.outcome = outcome
        self.why = f"{err[0].__name__}: {err[1]}".replace("\n", " ")[:300]

    def addError(self, test, err):
        self.outcome_of(test, "ERROR", err)

    def addFailure(self, test, err):
        self.outcome_of(test, "FAIL", err)

    def outcome_of(self, test, outcome, err):
        self.failed(outcome, err)
        if not isinstance(test, unittest.TestCase):  # setUpClass and setUpModule: no test starts
            self.line(test)

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.failed("FAIL" if issubclass(err[0], test.failureException) else "ERROR", err)

    def addSkip(self, test, reason):
        self.outcome, self.why = "skipped", reason
        if not isinstance(test, unittest.TestCase):
            self.line(test)

    def addExpectedFailure(self, test, err):
        self.outcome = "expected failure"

    def addUnexpectedSuccess(self, test):
        self.outcome = "unexpected success"


def wanted(tests, never):
    """The tests whose ids do not match a pattern of the never."""
    for test in tests:
        if isinstance(test, unittest.TestSuite):
            yield wanted_suite(test, never)
        elif not any(fnmatch.fnmatchcase(test.id(), "*." + pattern) for pattern in never):
            yield test


def wanted_suite(suite, never):
    return type(suite)(wanted(suite, never))


def main(module, never):
    import test.support as support
    support.use_resources = ["network"] if module == "test_socketserver" else []
    support.verbose = 0
    result = Lines()
    # On a shim everything but this file lies in a file system that nobody wrote to: disk_usage's test wants it in use.
    in_use = tempfile.TemporaryFile()
    in_use.write(b"x")
    in_use.flush()
    suite = unittest.defaultTestLoader.loadTestsFromName("test." + module)
    wanted_suite(suite, never).run(result)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
    LINES.flush()
    os._exit(0)
