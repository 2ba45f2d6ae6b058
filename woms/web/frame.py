"""What `base.html` needs to draw the shell around a page: plain values, built by `woms.web.shell`."""

from __future__ import annotations

from dataclasses import dataclass

from woms.access.actors import Actor


@dataclass(frozen=True, slots=True)
class NavEntry:
    """One entry of the rail. `badge` counts what waits, 0 shows nothing; `group` names the block it stands in."""

    code: str
    label: str
    short_label: str
    href: str
    icon: str
    is_active: bool = False
    badge: int = 0
    group: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a picker. `group` is a heading above the first line that carries it; `depth` indents."""

    words: str
    href: str
    is_current: bool = False
    group: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Picker:
    """Unit ▾ or period ▾ of the top bar: the words on it, its lines, and a page that lists them all."""

    words: str
    choices: tuple[Choice, ...] = ()
    all_href: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence about what just happened, shown as a toast."""

    text: str
    is_error: bool = False


@dataclass(frozen=True, slots=True)
class Shell:
    """Everything the base template may read. `actor` is None before sign-in.

    An empty address hides its place: nothing in the shell leads nowhere.
    """

    actor: Actor | None
    username: str
    theme: str
    language: str
    csrf_token: str
    path: str
    nav: tuple[NavEntry, ...] = ()
    is_sample: bool = False
    initials: str = ""
    unit: Picker | None = None
    period: Picker | None = None
    search_href: str = ""
    search: str = ""
    notifications_href: str = ""
    notifications: int = 0
    help_href: str = ""
    profile_href: str = ""
    live_href: str = ""
    live_version: str = ""
    messages: tuple[Message, ...] = ()

    @property
    def bottom(self) -> tuple[NavEntry, ...]:
        """The entries a phone shows at once; the rest is behind “Thêm”."""
        return self.nav[:4]

    @property
    def more(self) -> tuple[NavEntry, ...]:
        return self.nav[4:]
