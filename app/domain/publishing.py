"""Making an answered question public: when that is possible, and what the public then reads.

An edition is everything that one conference has published, as it stands after one command.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.errors import BadField, NotPublishable
from app.domain.lifecycle import State
from app.domain.renderings import Shown
from app.domain.text import search_key


def words_to_publish(
    state: State, summary: str | None, reply: str | None, given: str | None
) -> str:
    """Return the answer as it is to be published: what was given, else the reply or the summary.

    Raises `NotPublishable` for a question that has not been answered, and for one whose written
    reply has not come; `BadField` when there are no words at all.
    """
    if state not in {State.ANSWERED, State.DEFERRED} or (state is State.DEFERRED and reply is None):
        raise NotPublishable(state)
    words = given or (reply if state is State.DEFERRED else summary)
    if words is None:
        raise BadField("answer", "missing")
    return words


@dataclass(frozen=True, slots=True)
class Person:
    """An official by name."""

    name: str
    position: str | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which published questions somebody looks for; `None` means any."""

    q: str | None = None
    site: str | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """What a conference has published. Sites, topics and officials are those that occur in it."""

    mark: str
    """Another one whenever anything here is."""
    slug: str
    title: str
    theme: str | None
    timezone: str
    rehearsal: bool
    opened_at: datetime
    sites: Mapping[str, str]
    topics: Mapping[str, str]
    officials: Mapping[str, Person]
    questions: Sequence[Shown]
    """In the rendering `published`, by number."""
    keys: Sequence[str]
    """The words of each question and its answer, folded for search."""

    def found(self, wanted: Wanted) -> list[Shown]:
        """Return the questions that match, by number."""
        key = search_key(wanted.q or "")
        return [
            question
            for question, words in zip(self.questions, self.keys, strict=True)
            if key in words
            and wanted.site in {None, question["site"]}
            and wanted.topic in {None, question["topic"]}
        ]

    def newest(self, wanted: Wanted) -> list[Shown]:
        """Return the questions that match, what was published last first."""
        found = self.found(wanted)
        return sorted(found, key=lambda one: (one["published_at"], one["number"]), reverse=True)

    def question(self, number: int) -> Shown | None:
        """Return the question of that number."""
        return next((one for one in self.questions if one["number"] == number), None)
