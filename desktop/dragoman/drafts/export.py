"""Letters out of the program: mail file, plain text, HTML, ``mailto:`` link."""

from __future__ import annotations

import hashlib
import mimetypes
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email import encoders, message_from_bytes, policy
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path
from urllib.parse import quote

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_
from dragoman.drafts.clean import MAX_NAME, header_text
from dragoman.drafts.layout import fragment_of
from dragoman.drafts.model import Letter, Person
from dragoman.drafts.salutation import full_name

MAILTO_LIMIT = 2000
"""Characters of a link that every system hands on: Windows cuts at 2,083 (INTERNET_MAX_URL_LENGTH)."""

MAX_ATTACHED_BYTES = 18_000_000
"""All attachments together: most mail servers take 25 MB, and Base64 adds a third to what is sent."""

_ADDRESS_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.!#$%&'*+-/=?^_`{|}~")
_LABEL_CATEGORIES = frozenset({"Ll", "Lo", "Lm", "Mn", "Mc", "Nd"})


def to_text(letter: Letter) -> str:
    """Return the letter as plain text that ends with a line break."""
    return letter.text + "\n"


def to_html(letter: Letter) -> str:
    """Return the letter as an HTML page."""
    return letter.html


@dataclass(frozen=True, slots=True)
class _Attachment:
    name: str
    content: bytes


def to_clipboard(letter: Letter) -> tuple[str, str]:
    """Return the letter as HTML and as plain text, for the two formats of a clipboard."""
    return fragment_of(letter), to_text(letter)


def to_eml(
    letter: Letter, sender: Person, recipients: Person | Sequence[Person], attachments: Sequence[Path] = ()
) -> bytes:
    """Return the letter as an unsent message (RFC 5322) that mail programs open for editing.

    Text and HTML stand side by side (multipart/alternative, UTF-8), ``attachments`` behind them (multipart/mixed).
    The bytes are parsed again before they are returned: a message that came out other than it was put in is
    refused. Raises :class:`KnownError` for an email address that cannot be written, and for an attachment that is
    gone or too large.
    """
    attached = _read_attachments(attachments)
    readers = [recipients] if isinstance(recipients, Person) else list(recipients)
    subject = header_text(letter.subject)
    # The old policy with words encoded here: the new one decodes what it is given and folds it anew.
    headers = [("Subject", _encoded(subject, "Subject"))]
    if sender.email:
        headers.append(("From", _mailbox(sender)))
    if mailboxes := [_mailbox(reader) for reader in readers if reader.email]:
        headers.append(("To", ",\r\n ".join(mailboxes)))
    headers += [("Content-Language", header_text(letter.locale)), ("X-Unsent", "1")]

    try:
        digest = hashlib.sha256("\0".join((letter.text, letter.html)).encode("utf-8")).hexdigest()
    except UnicodeEncodeError as error:  # half of a character, cut off when it was pasted
        raise _unsound() from error
    wording = MIMEMultipart("alternative", boundary=f"=_{digest[:40]}")
    wording.attach(MIMEText(_canonical(letter.text), "plain", "utf-8"))
    wording.attach(MIMEText(_canonical(letter.html), "html", "utf-8"))
    message = wording
    if attached:
        message = MIMEMultipart("mixed", boundary=f"=_{digest[-40:]}")
        message.attach(wording)
        for one in attached:
            message.attach(_part(one))
    for name, value in headers:
        message.add_header(name, value)
    raw = message.as_bytes(policy=policy.compat32.clone(linesep="\r\n"))
    addresses = {"From": [sender.email], "To": [reader.email for reader in readers]}
    _verify(raw, letter, subject, [name for name, _value in headers], addresses, attached)
    return raw


def mailto(letter: Letter, recipient: Person | Sequence[Person]) -> str:
    """Return a ``mailto:`` link (RFC 6068) with subject and text, or without the text when it would be too long.

    :func:`mailto_fits` tells which; the text then has to go by the clipboard. Raises :class:`KnownError` for an
    email address that cannot be written.
    """
    full = _mailto(letter, recipient, with_body=True)
    return full if len(full) <= MAILTO_LIMIT else _mailto(letter, recipient, with_body=False)


def mailto_fits(letter: Letter, recipient: Person | Sequence[Person]) -> bool:
    """Return whether :func:`mailto` carries the letter's text."""
    return len(_mailto(letter, recipient, with_body=True)) <= MAILTO_LIMIT


def ascii_address(email: str) -> str:
    """Return the address with its domain in ASCII (RFC 5891: lower case, NFC, Punycode label by label).

    Raises :class:`KnownError` for an address that cannot stand in a header.
    """
    local, at, domain = email.strip().rpartition("@")
    try:
        host = ".".join(_ascii_label(label) for label in domain.replace("\u3002", ".").split("."))
    except ValueError:
        host = ""
    if (
        not at
        or not host
        or len(host) > 253
        or not 0 < len(local) <= 64
        or not set(local) <= _ADDRESS_CHARACTERS
        or local.startswith(".")
        or local.endswith(".")
        or ".." in local
    ):
        raise KnownError(
            N_("“{email}” cannot be used as an email address."),
            N_("Correct the address, or leave it empty. The draft was kept."),
            email=header_text(email),
        )
    return f"{local}@{host}"


def _ascii_label(label: str) -> str:
    folded = unicodedata.normalize("NFC", label.lower())
    if not folded or folded.startswith("-") or folded.endswith("-"):
        raise ValueError(label)
    if any(character != "-" and unicodedata.category(character) not in _LABEL_CATEGORIES for character in folded):
        raise ValueError(label)
    ascii_label = folded if folded.isascii() else "xn--" + folded.encode("punycode").decode("ascii")
    if len(ascii_label) > 63:
        raise ValueError(label)
    return ascii_label


def _mailbox(person: Person) -> str:
    address = ascii_address(person.email)
    name = header_text(full_name(person, family_first=False) or person.company)[:MAX_NAME].rstrip()
    if not name:
        return address
    plain = name.isascii() and all(character.isalnum() or character in " '-" for character in name)
    return f"{name if plain else Header(name, 'utf-8', maxlinelen=70).encode()} <{address}>"


def _encoded(value: str, header: str) -> str:
    if value.isascii() and len(value) + len(header) < 70:
        return value
    return Header(value, "utf-8", maxlinelen=75, header_name=header).encode()


def _canonical(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def _read_attachments(paths: Sequence[Path]) -> list[_Attachment]:
    found: list[_Attachment] = []
    left = MAX_ATTACHED_BYTES
    for path in paths:
        try:
            with path.open("rb") as handle:
                content = handle.read(left + 1)
        except (OSError, ValueError) as error:
            raise KnownError(
                N_("The attachment {path} cannot be read: {reason}."),
                N_("Take it off the list, or choose it again. The draft was kept."),
                path=path,
                reason=getattr(error, "strerror", None) or str(error),
            ) from error
        left -= len(content)
        if left < 0:
            raise KnownError(
                N_("The attachments are larger than {limit} megabytes together."),
                N_("Leave some out, or send a link to them. The draft was kept."),
                limit=MAX_ATTACHED_BYTES // 1_000_000,
            )
        found.append(_Attachment(header_text(path.name) or "attachment", content))
    return found


def _part(attachment: _Attachment) -> MIMEBase:
    kind = mimetypes.guess_type(attachment.name)[0] or "application/octet-stream"
    main, _slash, sub = kind.partition("/")
    if main in ("message", "multipart", "text"):
        # Parsed, or with its line ends changed, on the way: the file has to arrive as it is.
        main, sub = "application", "octet-stream"
    part = MIMEBase(main, sub)
    part.set_payload(attachment.content)
    encoders.encode_base64(part)
    plain = attachment.name.isascii() and len(attachment.name) < 60
    filename = attachment.name if plain else ("utf-8", "", attachment.name)
    part.add_header("Content-Disposition", "attachment", filename=filename)
    return part


def _verify(
    raw: bytes,
    letter: Letter,
    subject: str,
    names: list[str],
    addresses: Mapping[str, Sequence[str]],
    attached: Sequence[_Attachment],
) -> None:
    parsed = message_from_bytes(raw, policy=policy.default)
    expected = ["Content-Type", "MIME-Version", *names]
    text, html = parsed.get_body(("plain",)), parsed.get_body(("html",))
    mailboxes = {
        name: [mailbox.addr_spec for mailbox in parsed[name].addresses] for name in ("From", "To") if parsed[name]
    }
    wanted = {
        name: [ascii_address(email) for email in emails if email] for name, emails in addresses.items() if any(emails)
    }
    files = [(part.get_filename(), part.get_payload(decode=True)) for part in parsed.iter_attachments()]
    sound = (
        sorted(parsed.keys()) == sorted(expected)
        and str(parsed["Subject"]) == subject
        and mailboxes == wanted
        and not parsed.defects
        and files == [(one.name, one.content) for one in attached]
        and text is not None
        and html is not None
        and text.get_content().replace("\r\n", "\n") == letter.text.replace("\r\n", "\n")
        and html.get_content().replace("\r\n", "\n") == letter.html.replace("\r\n", "\n")
    )
    if not sound:
        raise _unsound()


def _unsound() -> KnownError:
    return KnownError(
        N_("The letter could not be written as a mail file: something in it would be read otherwise."),
        N_("Look for unusual characters in the subject, the names and the text. The draft was kept."),
    )


def _mailto(letter: Letter, recipient: Person | Sequence[Person], *, with_body: bool) -> str:
    readers = [recipient] if isinstance(recipient, Person) else recipient
    address = ",".join(quote(ascii_address(reader.email), safe="@") for reader in readers if reader.email)
    link = f"mailto:{address}?subject={quote(header_text(letter.subject), safe='')}"
    return f"{link}&body={quote(_canonical(letter.text), safe='')}" if with_body else link
