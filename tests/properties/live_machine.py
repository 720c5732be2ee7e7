"""The rules of the state machine: any commands by any people, with a plain list as the queue."""

import random

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from tests.conftest import CONFERENCE, OFFICIAL, OTHER_OFFICIAL
from tests.properties.live_model import LiveModel, pick_of
from tests.properties.live_rules import ENDED, STEPS
from tests.properties.stage import VIEWS
from tests.routers.files import PNG

SITES = ("cho-don", "na-ri")
TOPICS = (None, "cong-tac-can-bo-nu", "phong-trao-thi-dua")
OFFICIALS = (OFFICIAL, OTHER_OFFICIAL)
AGENCIES = ("ubnd-tinh", "hoi-lhpn-tinh")

_everybody = ["admin", "chair", *SITES, "official", "official-2", "screen", "stranger", None]
people = st.sampled_from(["moderator"] * 20 + ["chair"] * 6 + _everybody)
leaders = st.sampled_from(["moderator"] * 3 + ["chair"] * 3 + ["admin", "screen", "cho-don"])
any_one = st.integers(min_value=0, max_value=1000)
rarely = st.sampled_from([False, False, False, True])


class LiveViews(LiveModel):
    """The rules; most people are moderators, or little would be accepted."""

    @initialize(waiting=st.integers(min_value=0, max_value=4))
    def begin(self, waiting: int) -> None:
        given = [self.question(site, None, False) for site in SITES * 2]
        self.stage.send_at_once([("moderator", "/questions", one) for one in given])
        paths = [f"/questions/{number}/enqueue" for number in range(1, waiting + 1)]
        self.stage.send_at_once([("moderator", path, None) for path in paths])
        self.look_again()

    # --- questions ---

    @rule(who=people, site=st.sampled_from(SITES), topic=st.sampled_from(TOPICS), agrees=rarely)
    def submit(self, who: str | None, site: str, topic: str | None, agrees: bool) -> None:
        self.send(who, "POST", "/questions", self.question(site, topic, agrees))

    @rule(who=people, which=any_one, other=any_one, name=st.sampled_from(sorted(STEPS)))
    def command_anything(self, who: str | None, which: int, other: int, name: str) -> None:
        self.command(who, self.pick(which), name, self.body(name, self.pick(other)))

    @rule(which=any_one, other=any_one, what=any_one)
    def command_what_is_possible(self, which: int, other: int, what: int) -> None:
        number = self.pick(which)
        state = self.stage.desk[number]["state"]
        name = pick_of([n for n, (sources, _) in STEPS.items() if state in sources], what)
        self.command("moderator", number, name, self.body(name, self.pick(other)))

    @rule(which=any_one, other=any_one)
    def restore_or_recall(self, which: int, other: int) -> None:
        ended = [n for n, q in self.stage.desk.items() if q["state"] in ENDED]
        if ended:
            number = pick_of(ended, which)
            is_spoken = self.stage.desk[number]["state"] in {"answered", "deferred"}
            self.command("moderator", number, "recall" if is_spoken else "restore", None)

    @rule(which=any_one, before=any_one, is_last=st.booleans())
    def enqueue(self, which: int, before: int, is_last: bool) -> None:
        ready = [n for n, q in self.stage.desk.items() if q["state"] in {"submitted", "approved"}]
        if ready:
            place = None if is_last or not self.queue else pick_of(self.queue, before)
            self.command("moderator", pick_of(ready, which), "enqueue", {"before": place})

    # --- who answers ---

    @rule(who=people, which=any_one, lead=any_one, has_support=st.booleans())
    def assign(self, who: str | None, which: int, lead: int, has_support: bool) -> None:
        first, second = OFFICIALS[lead % 2], OFFICIALS[1 - lead % 2]
        given = {"lead": first, "supporting": [second] * has_support, "note": self.mark("brief")}
        self.send(who, "PUT", f"/questions/{self.pick(which)}/assignment", given)

    @rule(who=people, which=any_one, what=st.sampled_from(["accept", "decline", "unassign"]))
    def reply(self, who: str | None, which: int, what: str) -> None:
        assigned = [n for n, q in self.stage.desk.items() if q["assignment"] is not None]
        path = f"/questions/{pick_of(assigned, which) if assigned else self.pick(which)}/assignment"
        if what == "unassign":
            self.send(who, "DELETE", path)
        else:
            body = {"reason": self.mark("declined")} if what == "decline" else None
            self.send(("official", "official-2")[which % 2], "POST", f"{path}/{what}", body)

    @rule(who=people, which=any_one, is_named=st.booleans())
    def record_answer(self, who: str | None, which: int, is_named: bool) -> None:
        spoken = [n for n, q in self.stage.desk.items() if q["answer"] is not None]
        given = {"official": OFFICIAL if is_named else None, "summary": self.mark("summary")}
        number = pick_of(spoken, which) if spoken else self.pick(which)
        self.send(who, "PUT", f"/questions/{number}/answer", given)

    # --- what is laid beside a question ---

    @rule(who=people, which=any_one, is_taken_back=st.booleans())
    def publish(self, who: str | None, which: int, is_taken_back: bool) -> None:
        ended = [n for n, q in self.stage.desk.items() if q["state"] in {"answered", "deferred"}]
        path = f"/questions/{pick_of(ended, which) if ended else self.pick(which)}"
        if is_taken_back:
            self.send(who, "POST", f"{path}/unpublish")
        else:
            self.send(who, "POST", f"{path}/publish", {"answer": self.mark("published")})

    @rule(who=people, which=any_one, agency=st.sampled_from(["ubnd-tinh", None]))
    def draft_an_answer(self, who: str | None, which: int, agency: str | None) -> None:
        given = {"text": self.mark("prepared"), "agency": agency}
        self.send(who, "PUT", f"/questions/{self.pick(which)}/prepared-answer", given)

    @rule(
        who=st.sampled_from(["moderator"] * 4 + ["official", "official-2", "chair", "cho-don"]),
        which=any_one,
        what=st.sampled_from(["draft", "submit", "clear", "return"]),
    )
    def prepare_further(self, who: str, which: int, what: str) -> None:
        begun = [n for n, q in self.stage.desk.items() if q["prepared_answer"] is not None]
        path = f"/questions/{pick_of(begun, which) if begun else self.pick(which)}/prepared-answer"
        if what == "draft":
            self.send(who, "PUT", path, {"text": self.mark("prepared")})
        else:
            body = {"note": self.mark("wish")} if what == "return" else None
            self.send(who, "POST", f"{path}/{what}", body)

    @rule(
        who=people,
        which=st.lists(any_one, min_size=1, max_size=3),
        agency=st.sampled_from(AGENCIES),
        due=st.sampled_from([None, "2024-05-01", "2099-05-01"]),
    )
    def hand_over(self, who: str | None, which: list[int], agency: str, due: str | None) -> None:
        given = {"agency": agency, "due": due, "note": self.mark("asking")}
        numbers = [self.pick(one) for one in which]
        if len(numbers) == 1:
            self.send(who, "PUT", f"/questions/{numbers[0]}/preparation", given)
        else:
            self.send(who, "POST", "/preparation", given | {"questions": numbers})

    @rule(who=people, which=any_one)
    def take_a_hand_over_back(self, who: str | None, which: int) -> None:
        asked = [n for n, q in self.stage.desk.items() if q["preparation"] is not None]
        number = pick_of(asked, which) if asked else self.pick(which)
        self.send(who, "DELETE", f"/questions/{number}/preparation")

    @rule(
        official=st.sampled_from([*OFFICIALS, "them-mot"]),
        agency=st.sampled_from([*AGENCIES, None]),
        method=st.sampled_from(["POST", "PATCH", "PATCH", "PATCH", "DELETE"]),
    )
    def change_who_speaks_for_agencies(
        self, official: str, agency: str | None, method: str
    ) -> None:
        if method == "POST":
            given = {"slug": "them-mot", "name": "Thêm một", "agency": agency}
            self.send("admin", method, "/officials", given)
        else:
            body = {"agency": agency} if method == "PATCH" else None
            self.send("admin", method, f"/officials/{official}", body)

    @rule(who=people, which=any_one)
    def attach(self, who: str | None, which: int) -> None:
        file = (f"{self.mark('file')}.png", PNG)
        self.send(who, "POST", f"/questions/{self.pick(which)}/attachments", file)

    @rule(who=people, which=any_one)
    def remove_an_attachment(self, who: str | None, which: int) -> None:
        known = [(n, a["id"]) for n, q in self.stage.desk.items() for a in q["attachments"]]
        if known:
            number, id_ = pick_of(known, which)
            self.send(who, "DELETE", f"/questions/{number}/attachments/{id_}")

    # --- queue and floor ---

    @rule(who=leaders, which=any_one, before=any_one, is_last=rarely, is_stale=rarely)
    def move(self, who: str, which: int, before: int, is_last: bool, is_stale: bool) -> None:
        moved = pick_of(self.queue, which) if self.queue else self.pick(which)
        place = None if is_last else pick_of(self.queue or [moved], before)
        given = {"question": moved, "before": place, "version": self.queue_version(is_stale)}
        if self.send(who, "POST", "/queue/move", given) and place != moved:
            self.follow(moved, "enqueue", {"before": place})
        self.check_queue()

    @rule(who=leaders, by=st.sampled_from(["rotation", "topic", "arrival"]), is_stale=rarely)
    def arrange(self, who: str, by: str, is_stale: bool) -> None:
        given = {"by": by, "version": self.queue_version(is_stale)}
        done = self.send(who, "POST", "/queue/arrange", given)
        if done:
            assert sorted(done["order"]) == sorted(self.queue)
            assert by != "arrival" or done["order"] == sorted(self.queue)
            self.queue = done["order"]
        self.check_queue()

    @rule(who=leaders, is_stale=rarely)
    def move_on(self, who: str, is_stale: bool) -> None:
        first = self.queue[0] if self.queue else None
        given = {"expected_current": self.current, "expected_next": 999 if is_stale else first}
        stood, seq = self.as_it_stands(), self.stage.seq
        self.send(who, "POST", "/floor/next", given)
        if self.stage.seq > seq:
            self.current, self.queue = first, self.queue[1:]
            self.stood = (self.stage.seq, *stood)
        self.check_queue()

    @rule(who=leaders)
    def undo(self, who: str) -> None:
        can_undo = self.stage.fresh["chair"]["conference"]["can_undo"]
        seq = self.stage.seq
        is_done = self.send(who, "POST", "/floor/undo") is not None
        assert is_done == (can_undo and who in {"moderator", "chair", "admin"})
        if is_done and self.stood is not None and self.stood[0] == seq:
            _, self.queue, self.current, questions = self.stood
            assert self.as_it_stands()[2] == questions, "undo restores the floor"
        elif is_done:
            self.look_again()
        self.check_queue()

    # --- the conference ---

    @rule(who=people, site=st.sampled_from(SITES), line=st.sampled_from(["ok", "poor", "down"]))
    def report_readiness(self, who: str | None, site: str, line: str) -> None:
        given = {"line": line, "microphone": True, "delegate_present": line == "ok"}
        self.send(who, "POST", f"/sites/{site}/readiness", given)

    @rule(who=people, official=st.sampled_from(OFFICIALS), present=st.booleans())
    def mark_presence(self, who: str | None, official: str, present: bool) -> None:
        self.send(who, "PATCH", f"/officials/{official}", {"present": present})

    @rule(
        who=st.sampled_from(["admin", "admin", "admin", "moderator"]),
        kind=st.sampled_from(["sites", "topics", "agenda"]),
        method=st.sampled_from(["POST", "POST", "PATCH", "DELETE"]),
        slug=st.sampled_from(["them-mot", "them-hai", "cho-don", "phong-trao-thi-dua"]),
    )
    def set_up(self, who: str, kind: str, method: str, slug: str) -> None:
        is_new = method == "POST"
        given = {"title" if kind == "agenda" else "name": f"Tên {next(self._marks)}"}
        body = None if method == "DELETE" else given | ({"slug": slug} if is_new else {})
        self.send(who, method, f"/{kind}" if is_new else f"/{kind}/{slug}", body)

    @rule(who=people, to=st.sampled_from(["draft", "collecting", "live", "closed", "rehearsal"]))
    def change_conference(self, who: str | None, to: str) -> None:
        if to == "rehearsal":
            self.send(
                "admin", "PATCH", f"conferences/{CONFERENCE}", {"rehearsal": who == "moderator"}
            )
        else:
            self.send(who, "POST", "/phase", {"to": to})

    # --- screens, and many at once ---

    @rule(
        which=st.lists(any_one, min_size=2, max_size=4),
        name=st.sampled_from(["enqueue", "dequeue", "approve", "call", "withdraw", "restore"]),
    )
    def command_at_once(self, which: list[int], name: str) -> None:
        people = ("moderator", "chair", "cho-don", "admin")
        numbers = [self.pick(one) for one in which]
        self.stage.send_at_once(
            [
                (who, f"/questions/{number}/{name}", None)
                for who, number in zip(people, numbers, strict=False)
            ]
        )
        self.look_again()

    @rule(view=st.sampled_from(VIEWS), seed=any_one)
    def come_back(self, view: str, seed: int) -> None:
        self.stage.resume(view, random.Random(seed))

    @rule(view=st.sampled_from(VIEWS))
    def fall_behind(self, view: str) -> None:
        self.stage.fall_behind(view)
