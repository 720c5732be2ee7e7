"""Who may do what, against the two tables of the contract: the commands and the roles."""

from app.domain.roles import SCOPES, Actor, Grant, Permission, Role

MEMBERS = ["admin", "moderator", "chair", "site_moderator", "official", "screen"]

COMMANDS = {
    "question.submit": "moderator site_moderator",
    "question.import": "moderator site_moderator",
    "question.revise": "moderator site_moderator",
    "question.return": "moderator",
    "question.approve": "moderator",
    "question.reject": "moderator",
    "question.merge": "moderator",
    "question.withdraw": "moderator site_moderator",
    "question.enqueue": "moderator",
    "question.dequeue": "moderator chair",
    "question.call": "moderator chair",
    "question.put_back": "moderator chair",
    "question.finish": "moderator chair",
    "question.defer": "moderator chair",
    "question.recall": "moderator chair",
    "question.restore": "moderator",
}
"""The column "who" of the life of a question. An administrator is bound to everything."""

DUTIES = {
    "conference.setup": "",
    "people.manage": "",
    "keys.manage": "",
    "screen.approve": "moderator",
    "floor.run": "moderator chair",
    "queue.order": "moderator chair",
    "question.assign": "moderator",
    "answer.record": "chair",
    "site.readiness": "site_moderator",
    "assignment.accept": "official",
}
"""What else the table of roles gives to whom; setting up is the administrator's alone."""

BEYOND = {
    "question.assign": "chair",
    "answer.record": "moderator",
    "site.readiness": "moderator",
}
"""What these roles have in addition, though the table of roles does not name it."""

SIGHTS = {
    "queue.see": "moderator chair site_moderator official screen",
    "floor.see": "moderator chair site_moderator official screen",
    "view.hall": "moderator chair site_moderator official screen",
    "view.public": "moderator chair site_moderator official screen",
    "view.chair": "moderator chair",
    "view.desk": "moderator",
    "view.site": "moderator site_moderator",
    "view.official": "moderator official",
    "events.read": "moderator",
    "question.history": "moderator chair site_moderator",
}
"""Who may look at what. The journal repeats notes and reasons, so it is for the moderators."""

SCREEN = "conference.see export.questions floor.see question.see queue.see view.hall view.public"


def actor(*grants: Grant) -> Actor:
    return Actor("somebody", grants)


def test_each_right_belongs_to_the_roles_of_the_contract_and_no_others() -> None:
    for table in (COMMANDS, DUTIES, SIGHTS):
        for right, roles in table.items():
            expected = set(roles.split()) | set(BEYOND.get(right, "").split())
            if right != "assignment.accept":
                expected.add("admin")
            having = {role for role in MEMBERS if Grant(Role(role)).has(Permission(right))}
            assert having == expected, right


def test_screen_may_look_and_do_nothing() -> None:
    screen = Grant(Role.SCREEN)
    assert sorted(right for right in Permission if screen.has(right)) == SCREEN.split()


def test_nobody_but_the_administrator_sets_conferences_people_and_keys_up() -> None:
    for right in (Permission.SETUP_CONFERENCE, Permission.MANAGE_PEOPLE, Permission.MANAGE_KEYS):
        assert [role for role in Role if Grant(role).has(right)] == [Role.ADMIN]
        assert right not in SCOPES


def test_right_of_a_site_moderator_holds_for_the_own_site_only() -> None:
    own = actor(Grant(Role.SITE_MODERATOR, site="cho-don"))
    for right in Permission:
        has = own.has(right)
        assert own.may_at_site(right, "cho-don") == has, right
        assert not own.may_at_site(right, "na-ri"), right
        assert not own.may_at_site(right, ""), right


def test_moderator_of_two_sites_has_both_and_no_third() -> None:
    two = actor(
        Grant(Role.SITE_MODERATOR, site="cho-don"), Grant(Role.SITE_MODERATOR, site="na-ri")
    )
    sites = ["cho-don", "na-ri", "ba-be"]
    assert [two.may_at_site(Permission.WITHDRAW, site) for site in sites] == [True, True, False]


def test_sites_a_right_is_held_for_are_known_by_name_unless_they_are_all() -> None:
    sites = ("cho-don", "na-ri")
    two = [Grant(Role.SITE_MODERATOR, site=site) for site in sites]
    assert actor(*two).own_sites(Permission.IMPORT) == frozenset(sites)
    assert actor(*two, Grant(Role.CHAIR)).own_sites(Permission.IMPORT) == frozenset(sites)
    assert actor(*two, Grant(Role.MODERATOR)).own_sites(Permission.IMPORT) is None
    assert actor(Grant(Role.CHAIR)).own_sites(Permission.IMPORT) == frozenset()


def test_second_role_does_not_carry_a_sites_right_to_other_sites() -> None:
    both = actor(Grant(Role.SITE_MODERATOR, site="cho-don"), Grant(Role.CHAIR))
    assert both.may_at_site(Permission.SUBMIT, "cho-don")
    assert not both.may_at_site(Permission.SUBMIT, "na-ri")
    assert both.may_at_site(Permission.DEQUEUE, "na-ri")


def test_moderator_of_the_conference_may_at_every_site() -> None:
    for role in (Role.ADMIN, Role.MODERATOR):
        assert actor(Grant(role)).may_at_site(Permission.REVISE, "na-ri")


def test_actor_has_what_any_of_the_grants_has_and_nothing_without_one() -> None:
    both = actor(Grant(Role.SCREEN), Grant(Role.OFFICIAL, official="chu-tich"))
    assert both.has(Permission.ACCEPT_ASSIGNMENT)
    assert both.officials() == {"chu-tich"}
    assert not any(actor().has(right) for right in Permission)
    assert not any(actor().may_at_site(right, "cho-don") for right in Permission)
    assert actor(Grant(Role.CHAIR)).officials() == frozenset()


def test_key_has_what_its_scopes_name_and_nothing_else() -> None:
    for scope in SCOPES:
        key = Grant(Role.INTEGRATION, scopes=frozenset({scope}))
        having = {right for right in Permission if key.has(right)}
        assert having == {scope, Permission.SEE_CONFERENCE}
        assert actor(key).may_at_site(scope, "cho-don")


def test_key_may_be_given_every_command_but_an_officials_word() -> None:
    assert {Permission(right) for right in COMMANDS} <= SCOPES
    assert Permission.ACCEPT_ASSIGNMENT not in SCOPES
    assert Permission.VIEW_OFFICIAL not in SCOPES
