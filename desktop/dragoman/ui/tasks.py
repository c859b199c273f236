"""Background work for the window: every task ends in exactly one outcome, on the window's thread."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer, Signal, Slot

from dragoman.base.errors import Cancelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Work = Callable[["TaskContext"], Any]


def in_turns(steps: Iterable[Callable[[], object]]) -> None:
    """Take ``steps`` in order, each in a turn of the event loop of its own, so that events come between them."""
    remaining = iter(steps)

    def take() -> None:
        if (step := next(remaining, None)) is not None:
            step()
            QTimer.singleShot(0, take)

    QTimer.singleShot(0, take)


class TaskContext:
    """What running work may ask and tell."""

    def __init__(self, report: Callable[[object], None]) -> None:
        self._cancelled = False
        self._report = report

    def cancelled(self) -> bool:
        """Return whether the outcome is no longer wanted; work polls this and stops soon."""
        return self._cancelled

    def report(self, progress: object) -> None:
        """Send progress to the window; dropped once the task is cancelled."""
        if not self._cancelled:
            self._report(progress)

    def cancel(self) -> None:
        self._cancelled = True


class _Task:
    def __init__(
        self,
        runnable: _Runnable,
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None],
        cancelled: Callable[[], None] | None,
        progress: Callable[[Any], None] | None,
    ) -> None:
        self.runnable = runnable
        self.done = done
        self.failed = failed
        self.cancelled = cancelled
        self.progress = progress


class _Runnable(QRunnable):
    def __init__(self, task_id: int, work: Work, emit: Callable[[int, str, object], None]) -> None:
        super().__init__()
        # Qt must not delete it: the Python side owns it until its outcome has been delivered.
        self.setAutoDelete(False)
        self._task_id = task_id
        self._work = work
        self._emit = emit
        self.context = TaskContext(lambda value: emit(task_id, "progress", value))

    def run(self) -> None:
        try:
            outcome: tuple[str, object] = ("done", self._work(self.context))
        except Cancelled:
            outcome = ("cancelled", None)
        except BaseException as error:
            outcome = ("failed", error)
        self._emit(self._task_id, *outcome)


class TaskRunner(QObject):
    """Runs work on a small pool of threads. It outlives all its tasks and owns their signal."""

    _outcome = Signal(int, str, object)

    def __init__(self, parent: QObject | None = None, threads: int = 2) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._ids = itertools.count(1)
        self._tasks: dict[int, _Task] = {}
        self._outcome.connect(self._deliver)

    def submit(
        self,
        work: Work,
        *,
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None],
        cancelled: Callable[[], None] | None = None,
        progress: Callable[[Any], None] | None = None,
    ) -> int:
        """Run ``work(context)`` in the background and return its id.

        Exactly one of ``done``, ``failed`` and ``cancelled`` is called later on the window's thread.
        """
        task_id = next(self._ids)
        runnable = _Runnable(task_id, work, self._outcome.emit)
        self._tasks[task_id] = _Task(runnable, done, failed, cancelled, progress)
        self._pool.start(runnable)
        return task_id

    def cancel(self, task_id: int) -> None:
        """Ask the task to stop; its result is dropped even if it was just finished."""
        if task := self._tasks.get(task_id):
            task.runnable.context.cancel()

    def busy(self) -> bool:
        """Return whether any outcome is still to come."""
        return bool(self._tasks)

    def shut_down(self, wait_ms: int = 3000) -> bool:
        """Cancel everything and wait. Returns False when a task did not stop in time."""
        for task in self._tasks.values():
            task.runnable.context.cancel()
        self._pool.clear()
        return self._pool.waitForDone(wait_ms)

    @Slot(int, str, object)
    def _deliver(self, task_id: int, kind: str, value: Any) -> None:
        task = self._tasks.get(task_id)
        if task is None:
            return
        if kind == "progress":
            if task.progress and not task.runnable.context.cancelled():
                task.progress(value)
            return
        del self._tasks[task_id]
        if kind == "cancelled" or task.runnable.context.cancelled():
            if task.cancelled:
                task.cancelled()
        elif kind == "failed":
            task.failed(value)
        else:
            task.done(value)
