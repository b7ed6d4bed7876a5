"""ECO-1: partners on board, prescribed by the client, and somebody who guarantees it all."""

import pytest
from story import LISE, NORA, Told, after, ask, event, findings, story, unassessed, with_unread

from noe_core.audit.ecosystem import RULES
from noe_core.audit.rule import Finding, Passed, Severity, Verdict
from noe_core.beside import Beside
from noe_core.firm.doctrine import Role, RoleAssigned
from noe_core.history import History
from noe_core.relationship.course import RelationshipClosed, RelationshipOpened
from noe_core.relationship.ecosystem import (
    EnrolledVia,
    PartnerEnrolled,
    PartnerIdentified,
    PartnerWithdrew,
)
from noe_core.relationship.engagements import EngagementKept, EngagementKind, EngagementMade
from noe_core.relationship.parties import PartyJoined, PartyLeft
from noe_core.typed import Fact
from noe_core.values import Party, PartyRef, Side

START = "2022-03-01"
FIRM = "firm/studio-marelle"
MARELLE = Party(party_id="studio-marelle", name="Studio Marelle")
OPEN: Told = (RelationshipOpened(provider=MARELLE), START)
ROUTE = Party(party_id="route-douce", name="Route Douce")
LONG = 91
PRESCRIBED = (
    EngagementMade(engagement_id="e1", by=LISE, kind=EngagementKind.PRESCRIPTION),
    START,
)


def identified(party: Party = ROUTE, on: str = START) -> Told:
    """A partner identified."""
    return (PartnerIdentified(partner=party, partner_of=Side.CLIENT), on)


def enrolled(
    name: str = "route-douce", via: EnrolledVia | None = EnrolledVia.PROVIDER, on: str = START
) -> Told:
    """A partner on board."""
    return (PartnerEnrolled(partner_id=name, via=via), on)


def eco(
    *told: Told, days: int = LONG, beside: Beside | None = None, **parameters: int
) -> tuple[Verdict, ...]:
    """What ECO-1 answers that many days after the start."""
    history = story(OPEN, *told, as_of=after(START, days))
    return ask(RULES, "ECO-1", history, beside=beside, **parameters)


def abouts(verdicts: tuple[Verdict, ...]) -> list[str]:
    """What the findings are about."""
    return [found.about for found in findings(verdicts)]


def only(verdicts: tuple[Verdict, ...]) -> Finding:
    """The one finding there is."""
    (found,) = findings(verdicts)
    return found


def test_without_partners_there_is_no_ecosystem_to_bring_on_board() -> None:
    """The rule passes."""
    assert eco() == (Passed(rule="ECO-1"),)


# A partner identified and not on board


def test_a_partner_identified_waits_ninety_days() -> None:
    """Day ninety is still in time; the number is a parameter."""
    assert unassessed(eco(PRESCRIBED, identified(), days=90)) == ("too_early",)
    found = only(eco(PRESCRIBED, identified(), days=91))
    assert (found.severity, found.about) == (Severity.WARNING, "not_enrolled")
    assert (found.subject, found.evidence) == ("route-douce", (event(3),))
    assert found.values["partner"] == "Route Douce"
    assert only(eco(PRESCRIBED, identified(), days=31, n=30))


def test_a_partner_on_board_or_gone_is_waited_for_no_more() -> None:
    """However late it came; one that came back is on board again."""
    gone = (PartnerWithdrew(partner_id="route-douce"), after(START, 10))
    back = enrolled(on=after(START, 20))
    late = enrolled(on=after(START, 120))
    for told in ((late,), (gone,), (enrolled(), gone), (enrolled(), gone, back)):
        assert eco(PRESCRIBED, identified(), *told, days=200) == (Passed(rule="ECO-1"),)


def test_a_partner_without_a_name_is_called_by_its_id() -> None:
    """It is still somebody."""
    nameless = Party(party_id="le-depot")
    assert only(eco(PRESCRIBED, identified(nameless))).values["partner"] == "le-depot"


def test_nothing_is_asked_of_a_relationship_that_closed_in_time() -> None:
    """Closed by day ninety, its partners are waited for no more."""
    for on, found in ((90, False), (91, True)):
        closed = (RelationshipClosed(), after(START, on))
        verdicts = eco(PRESCRIBED, identified(), closed, days=400)
        assert bool(findings(verdicts)) is found
        assert unassessed(verdicts) == (() if found else ("closed_since",))


@pytest.mark.parametrize("name", ["partner_enrolled", "partner_withdrew"])
def test_an_enrolment_that_cannot_be_read_may_be_this_partner_s(name: str) -> None:
    """It was recorded, and of whom is not known here."""
    history = story(OPEN, PRESCRIBED, identified(), as_of=after(START, LONG))
    assert unassessed(ask(RULES, "ECO-1", with_unread(history, name))) == ("unreadable",)


# Partners and no prescription by the client


def test_partners_call_for_a_client_that_prescribes() -> None:
    """Ninety days after the first of them, identified or on board."""
    assert unassessed(eco(enrolled(), days=90)) == ("too_early",)
    found = only(eco(identified(), enrolled(), days=91))
    assert (found.severity, found.about) == (Severity.WARNING, "no_prescription")
    assert (found.subject, found.evidence) == ("relationship", (event(2),))
    assert abouts(eco(enrolled(), days=91)) == ["no_prescription"]


def test_the_client_prescribes_by_its_engagement_or_in_deed() -> None:
    """A partner that came in on its word is a prescription; late is in time."""
    by_word = enrolled(via=EnrolledVia.CLIENT_PRESCRIPTION, on=after(START, 100))
    late = (PRESCRIBED[0], after(START, 100))
    assert eco(identified(), by_word, days=120) == (Passed(rule="ECO-1"),)
    assert eco(enrolled(), late, days=120) == (Passed(rule="ECO-1"),)


@pytest.mark.parametrize(
    "other",
    [
        EngagementMade(engagement_id="e1", by=NORA, kind=EngagementKind.PRESCRIPTION),
        EngagementMade(engagement_id="e1", by=LISE, kind=EngagementKind.MEANS),
        EngagementMade(engagement_id="e1", by=None, kind=EngagementKind.MEANS),
    ],
)
def test_no_other_engagement_is_a_prescription_by_the_client(other: Fact) -> None:
    """Neither another kind nor another side."""
    assert abouts(eco(enrolled(), (other, START))) == ["no_prescription"]


@pytest.mark.parametrize(
    ("unsaid", "because"),
    [
        (EngagementMade(engagement_id="e1", by=LISE), "kinds_unrecorded"),
        (EngagementMade(engagement_id="e1"), "sides_unrecorded"),
        (
            EngagementMade(engagement_id="e1", kind=EngagementKind.PRESCRIPTION),
            "sides_unrecorded",
        ),
        (EngagementKept(engagement_id="e1"), "sides_unrecorded"),
        (PartnerEnrolled(partner_id="route-douce"), "vias_unrecorded"),
    ],
)
def test_what_nobody_said_may_have_been_a_prescription(unsaid: Fact, because: str) -> None:
    """The rule says what it lacks."""
    assert unassessed(eco(enrolled(), (unsaid, START))) == (because,)


def test_a_partner_that_is_gone_calls_for_no_prescription() -> None:
    """Nor does one that was only ever seen leaving."""
    gone = (PartnerWithdrew(partner_id="route-douce"), after(START, 10))
    assert eco(identified(), gone) == (Passed(rule="ECO-1"),)
    assert eco(gone) == (Passed(rule="ECO-1"),)


# Two partners and no guarantor

SECOND = Party(party_id="depot-nord", name="Dépôt Nord")
TWO = (
    PRESCRIBED,
    identified(),
    identified(SECOND, after(START, 9)),
    enrolled(on=after(START, 9)),
    enrolled("depot-nord", on=after(START, 9)),
)
JOINED = PartyJoined(
    party=Party(party_id="nora"), side=Side.PROVIDER, role=" Cooperation_Guarantor "
)
GUARANTOR = Role.COOPERATION_GUARANTOR


def role(
    role: Role | None = GUARANTOR, relationship_id: str | None = None, stream: str = FIRM
) -> History:
    """A firm that gave a role."""
    holder = PartyRef(party_id="nora", side=Side.PROVIDER, organisation="Studio Marelle")
    assigned = RoleAssigned(role=role, holder=holder, relationship_id=relationship_id)
    return story((assigned, START), stream=stream)


def beside(*histories: History) -> Beside:
    """What stands beside the relationship."""
    return Beside.of(histories)


def test_two_partners_call_for_somebody_who_guarantees_the_cooperation() -> None:
    """Ninety days after the second; one partner calls for nobody."""
    firm = beside(role(Role.COACH))
    assert unassessed(eco(*TWO, days=99, beside=firm)) == ("too_early",)
    found = only(eco(*TWO, days=100, beside=firm))
    assert (found.severity, found.about) == (Severity.WARNING, "no_guarantor")
    assert found.evidence == (event(3), event(4))
    alone = eco(PRESCRIBED, identified(), enrolled(), days=100, beside=firm)
    assert alone == (Passed(rule="ECO-1"),)


def test_somebody_here_may_have_the_part() -> None:
    """A party that joined with the role, as long as it stays; no firm is needed for that."""
    joined = (JOINED, START)
    assert eco(*TWO, joined, days=100) == (Passed(rule="ECO-1"),)
    left = (PartyLeft(party_id="nora"), after(START, 50))
    assert abouts(eco(*TWO, joined, left, days=100, beside=Beside())) == ["no_guarantor"]
    other = (PartyJoined(party=Party(party_id="nora"), side=Side.PROVIDER), START)
    assert abouts(eco(*TWO, other, days=100, beside=Beside())) == ["no_guarantor"]


@pytest.mark.parametrize(
    "given",
    [
        role(),
        role(relationship_id="studio-marelle:atelier-lys"),
        role(relationship_id="relationship/studio-marelle:atelier-lys"),
        role(relationship_id="studio-marelle:atelier-lys", stream="firm/other"),
    ],
)
def test_a_firm_beside_may_have_given_the_part(given: History) -> None:
    """For this relationship, whoever named it, or for all of its own."""
    other = role(Role.COACH, stream="firm/another")
    assert eco(*TWO, days=100, beside=beside(given, other)) == (Passed(rule="ECO-1"),)


@pytest.mark.parametrize(
    "given", [role(relationship_id="another"), role(stream="firm/other"), role(Role.COACH)]
)
def test_a_part_given_elsewhere_guarantees_nothing_here(given: History) -> None:
    """For another relationship, by a firm that is not the provider, or another part."""
    ours = story((RoleAssigned(role=Role.VISION_KEEPER), START), stream=FIRM)
    both = beside(ours, given) if given.stream != FIRM else beside(given)
    assert abouts(eco(*TWO, days=100, beside=both)) == ["no_guarantor"]


def test_where_the_provider_is_unknown_any_firm_beside_may_be_it() -> None:
    """A part it gave for all of its relationships then counts."""
    history = story((RelationshipOpened(), START), *TWO, as_of=after(START, 100))
    anyone = beside(role(stream="firm/other"))
    assert ask(RULES, "ECO-1", history, beside=anyone) == (Passed(rule="ECO-1"),)


def test_without_anything_beside_nobody_can_tell() -> None:
    """A store that was given and holds no firm gave nobody the part."""
    assert unassessed(eco(*TWO, days=100)) == ("beside_missing",)
    assert abouts(eco(*TWO, days=100, beside=Beside())) == ["no_guarantor"]


def test_a_part_nobody_named_or_can_read_may_be_that_one() -> None:
    """Here or in the firm."""
    assert unassessed(eco(*TWO, days=100, beside=beside(role(None)))) == ("roles_unrecorded",)
    sealed = with_unread(role(Role.COACH), "role_assigned")
    assert unassessed(eco(*TWO, days=100, beside=beside(sealed))) == ("unreadable",)
    here = with_unread(story(OPEN, *TWO, as_of=after(START, 100)), "party_joined")
    answers = ask(RULES, "ECO-1", here, beside=beside(role(Role.COACH)))
    assert unassessed(answers) == ("unreadable",)


def test_each_question_is_a_finding_of_its_own() -> None:
    """And each reason for waiting is given once."""
    told = (identified(), identified(SECOND))
    found = abouts(eco(*told, beside=beside(role(Role.COACH))))
    assert found == ["not_enrolled", "not_enrolled", "no_prescription", "no_guarantor"]
    assert unassessed(eco(*told, days=10)) == ("too_early",)
