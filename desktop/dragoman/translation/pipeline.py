"""One direction of one engine made safe: mask, translate, put back, compare, and try again where it does not fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import product
from typing import TYPE_CHECKING

from dragoman.translation import casing, codes, protect, repair
from dragoman.translation.check import Match, compare, keeps_order
from dragoman.translation.confidence import probability
from dragoman.translation.figures import Figure, extract
from dragoman.translation.inflection import in_number_of, may_replace, without_article
from dragoman.translation.model import CharacterKnowledge, Check, CheckStatus, Engine, Hypothesis, LanguagePair, Origin
from dragoman.translation.polarity import doubts
from dragoman.translation.protect import Masked, Span

if TYPE_CHECKING:
    from dragoman.translation.terms import Glossary, TermHit

ALTERNATIVES = 5
"""Hypotheses asked for when the first translation fails a check."""

_SPARE_ALTERNATIVES = 3
_LETTER = re.compile(r"[^\W\d_]")
_CORE = re.compile(r"[^\W_](?:.*[^\W_]|)", re.DOTALL)
_FORMAT_CHARACTERS = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufe0e\ufe0f]")
_REPEATED = re.compile(r"(\b\w[\w'’-]*(?:\W+\w[\w'’-]*){0,5}?)(?:\W+\1\b){2,}|(\S{1,8}?)\2{5,}", re.IGNORECASE)
_FINAL_STOP = re.compile(r"[.。．।۔]$")
_ANY_FINAL = re.compile(r"[.。．।۔…!?！？:;：；,，、]$")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One sentence translated. ``confidence`` is 0 to 1, None where no model was needed or it says nothing."""

    text: str
    origin: Origin
    confidence: float | None
    checks: tuple[Check, ...] = ()

    @property
    def alarms(self) -> int:
        return sum(check.status.is_alarm for check in self.checks)

    @property
    def figure_alarms(self) -> int:
        """Alarms but for terms, which have their own way of being put right."""
        return sum(check.status.is_alarm and check.kind != "term" for check in self.checks)

    @property
    def missing_terms(self) -> int:
        return sum(check.kind == "term" and check.status is not CheckStatus.OK for check in self.checks)

    @property
    def doubts(self) -> int:
        return sum(check.status is CheckStatus.DOUBT for check in self.checks)


@dataclass(slots=True)
class _Job:
    """A sentence on its way through the pipeline."""

    source: str
    plain: str
    figures: list[Figure]
    spans: list[Span]
    masked: Masked
    upper: bool = False
    title: bool = False
    hits: Sequence[TermHit] = ()
    best: Outcome | None = None
    tried: set[str] = field(default_factory=set)


class SentencePipeline:
    """Translates sentences of one pair with one engine so that no figure changes unseen.

    The model sees the sentence with stand-ins for what it must not touch. Its answer is accepted when every stand-in
    came back once and every figure has its counterpart. Otherwise, cheapest first: the figures that went wrong masked
    too, other stand-ins, other hypotheses of the model, the sentence in pieces around the figures. What is still wrong
    then is reported in the checks.

    A term of ``terms`` that is missing is looked for in the model's other hypotheses, which inflect it; if none has it,
    its preferred translation is carried around the model.
    """

    def __init__(self, engine: Engine, pair: LanguagePair, terms: Glossary | None = None) -> None:
        self._engine = engine
        self._pair = pair
        self._terms = terms if terms is not None and len(terms) else None

    def translate(self, sentences: Sequence[str], *, beam: int | None, cancelled: Callable[[], bool]) -> list[Outcome]:
        """Return one outcome per sentence. Raises :class:`~dragoman.translation.model.Cancelled`."""
        width = beam or self._engine.default_beam(self._pair)
        outcomes: list[Outcome | None] = []
        jobs: list[tuple[int, _Job]] = []
        for index, sentence in enumerate(sentences):
            job = self._prepare(sentence)
            if isinstance(job, Outcome):
                outcomes.append(job)
            else:
                outcomes.append(None)
                jobs.append((index, job))
        answers = self._engine.translate_batch(
            self._pair, [job.masked.text for _, job in jobs], beam=width, cancelled=cancelled
        )
        for (index, job), answer in zip(jobs, answers, strict=True):
            outcome = self._finish(job, answer, width, cancelled)
            if outcome.missing_terms:
                outcome = self._with_terms(job, outcome, width, cancelled)
            outcomes[index] = outcome
        return [outcome for outcome in outcomes if outcome is not None]

    def alternatives(self, sentence: str, *, count: int, cancelled: Callable[[], bool]) -> list[Outcome]:
        """Return up to ``count`` distinct translations: that of :meth:`translate`, then the safest and best.

        One with more alarms than the first is left out. Raises :class:`~dragoman.translation.model.Cancelled`.
        """
        first = self.translate([sentence], beam=None, cancelled=cancelled)[0]
        job = self._prepare(sentence)
        if isinstance(job, Outcome):
            return [job]
        found: dict[str, Outcome] = {}
        every_figure = self._with_failed_figures(job, every_figure=True)
        for spans in (job.spans, every_figure) if every_figure != job.spans else (job.spans,):
            masked = job.masked if spans == job.spans else self._mask(job, spans, 0)
            answers = self._engine.alternatives(
                self._pair, masked.text, count=count + _SPARE_ALTERNATIVES, cancelled=cancelled
            )
            for answer in answers:
                outcome = self._read(job, masked, answer)
                if outcome is not None and outcome.alarms <= first.alarms:
                    found.setdefault(outcome.text, outcome)
            found.pop(first.text, None)
            if len(found) >= count - 1:
                break
        others = sorted(found.values(), key=lambda one: (one.alarms, one.doubts, -(one.confidence or 0.0)))
        return [first, *others][:count]

    def _prepare(self, sentence: str) -> _Job | Outcome:
        plain = sentence if sentence.isascii() else _FORMAT_CHARACTERS.sub("", sentence)
        figures = extract(plain, self._pair.source)
        code_spans = codes.find(plain) if any(figure.kind in ("code", "url", "email") for figure in figures) else []
        knowledge = self._engine.unknown_characters(self._pair, plain)
        spans = protect.carried_spans(plain, figures, code_spans, knowledge, self._is_known)
        hits = self._terms.find(plain) if self._terms is not None else []
        if hits:
            spans = protect.with_spans(spans, [Span(hit.start, hit.end) for hit in hits if hit.entry.keep])
        if not _has_language(plain, spans, figures):
            return self._copied(sentence, figures)
        upper = casing.is_shouted(plain, lambda text: self._engine.length(self._pair, text))
        title = not upper and casing.is_title(plain, self._pair.source)
        masked = Masked(plain, (), ())
        job = _Job(sentence, plain, figures, spans, masked, upper, title, hits)
        job.masked = self._mask(job, spans, 0, knowledge)
        return job

    def _mask(
        self, job: _Job, spans: Sequence[Span], scheme: int, knowledge: CharacterKnowledge | None = None
    ) -> Masked:
        knowledge = knowledge or self._engine.unknown_characters(self._pair, job.plain)
        text = job.plain
        if job.upper or job.title:
            kept = [*spans, *(Span(f.start, f.end) for f in job.figures if not f.soft)]
            if job.upper:
                text = casing.calm(text, kept)
            else:
                text = casing.untitled(
                    text, self._pair.source, kept, lambda word: self._engine.length(self._pair, word)
                )
        elif knowledge.unknown:
            text = self._soften(text, spans)
        masked = protect.mask(text, spans, scheme)
        # Without its full stop a sentence reads like a heading: 0.4 to 1.6 BLEU less from English, nothing otherwise.
        return replace(masked, text=masked.text + ".") if casing.lacks_stop(job.plain) else masked

    def _soften(self, text: str, spans: Sequence[Span]) -> str:
        """Write the words whose capitals the vocabulary lacks in small letters; the length stays."""
        carried = [range(span.start, span.end) for span in spans]
        parts = re.split(r"(\w+)", text)
        position = 0
        for index, part in enumerate(parts):
            if index % 2 and not any(position in span for span in carried) and not self._is_known(part):
                lower = part.lower()
                if len(lower) == len(part) and self._is_known(lower):
                    parts[index] = lower
            position += len(part)
        return "".join(parts)

    def _is_known(self, word: str) -> bool:
        return not self._engine.unknown_characters(self._pair, word).unknown

    def _copied(self, sentence: str, figures: Sequence[Figure]) -> Outcome:
        text = repair.localise_all(sentence, figures, self._pair.source, self._pair.target)
        return Outcome(text, Origin.COPIED, None, self._checks(sentence, text))

    def _checks(self, source: str, target: str) -> tuple[Check, ...]:
        figures = tuple(match.as_check() for match in self._matches(extract(source, self._pair.source), target))
        return figures + self._term_checks(source, target, None)

    def _term_checks(self, source: str, target: str, hits: Sequence[TermHit] | None) -> tuple[Check, ...]:
        return term_checks(self._terms, source, target, hits) if self._terms is not None and hits != [] else ()

    def _matches(self, figures: Sequence[Figure], target: str) -> list[Match]:
        ordered = keeps_order(self._pair.source, self._pair.target)
        return compare(figures, extract(target, self._pair.target), ordered=ordered)

    def _finish(self, job: _Job, answer: Hypothesis, beam: int, cancelled: Callable[[], bool]) -> Outcome:
        for attempt in (
            partial(self._consider, job, job.masked, [answer]),
            partial(self._try_masked_figures, job, beam, cancelled),
            partial(self._try_other_marks, job, beam, cancelled),
            partial(self._try_alternatives, job, cancelled),
            partial(self._try_in_pieces, job, beam, cancelled, every_figure=False),
            partial(self._try_in_pieces, job, beam, cancelled, every_figure=True),
        ):
            outcome = attempt()
            if outcome is not None:
                return outcome
        return job.best or self._surrender(job)

    def _consider(self, job: _Job, masked: Masked, answers: Sequence[Hypothesis]) -> Outcome | None:
        """Return the first answer that fits; remember the one with the fewest alarms."""
        for answer in answers:
            if answer.text in job.tried:
                continue
            job.tried.add(answer.text)
            outcome = self._read(job, masked, answer)
            if outcome is None:
                continue
            if not outcome.figure_alarms:
                return outcome
            if job.best is None or outcome.figure_alarms < job.best.figure_alarms:
                job.best = outcome
        return None

    def _read(self, job: _Job, masked: Masked, answer: Hypothesis) -> Outcome | None:
        """Return what an answer says with everything put back, None when a stand-in is lost or the model derailed."""
        if not answer.complete or _is_loop(answer.text, masked.text):
            return None
        replacements = [self._replacement(job, span) for span in masked.spans]
        text = protect.unmask(answer.text, masked, replacements, job.plain, self._pair.target)
        if not text or not text.strip():
            return None
        if answer.score is None:
            return self._outcome(job, text, None)
        pieces = answer.source_pieces or len(masked.text) // 4 + 1
        copied = answer.text.casefold() == masked.text.casefold()
        return self._outcome(job, text, probability(answer.score, pieces, copied=copied))

    def _outcome(self, job: _Job, text: str, confidence: float | None) -> Outcome:
        if job.upper:
            text = repair.shout(text, job.figures, [job.plain[span.start : span.end] for span in job.spans])
        text = _initial_as(_final_stop_as(text, job.plain), job.plain)
        if job.title:
            text = casing.titled(text, self._pair.target)
        text = repair.ordinals(repair.clock(repair.typography(text, job.plain)), self._pair.target)
        text, matches = repair.localise(text, job.figures, self._pair.source, self._pair.target)
        checks = (
            *(match.as_check() for match in matches),
            *self._term_checks(job.plain, text, job.hits),
            *doubts(job.plain, text, self._pair.source, self._pair.target),
        )
        return Outcome(text, Origin.MODEL, confidence, checks)

    def _with_terms(self, job: _Job, outcome: Outcome, beam: int, cancelled: Callable[[], bool]) -> Outcome:
        """Return the first translation that has the terms and is otherwise no worse; ``outcome`` when there is none."""
        best = outcome

        def is_better(other: Outcome) -> bool:
            return (other.figure_alarms, other.missing_terms, other.doubts) < (
                best.figure_alarms,
                best.missing_terms,
                max(best.doubts, other.doubts),
            )

        answers = self._engine.alternatives(self._pair, job.masked.text, count=ALTERNATIVES, cancelled=cancelled)
        for answer in answers:
            other = self._read(job, job.masked, answer)
            if other is not None and is_better(other):
                best = other
        if not best.missing_terms:
            return best
        best = self._with_terms_put_in(job, best, cancelled, is_better)
        if not best.missing_terms:
            return best
        missing = _missing_hits(job, best)
        groups = [missing, *([one] for one in missing if len(missing) > 1)]
        for group, scheme in product(groups, (0, 1)):
            carried = [Span(hit.start, hit.end, written=self._preferred(job, hit)) for hit in group]
            spans = protect.with_spans(job.spans, carried)
            if spans == job.spans:
                continue
            masked = self._mask(job, spans, scheme)
            for answer in self._engine.translate_batch(self._pair, [masked.text], beam=beam, cancelled=cancelled):
                other = self._read(job, masked, answer)
                if other is not None and is_better(other):
                    best = other
            if not best.missing_terms:
                break
        return best

    def _with_terms_put_in(
        self, job: _Job, outcome: Outcome, cancelled: Callable[[], bool], is_better: Callable[[Outcome], bool]
    ) -> Outcome:
        """Put preferred terms where the model's own word for them stands: its articles and endings often fit."""
        language = self._pair.target.partition("-")[0]
        for hit in _missing_hits(job, outcome):
            surface, preferred = job.plain[hit.start : hit.end].lower(), self._preferred(job, hit)
            answers = self._engine.alternatives(self._pair, surface, count=ALTERNATIVES, cancelled=cancelled)
            own_words = {without_article(answer.text.rstrip(".")) for answer in answers} - {""}
            for own in sorted(own_words, key=lambda words: (-len(words), words)):
                found = list(re.finditer(rf"(?<!\w){re.escape(own)}(?!\w)", outcome.text, re.IGNORECASE))
                if len(found) != 1 or not may_replace(own, preferred, language):
                    continue
                text = outcome.text[: found[0].start()] + preferred + outcome.text[found[0].end() :]
                other = self._outcome(job, text, outcome.confidence)
                if is_better(other) and other.missing_terms < outcome.missing_terms:
                    outcome = other
                    break
        return outcome

    def _preferred(self, job: _Job, hit: TermHit) -> str:
        surface = job.plain[hit.start : hit.end]
        languages = self._pair.source.partition("-")[0], self._pair.target.partition("-")[0]
        return in_number_of(hit.entry.target, surface, hit.entry.source, *languages)

    def _replacement(self, job: _Job, span: Span) -> str:
        if span.written is not None:
            return span.written
        if span.figure is None:
            return job.plain[span.start : span.end]
        return repair.rendered(span.figure, self._pair.source, self._pair.target)

    def _try_alternatives(self, job: _Job, cancelled: Callable[[], bool]) -> Outcome | None:
        others = self._engine.alternatives(self._pair, job.masked.text, count=ALTERNATIVES, cancelled=cancelled)
        return self._consider(job, job.masked, others)

    def _try_other_marks(self, job: _Job, beam: int, cancelled: Callable[[], bool]) -> Outcome | None:
        if not job.spans:
            return None
        for scheme in (1, 2):
            outcome = self._once(job, job.spans, scheme, beam, cancelled)
            if outcome is not None:
                return outcome
        return None

    def _try_masked_figures(self, job: _Job, beam: int, cancelled: Callable[[], bool]) -> Outcome | None:
        spans = self._with_failed_figures(job)
        if spans == job.spans:
            return None
        for scheme in (0, 1):
            outcome = self._once(job, spans, scheme, beam, cancelled)
            if outcome is not None:
                return outcome
        return None

    def _once(
        self, job: _Job, spans: Sequence[Span], scheme: int, beam: int, cancelled: Callable[[], bool]
    ) -> Outcome | None:
        masked = self._mask(job, spans, scheme)
        answers = self._engine.translate_batch(self._pair, [masked.text], beam=beam, cancelled=cancelled)
        return self._consider(job, masked, answers)

    def _try_in_pieces(
        self, job: _Job, beam: int, cancelled: Callable[[], bool], *, every_figure: bool
    ) -> Outcome | None:
        """Translate what stands between the spans; the spans and figures themselves cannot change."""
        spans = self._with_failed_figures(job, every_figure=every_figure)
        if not spans:
            return None
        bounds = [0, *(edge for span in spans for edge in (span.start, span.end)), len(job.plain)]
        pieces = [job.plain[start:end] for start, end in zip(bounds[::2], bounds[1::2], strict=True)]
        cores = [(index, match) for index, piece in enumerate(pieces) if (match := _CORE.search(piece))]
        texts = [casing.calm(match[0], []) if job.upper else self._soften(match[0], []) for _, match in cores]
        answers = self._engine.translate_batch(self._pair, texts, beam=beam, cancelled=cancelled)
        for (index, match), answer in zip(cores, answers, strict=True):
            before, after = match.string[: match.start()], match.string[match.end() :]
            pieces[index] = before + _final_stop_as(answer.text, match[0]) + after
        parts = [pieces[0]]
        for span, piece in zip(spans, pieces[1:], strict=True):
            parts += [self._replacement(job, span), piece]
        scored = [(one.score, one.source_pieces or 1) for one in answers if one.score is not None]
        sure = min((probability(score, pieces) for score, pieces in scored), default=1.0)
        # Stitched text reads badly: it is worth less than the model's own scores say.
        is_scored = len(scored) == len(answers)
        outcome = self._outcome(job, "".join(parts).strip(), sure / 2 if is_scored else None)
        if not outcome.figure_alarms:
            return outcome
        if job.best is None or outcome.figure_alarms < job.best.figure_alarms:
            job.best = outcome
        return None

    def _with_failed_figures(self, job: _Job, *, every_figure: bool = False) -> list[Span]:
        """Return the spans with every figure added that did not come through, or all of them when none is known."""
        checks = job.best.checks if job.best else ()
        failed = {check.source for check in checks if check.status.is_alarm and check.kind != "term"}
        chosen = [figure for figure in job.figures if figure.text in failed and repair.can_render(figure)]
        if every_figure or not chosen:
            chosen = [figure for figure in job.figures if not figure.soft and repair.can_render(figure)]
        spans = list(job.spans)
        for figure in chosen:
            start, end = protect.carried_part(figure)
            if all(end <= span.start or start >= span.end for span in spans):
                spans.append(Span(start, end, figure))
        return sorted(spans, key=lambda span: span.start)

    def _surrender(self, job: _Job) -> Outcome:
        """Return the source itself, visibly: no confidence, and its figures compared."""
        return Outcome(job.source, Origin.COPIED, 0.0, self._checks(job.source, job.source))


def _missing_hits(job: _Job, outcome: Outcome) -> list[TermHit]:
    checks = [check for check in outcome.checks if check.kind == "term"]
    return [hit for hit, check in zip(job.hits, checks, strict=True) if check.status is not CheckStatus.OK]


def term_checks(terms: Glossary, source: str, target: str, hits: Sequence[TermHit] | None = None) -> tuple[Check, ...]:
    """Return a check of kind ``term`` for each term in ``source``.

    One that only the shipped glossary asks for is no alarm when it is missing, but a doubt.
    """
    found = terms.find(source) if hits is None else hits
    checks = terms.verify(source, target, found)
    return tuple(
        replace(check, status=CheckStatus.DOUBT)
        if check.status is CheckStatus.MISSING and hit.entry.layer == "shipped"
        else check
        for hit, check in zip(found, checks, strict=True)
    )


def _has_language(plain: str, spans: Sequence[Span], figures: Sequence[Figure]) -> bool:
    """Whether letters are left when codes, figures and carried words are taken away."""
    if not spans and not figures:
        return _LETTER.search(plain) is not None
    covered = bytearray(len(plain))
    for start, end in [(s.start, s.end) for s in spans] + [
        (f.start, f.end) for f in figures if not f.soft and _is_symbolic(f)
    ]:
        covered[start:end] = b"\x01" * (end - start)
    return any(not covered[match.start()] for match in _LETTER.finditer(plain))


def _is_symbolic(figure: Figure) -> bool:
    """Whether the figure is written the same in every language, but for its separators."""
    if figure.kind in ("code", "url", "email", "incoterm"):
        return True
    words = _LETTER.findall(figure.text)
    if figure.kind in ("money", "percent", "unit"):
        return len(words) <= 3 and not re.search(r"[^\W\d_]{4,}", figure.text)
    return not words


def _is_loop(answer: str, source: str) -> bool:
    """Whether the answer repeats a phrase as the source does not: the way small models derail."""
    if len(answer) < 12:
        return False
    if len(answer) > 60 + 5 * len(source):
        return True
    words = answer.split()
    # The search below takes longer than the rest of the checks together; few answers repeat anything.
    if len(words) - len(set(words)) < 2 and len(set(answer)) * 5 > min(len(answer), 120):
        return False
    return _REPEATED.search(answer) is not None and _REPEATED.search(source) is None


def _final_stop_as(text: str, source: str) -> str:
    """Drop a full stop the model added to a heading or a single word."""
    if _FINAL_STOP.search(text) and not _ANY_FINAL.search(source.rstrip("\"'”’»)] ")):
        return text[:-1].rstrip()
    return text


def _initial_as(text: str, source: str) -> str:
    """Write a capital first where the source has one and the model lost it."""
    ours, theirs = _LETTER.search(source), _LETTER.search(text)
    if ours and theirs and ours[0].isupper() and theirs.start() == 0 and theirs[0].islower() and ours.start() == 0:
        return text[0].upper() + text[1:]
    return text
