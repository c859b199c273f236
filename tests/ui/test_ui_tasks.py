"""Background work: one outcome per task, on the window's thread, whatever happens."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from dragoman.translation.model import Cancelled
from dragoman.ui.tasks import TaskContext, TaskRunner


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[TaskRunner]:
    made = TaskRunner()
    yield made
    assert made.shut_down()


def test_result_arrives_on_the_main_thread(qtbot: QtBot, runner: TaskRunner) -> None:
    seen: list[tuple[Any, bool]] = []
    runner.submit(
        lambda _context: threading.current_thread() is threading.main_thread(),
        done=lambda value: seen.append((value, threading.current_thread() is threading.main_thread())),
        failed=pytest.fail,
    )
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(False, True)]
    assert not runner.busy()


def test_any_exception_is_a_failure(qtbot: QtBot, runner: TaskRunner) -> None:
    failures: list[BaseException] = []

    def work(_context: TaskContext) -> None:
        raise SystemExit(3)

    runner.submit(work, done=pytest.fail, failed=failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert isinstance(failures[0], SystemExit)


def test_late_result_of_a_cancelled_task_is_dropped(qtbot: QtBot, runner: TaskRunner) -> None:
    started, go_on = threading.Event(), threading.Event()
    outcomes: list[str] = []

    def work(_context: TaskContext) -> str:
        started.set()
        go_on.wait(5)
        return "late"

    task = runner.submit(work, done=outcomes.append, failed=pytest.fail, cancelled=lambda: outcomes.append("cancelled"))
    assert started.wait(5)
    runner.cancel(task)
    go_on.set()
    qtbot.waitUntil(lambda: bool(outcomes))
    assert outcomes == ["cancelled"]


def test_work_that_notices_the_cancellation_ends_as_cancelled(qtbot: QtBot, runner: TaskRunner) -> None:
    started = threading.Event()
    outcomes: list[str] = []

    def work(context: TaskContext) -> None:
        started.set()
        while not context.cancelled():
            pass
        raise Cancelled

    task = runner.submit(work, done=pytest.fail, failed=pytest.fail, cancelled=lambda: outcomes.append("cancelled"))
    assert started.wait(5)
    runner.cancel(task)
    qtbot.waitUntil(lambda: outcomes == ["cancelled"])


def test_progress_comes_before_the_result(qtbot: QtBot, runner: TaskRunner) -> None:
    seen: list[Any] = []

    def work(context: TaskContext) -> str:
        for step in range(3):
            context.report(step)
        return "done"

    runner.submit(work, done=seen.append, failed=pytest.fail, progress=seen.append)
    qtbot.waitUntil(lambda: "done" in seen)
    assert seen == [0, 1, 2, "done"]


def test_many_tasks_all_end(qtbot: QtBot, runner: TaskRunner) -> None:
    seen: list[int] = []
    for number in range(300):
        runner.submit(lambda _context, n=number: n, done=seen.append, failed=pytest.fail)
    qtbot.waitUntil(lambda: len(seen) == 300, timeout=10_000)
    assert sorted(seen) == list(range(300))
