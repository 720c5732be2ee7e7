"""The public pages as HTML: what is published, to read, to search, to print and to link to."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Final
from urllib.parse import urlencode

from app.domain.publishing import Edition, Wanted
from app.domain.renderings import Shown
from app.exchange.markup import Markup, Part, tag, together
from app.exchange.public_words import WORDS, Language, Names

PER_PAGE: Final = 20
_STYLES: Final = ("fonts.css", "base.css", "office/public.css")


def list_page(edition: Edition, language: Language, wanted: Wanted, page: int) -> bytes:
    """Return a page of the questions that match, what was published last first."""
    names = Names(edition, language)
    found = edition.newest(wanted)
    pages = max(1, -(-len(found) // PER_PAGE))
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    said = _said(names, edition, len(found), page, pages)
    own = _address(edition, language, wanted, page)
    other = _address(edition, _other(language), wanted, page)
    return _whole(
        edition,
        language,
        (own, other),
        _search(names, edition, language, wanted),
        tag("p", said, role="status", id="results", tabindex="-1"),
        *(_article(names, edition, language, question) for question in shown),
        _turning(names, edition, language, wanted, page, pages),
    )


def question_page(edition: Edition, language: Language, question: Shown) -> bytes:
    """Return the page of one question."""
    names = Names(edition, language)
    own = _of(edition, language, question)
    other = _of(edition, _other(language), question)
    everything = tag("a", names.say("all"), href=_address(edition, language, Wanted(), 1))
    return _whole(
        edition,
        language,
        (own, other),
        _article(names, edition, language, question),
        tag("p", everything, class_="links", id="results"),
        title=names.say("number", number=question["number"]),
    )


def missing_page(language: Language) -> bytes:
    """Return what is said where nothing is public."""
    words = WORDS[language]
    main = tag("main", tag("h1", words["missing"]), tag("p", words["missing_why"]))
    return _document(language, words["missing"], together(), main)


def _whole(
    edition: Edition,
    language: Language,
    addresses: tuple[str, str],
    *inside: Part,
    title: str = "",
) -> bytes:
    words, (own, other) = WORDS[language], addresses
    whole_title = " – ".join(part for part in (title, words["heading"], edition.title) if part)
    lang = "" if language == "vi" else f"?lang={language}"
    api = f"/api/v1/public/{edition.slug}"
    feed = {"type": "application/atom+xml", "href": f"{api}/feed.atom{lang}"}
    head = together(
        tag("link", rel="canonical", href=own),
        tag("link", rel="alternate", title=words["heading"], **feed),
        tag("link", rel="alternate", hreflang=_other(language), href=other),
    )
    switch = tag(
        *("a", words["other_language"]), href=other, lang=_other(language), class_="language"
    )
    return _document(
        language,
        whole_title,
        head,
        tag("a", words["skip"], href="#results", class_="skip"),
        tag(
            "header",
            tag("p", "Đối Thoại", switch, class_="brand"),
            tag("p", words["rehearsal"], class_="rehearsal") if edition.rehearsal else None,
            tag("h1", words["heading"]),
            tag("p", edition.title, class_="conference"),
            tag("p", edition.theme, class_="theme") if edition.theme else None,
        ),
        tag("main", *inside),
        tag(
            "footer",
            tag("a", words["feed"], **feed),
            tag("a", words["csv"], href=f"{api}/questions.csv{lang}", download=True),
        ),
    )


def _document(language: Language, title: str, head: Markup, *body: Part) -> bytes:
    styles = (tag("link", rel="stylesheet", href=f"/static/{name}") for name in _STYLES)
    whole = tag(
        "html",
        tag(
            "head",
            tag("meta", charset="utf-8"),
            tag("meta", name_="viewport", content="width=device-width, initial-scale=1"),
            tag("title", title),
            tag("link", rel="icon", href="/static/icon.svg"),
            *styles,
            head,
        ),
        tag("body", *body),
        lang=language,
        data_theme="light",
    )
    return f"<!doctype html>\n{whole}\n".encode()


def _search(names: Names, edition: Edition, language: Language, wanted: Wanted) -> Markup:
    field = tag("input", type="search", id="q", name_="q", maxlength="200", value=wanted.q or "")
    return tag(
        "form",
        tag("p", tag("label", names.say("search"), for_="q"), field, class_="words"),
        _choice(names, "topic", edition.topics, wanted.topic),
        _choice(names, "site", edition.sites, wanted.site),
        tag("input", type="hidden", name_="lang", value=language) if language != "vi" else None,
        tag("button", names.say("find")),
        role="search",
        action=f"/public/{edition.slug}",
    )


def _choice(
    names: Names, name: str, offered: Mapping[str, str], chosen: str | None
) -> Markup | None:
    if not offered:
        return None
    options = (
        tag("option", label, value=slug, selected=slug == chosen) for slug, label in offered.items()
    )
    any_ = tag("option", names.say(f"any_{name}"), value="")
    label = tag("label", names.say(name), for_=name)
    return tag("p", label, tag("select", any_, *options, id=name, name_=name))


def _said(names: Names, edition: Edition, count: int, page: int, pages: int) -> str:
    if not count:
        return names.say("none_found" if edition.questions else "none")
    if pages == 1:
        return names.say("count_one" if count == 1 else "count", count=count)
    return names.say("count_page", count=count, page=page, pages=pages)


def _article(names: Names, edition: Edition, language: Language, question: Shown) -> Markup:
    number, asker = question["number"], question["asker"]
    link = tag(*("a", names.say("number", number=number)), href=_of(edition, language, question))
    whence = (names.say(question["kind"]), names.site(question), names.topic(question))
    by = ", ".join(asker[part] for part in asker if asker[part]) if asker else ""
    answered_by = ", ".join(part for part in names.official(question) if part)
    return tag(
        "article",
        tag("h2", link, id=f"cau-{number}"),
        tag("p", " · ".join(part for part in whence if part), class_="whence"),
        tag("blockquote", *_lines(question["text"])),
        _who(names.say("asker"), by),
        tag(
            "div",
            _who(names.say("official"), answered_by),
            *_lines(question["answer"]),
            class_="answer",
        ),
        tag(
            "p",
            names.say("published_at") + " ",
            tag(
                "time",
                names.time(question["published_at"]),
                datetime=question["published_at"].isoformat(),
            ),
            class_="when",
        ),
        aria_labelledby=f"cau-{number}",
    )


def _who(label: str, name: str) -> Markup | None:
    return tag("p", f"{label}: ", tag("b", name), class_="who") if name else None


def _lines(text: str) -> list[Markup]:
    return [tag("p", line, dir="auto") for line in text.split("\n") if line]


def _turning(
    names: Names, edition: Edition, language: Language, wanted: Wanted, page: int, pages: int
) -> Markup | None:
    if pages == 1:
        return None
    there = {"previous": page - 1, "next": page + 1}
    links = (
        tag("a", names.say(name), href=_address(edition, language, wanted, to), rel=name[:4])
        for name, to in there.items()
        if 1 <= to <= pages
    )
    return tag("nav", *links, aria_label=names.say("pages"))


def _other(language: Language) -> Language:
    return "en" if language == "vi" else "vi"


def _of(edition: Edition, language: Language, question: Shown) -> str:
    lang = "" if language == "vi" else f"?lang={language}"
    return f"/public/{edition.slug}/{question['number']}{lang}"


def _address(edition: Edition, language: Language, wanted: Wanted, page: int) -> str:
    asked = {name: value for name, value in asdict(wanted).items() if value}
    asked |= {"page": str(page)} if page > 1 else {}
    asked |= {"lang": language} if language != "vi" else {}
    return f"/public/{edition.slug}" + (f"?{urlencode(asked)}" if asked else "")
