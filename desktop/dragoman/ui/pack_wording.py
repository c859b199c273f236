"""Words for packs: sizes, speeds, quality, routes and what is under way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dragoman.base.i18n import _, active_language, ngettext, render
from dragoman.translation.catalogue import language_title
from dragoman.translation.pack_jobs import Job, JobKind, JobState
from dragoman.translation.progress import Phase
from dragoman.translation.quality import SOURCE

if TYPE_CHECKING:
    from dragoman.translation.model import Hop
    from dragoman.translation.progress import Progress
    from dragoman.translation.quality import Quality


def language(tag: str) -> str:
    """Return a language's name, with its script or country where the tag says one."""
    return language_title(tag, active_language())


def pair(source: str, target: str) -> str:
    """Return "English → Portuguese"."""
    return f"{language(source)} → {language(target)}"


def engine(name: str) -> str:
    """Return what people call an engine."""
    return {"argos": "Argos", "firefox": "Firefox", "libretranslate": _("the team's server")}.get(name, name)


def with_engine(name: str, engine_name: str) -> str:
    """Return a pair's name with its engine, where several engines may have it: "English → Portuguese (Argos)"."""
    return _("{pair} ({engine})").format(pair=name, engine=engine(engine_name))


def size(size_bytes: float) -> str:
    """Return "82 MB", "3.4 MB" or "1.2 GB"; the megabyte is a million bytes."""
    if size_bytes >= 1e9:
        return f"{size_bytes / 1e9:.1f} GB"
    if size_bytes >= 1e7:
        return f"{size_bytes / 1e6:.0f} MB"
    return f"{size_bytes / 1e6:.1f} MB" if size_bytes >= 1e5 else f"{size_bytes / 1e3:.0f} kB"


def left(seconds: float) -> str:
    """Return how long something still takes: "40 s left", "3 min left"."""
    if seconds < 90:
        return _("{seconds} s left").format(seconds=max(1, round(seconds)))
    if seconds < 5400:
        return _("{minutes} min left").format(minutes=round(seconds / 60))
    return _("{hours} h left").format(hours=round(seconds / 3600))


def grade(bleu: float) -> tuple[str, str]:
    """Return a word for a BLEU figure, and its chip's tone.

    The steps are those by which Google's Cloud Translation documentation reads BLEU: under 20 the gist is hard to get,
    under 30 it is clear, from 30 understandable to good, from 40 high.
    """
    if bleu < 20:
        return _("rough"), "warn"
    if bleu < 30:
        return _("gist"), "warn"
    if bleu < 40:
        return _("readable"), "ok"
    return _("very good"), "ok"


def quality(found: Quality | None) -> tuple[str, str, str]:
    """Return the words of the badge, its tone, and what explains it."""
    if found is None:
        return _("not rated"), "plain", _("No figure is published for this pack.")
    word, tone = grade(found.bleu)
    figures = f"BLEU {found.bleu:.1f}"
    if found.comet is not None:
        figures += f", COMET {found.comet:.3f}"
    said = _("{figures}; higher is better.\nPublished: {source}.").format(figures=figures, source=SOURCE)
    return f"{word} · {found.bleu:.0f}", tone, said


def route(hops: Sequence[Hop]) -> str:
    """Return the languages a translation passes, and by which engines."""
    tags = [hops[0].source, *(one.target for one in hops)]
    engines = " + ".join(dict.fromkeys(engine(one.engine) for one in hops))
    return f"{' → '.join(language(tag) for tag in tags)} · {engines}"


def title(job: Job) -> str:
    """Return what a job is about."""
    if job.pair is not None:
        return pair(job.pair.source, job.pair.target)
    match job.kind:
        case JobKind.EXPORT:
            return _("Export to {folder}").format(folder=job.name)
        case JobKind.IMPORT:
            return _("Import from {folder}").format(folder=job.name)
        case JobKind.VERIFY:
            return _("Verify {name}").format(name=job.name) if job.name else _("Verify all packs")
    return job.name


def standing(job: Job, *, is_stopping: bool) -> str:
    """Return how a job stands, in words and figures."""
    progress = job.progress
    amount = _amount(progress) if progress is not None else ""
    if job.state is JobState.PAUSED:
        return _("paused at {amount}").format(amount=amount) if amount else _("paused")
    if is_stopping:
        return _("stopping…")
    if job.state is JobState.WAITING:
        return _("waits for its turn")
    if progress is None:
        return _("starting…")
    if progress.note is not None:
        return _("{reason} Trying again…").format(reason=render(progress.note))
    parts = [_phase(progress.phase), amount]
    if progress.phase is Phase.DOWNLOADING:
        parts = [amount]
        if progress.bytes_per_second:
            parts.append(f"{size(progress.bytes_per_second)}/s")
        if progress.seconds_left is not None:
            parts.append(left(progress.seconds_left))
    return " · ".join(part for part in parts if part)


def finished(job: Job) -> str:
    """Return what a job that is done has come to."""
    names = ", ".join(dict.fromkeys(pair(pack.source, pack.target) for pack in job.packs))
    count = len(job.packs)
    match job.kind:
        case JobKind.EXPORT:
            said = ngettext(
                "{n} pack was written to {folder}, with checksums.",
                "{n} packs were written to {folder}, with checksums.",
                count,
            )
            return said.format(n=count, folder=job.name)
        case JobKind.VERIFY:
            if broken := len(job.refused):
                return ngettext(
                    "{n} pack is broken and was set aside.", "{n} packs are broken and were set aside.", broken
                ).format(n=broken)
            return ngettext(
                "{n} pack is as it was installed, and translates.",
                "{n} packs are as they were installed, and translate.",
                count,
            ).format(n=count)
    return _("Installed: {packs}.").format(packs=names) if names else _("Nothing was installed.")


def _amount(progress: Progress) -> str:
    if not progress.done_bytes and not progress.total_bytes:
        return ""
    if progress.total_bytes:
        return _("{done} of {total}").format(done=size(progress.done_bytes), total=size(progress.total_bytes))
    return size(progress.done_bytes)


def _phase(phase: Phase) -> str:
    return {
        Phase.WAITING: _("waiting"),
        Phase.CONNECTING: _("connecting"),
        Phase.DOWNLOADING: _("loading"),
        Phase.PAUSED: _("paused"),
        Phase.READING: _("checking"),
        Phase.UNPACKING: _("unpacking"),
        Phase.TESTING: _("translating a test sentence"),
        Phase.WRITING: _("writing"),
    }[phase]
