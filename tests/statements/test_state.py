"""What a document states: the links, the words behind each, and the nodes they join."""

from __future__ import annotations

import random
from pathlib import Path

import msgspec
import pytest

from digov.model.document import Document
from digov.model.evidence import Producer, Producers
from digov.model.issue import Issue
from digov.model.mention import Act, DeadlineMention, EntityRef, GroupMention, ReferenceMention, SegmentMentions
from digov.model.statement import DocumentStatements, Literal, Ref, Statement, entity, term
from digov.rdf.ontology import load_ontology
from digov.statements import state
from digov.statements.predicates import ACT_CLASSES, REPORTED_ACT, STATED_PREDICATES
from digov.statements.values import deadline_years, describe_deadline

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
CITES = "http://data.europa.eu/eli/ontology#cites"
SUBJECT = "http://purl.org/dc/terms/subject"


def rows(stated: DocumentStatements, subject: str) -> set[tuple[str, str, tuple[str, ...]]]:
    """Return predicate, object and quotes of the statements about ``subject``, with short names."""
    return {
        (
            s.predicate.name.replace("#", "/").rpartition("/")[2],
            s.object.name if isinstance(s.object, Ref) else s.object.value,
            tuple(evidence.exact for evidence in s.evidence),
        )
        for s in stated.statements
        if s.subject == entity(subject)
    }


def properties(stated: DocumentStatements, subject: str) -> dict[str, set[str]]:
    [found] = [d for d in stated.descriptions if d.subject == entity(subject)]
    values: dict[str, set[str]] = {"types": {t.name for t in found.types}}
    for predicate, value in found.properties:
        name = predicate.name.rpartition("#")[2]
        values.setdefault(name, set()).add(value.name if isinstance(value, Ref) else value.value)
    return values


def with_mentions(mentions: tuple[SegmentMentions, ...], segment: str, **more: object) -> tuple[SegmentMentions, ...]:
    return tuple(msgspec.structs.replace(m, **more) if m.segment == segment else m for m in mentions)


def test_an_act_has_its_kind_actor_addressee_deadline_and_subject_each_with_words(stated: DocumentStatements) -> None:
    assert rows(stated, "example/para_1#act-1") == {
        ("type", "ns#Request", ("Requests",)),
        ("actor", "id/body/example-council", ("The Example Council",)),
        ("addressee", "id/body/registrar", ("Registrar",)),
        ("due", "id/deadline/year/2030", ("by 2030",)),
        ("subject", "http://metadata.un.org/sdg/9", ("(SDG 9)",)),
    }
    assert properties(stated, "example/para_1#act-1") == {
        "types": {"ns#Request"},
        "actType": {"id/act-type/request"},
        "verb": {"id/verb/request"},
        "force": {"6"},
        "statedIn": {"id/example/para_1"},
        "dueYear": {"2030"},
    }


def test_an_inherited_link_rests_on_the_chapeau_and_on_the_item(stated: DocumentStatements) -> None:
    opening = "(a) Train 40 per cent of all\nstaff under target 4.b;"
    found = rows(stated, "example/para_2__point_a#act-1")
    assert ("type", "ns#Commitment", ("Commits by 2031 to", opening)) in found
    assert ("due", "id/deadline/year/2031", ("by 2031", opening)) in found
    assert ("hasDeadline", "id/deadline/year/2031", ("by 2031", opening)) in rows(stated, "example/para_2__point_a")
    assert properties(stated, "example/para_2__point_a#act-1")["inheritedFrom"] == {"id/example/para_2"}
    assert properties(stated, "example/para_2__point_a#act-1")["modifier"] == {"firmly"}


def test_a_deadline_taken_over_is_stated_once_where_its_words_stand(stated: DocumentStatements) -> None:
    timings = [d.subject.name for d in stated.descriptions if term("TimingMention") in d.types]
    assert timings == [
        "id/example/para_1#timing-1",
        "id/example/para_2#timing-1",
        "id/example/para_2__point_b#timing-1",
    ]


def test_a_name_cut_by_a_page_has_a_quote_before_and_one_after_it(stated: DocumentStatements) -> None:
    assert ("mentionsBody", "id/body/data-forum", ("Data", "Forum")) in rows(stated, "example/para_2__point_b")


def test_a_reported_act_is_no_act_of_the_segment(stated: DocumentStatements) -> None:
    assert rows(stated, "example/para_2__point_b#reported-1") == {("type", "ns#ReportedAct", ("asked",))}
    assert properties(stated, "example/para_2__point_b#act-2")["isInner"] == {"true"}
    assert "id/example/para_2__point_b#act-3" not in {d.subject.name for d in stated.descriptions}


def test_all_sdgs_are_said_in_one_link_and_not_in_seventeen(stated: DocumentStatements) -> None:
    found = rows(stated, "example/para_2__point_b")
    assert ("coversAllGoals", "true", ("(All SDGs)",)) in found
    assert not [row for row in found if row[0] == "subject"]
    assert ("coversAllGoals", "true", ("(All SDGs)",)) in rows(stated, "example/para_2__point_b#act-2")


def test_an_internal_citation_leads_to_the_segment_and_not_to_the_work(stated: DocumentStatements) -> None:
    cites = {row[1:] for row in rows(stated, "example/para_2__point_b") if row[0] == "cites"}
    assert cites == {("id/example/para_1", ("paragraph 1 above",))}
    assert properties(stated, "example/para_2__point_b#reference-1")["citedSegment"] == {"id/example/para_1"}


def test_a_quantity_keeps_value_unit_and_what_is_measured(stated: DocumentStatements) -> None:
    assert properties(stated, "example/para_2__point_a#quantity-1") == {
        "types": {"ns#Quantity"},
        "value": {"40"},
        "unit": {"percent"},
        "comparator": {"="},
        "measures": {"staff"},
        "statedIn": {"id/example/para_2__point_a"},
    }


def test_a_session_is_a_node_of_its_organ(stated: DocumentStatements) -> None:
    assert properties(stated, "session/df/3") == {
        "types": {"ns#Session"},
        "label": {"DF-3"},
        "organ": {"id/body/data-forum"},
        "sessionNumber": {"3"},
        "sessionYear": {"2004"},
    }


def test_every_quote_stands_in_the_source(stated: DocumentStatements) -> None:
    text = stated.document.source.text
    assert len(stated.statements) > 30
    for statement in stated.statements:
        for evidence in statement.evidence:
            assert text[evidence.span.start : evidence.span.end] == evidence.exact
            assert evidence.sha256 == stated.document.source.sha256


def test_the_order_of_the_input_does_not_matter(
    document: Document, mentions: tuple[SegmentMentions, ...], stated: DocumentStatements
) -> None:
    shuffled = list(mentions)
    random.Random(7).shuffle(shuffled)
    assert state(document, shuffled) == stated


def test_a_link_said_twice_is_one_statement_with_both_places(
    document: Document, mentions: tuple[SegmentMentions, ...]
) -> None:
    text = document.by_id()["para_1"].text
    twice = [
        GroupMention(start=text.index(w), end=text.index(w) + len(w), id="group/x", name="x") for w in ("the", "SDG")
    ]
    again = [twice[0], twice[0]]
    found = [
        s
        for s in state(document, with_mentions(mentions, "para_1", groups=(*twice, *again))).statements
        if s.object == entity("group/x")
    ]
    assert [[evidence.exact for evidence in s.evidence] for s in found] == [["the", "SDG"]]


def test_what_is_open_has_no_link(document: Document, mentions: tuple[SegmentMentions, ...]) -> None:
    found = next(m for m in mentions if m.segment == "para_1")
    acts = (msgspec.structs.replace(found.acts[0], actor=EntityRef(id=None, name="?"), addressees=()),)
    bodies = (msgspec.structs.replace(found.bodies[0], id=None),)
    deadlines = (msgspec.structs.replace(found.deadlines[0], value="", kind="session"),)
    changed = with_mentions(mentions, "para_1", acts=acts, bodies=bodies, deadlines=deadlines)
    stated = state(document, changed)
    predicates = {row[0] for row in rows(stated, "example/para_1")} | {
        row[0] for row in rows(stated, "example/para_1#act-1")
    }
    assert predicates == {"type", "subject"}
    assert properties(stated, "example/para_1#timing-1") == {
        "types": {"ns#TimingMention"},
        "statedIn": {"id/example/para_1"},
        "timingRelation": {"by"},
    }


def test_an_actor_without_words_or_formula_rests_on_the_verb(
    document: Document, mentions: tuple[SegmentMentions, ...]
) -> None:
    found = next(m for m in mentions if m.segment == "para_1")
    other = msgspec.structs.replace(found.acts[0], actor=EntityRef(id="body/other", name="Other Council"))
    stated = state(document, with_mentions(mentions, "para_1", acts=(other,)))
    assert ("actor", "id/body/other", ("Requests",)) in rows(stated, "example/para_1#act-1")


def test_an_addressee_named_in_the_item_is_quoted_there(
    document: Document, mentions: tuple[SegmentMentions, ...]
) -> None:
    found = next(m for m in mentions if m.segment == "para_2__point_a")
    group = found.groups[0]
    asked = EntityRef(id=group.id, name=group.name, start=group.start, end=group.end, in_item=True)
    stated = state(
        document,
        with_mentions(mentions, "para_2__point_a", acts=(msgspec.structs.replace(found.acts[0], addressees=(asked,)),)),
    )
    assert ("addressee", "id/group/staff", ("all\nstaff",)) in rows(stated, "example/para_2__point_a#act-1")


def reference(document: Document, **more: object) -> tuple[DocumentStatements, dict[str, set[str]], set[str]]:
    """Return what the document states when paragraph 1 has one reference, its node, and what is cited."""
    mention = msgspec.structs.replace(ReferenceMention(start=3, end=11, target="EX/RES/2001/9"), **more)
    stated = state(document, [SegmentMentions(segment="para_1", references=(mention,))], held=[held_document(document)])
    cited = {s.object.name for s in stated.statements if s.predicate.name == CITES and isinstance(s.object, Ref)}
    return stated, properties(stated, "example/para_1#reference-1"), cited


def held_document(document: Document) -> Document:
    """Return the example as the document of another instrument."""
    instrument = msgspec.structs.replace(document.source.instrument, slug="held")
    return msgspec.structs.replace(document, source=msgspec.structs.replace(document.source, instrument=instrument))


@pytest.mark.parametrize(
    ("pinpoint", "cited"),
    [
        ("1", {"id/held/para_1"}),
        ("1-2", {"id/held/para_1", "id/held/para_2"}),
        ("2(b)", {"id/held/para_2__point_b"}),
        ("1, 2(a)", {"id/held/para_1", "id/held/para_2__point_a"}),
        ("1 and 2", {"id/held/para_1", "id/held/para_2"}),
    ],
)
def test_a_pinpoint_in_a_document_of_ours_leads_to_its_segments(
    document: Document, pinpoint: str, cited: set[str]
) -> None:
    stated, node, found = reference(document, instrument="held", pinpoint=pinpoint)
    assert found == cited | {"id/held"}
    assert node["citedSegment"] == cited
    assert node["pinpoint"] == {pinpoint}
    assert "unresolved-pinpoint" not in {issue.code for issue in stated.issues}


@pytest.mark.parametrize("pinpoint", ["99", "1-99", "5-2", "9999999999-99999999999", "article 19", "2(z)", "1-1000000"])
def test_a_pinpoint_that_our_document_does_not_have_is_an_issue_at_its_place(document: Document, pinpoint: str) -> None:
    stated, node, found = reference(document, instrument="held", pinpoint=pinpoint)
    assert found == {"id/held"}
    assert "citedSegment" not in node
    [issue] = [issue for issue in stated.issues if issue.code == "unresolved-pinpoint"]
    assert stated.document.source.text[issue.start : issue.end] == "Requests"


def test_a_pinpoint_in_a_work_that_we_do_not_hold_is_kept_as_words(document: Document) -> None:
    stated, node, found = reference(document, instrument="tunis-agenda", pinpoint="72")
    assert found == {"id/tunis-agenda"}
    assert node["pinpoint"] == {"72"}
    assert [issue.code for issue in stated.issues] == ["page-break"]


def test_a_symbol_that_no_lexicon_lists_is_a_work_under_its_own_slug(document: Document) -> None:
    stated, node, found = reference(document, target="A/79/62-E/2024/3")
    assert found == {"id/a-79-62-e-2024-3"}
    assert node["citedInstrument"] == found
    assert properties(stated, "a-79-62-e-2024-3")["id_local"] == {"A/79/62-E/2024/3"}


def test_a_title_that_no_lexicon_lists_is_kept_as_words(document: Document) -> None:
    _, node, found = reference(document, target="The lost report")
    assert found == set()
    assert "citedInstrument" not in node
    assert node["target"] == {"The lost report"}


def timing(kind: str, value: str, **more: object) -> DeadlineMention:
    return msgspec.convert({"start": 0, "end": 1, "kind": kind, "value": value, **more}, DeadlineMention)


@pytest.mark.parametrize(
    ("mention", "name", "year", "typed"),
    [
        (timing("year", "2030"), "id/deadline/year/2030", 2030, "2030"),
        (timing("date", "2024-12"), "id/deadline/date/2024-12", 2024, "2024-12"),
        (timing("date", "2024-12-01"), "id/deadline/date/2024-12-01", 2024, "2024-12-01"),
        (timing("date", "2024-02-30"), "id/deadline/date/2024-02-30", 2024, None),
        (timing("period", "2016-09/2018-01", year=2016), "id/deadline/period/2016-09-2018-01", 2018, None),
        (
            timing("session", "GA-81", organ="body/general-assembly", session=81, year=2026),
            "id/deadline/session/ga-81",
            2026,
            None,
        ),
        (timing("duration", "P12M"), "id/deadline/duration/p12m", None, "P1Y"),
        (timing("duration", "soon"), "id/deadline/duration/soon", None, None),
        (timing("recurrence", "R/P2Y"), "id/deadline/recurrence/r-p2y", None, None),
        (timing("recurrence", "R"), "id/deadline/recurrence/r", None, None),
    ],
)
def test_a_deadline_has_the_year_and_the_typed_form_that_follow_from_its_value(
    mention: DeadlineMention, name: str, year: int | None, typed: str | None
) -> None:
    node, *further = describe_deadline(mention, deadline_years([mention]))
    found = {predicate.name.rpartition("#")[2]: value for predicate, value in node.properties}
    assert node.subject == Ref(name)
    assert found.get("dueYear") == (None if year is None else Literal.integer(year))
    forms = [v.value for p, v in node.properties if "2006/time#" in p.name and isinstance(v, Literal)]
    assert forms == ([] if typed is None else [typed])
    assert found["deadlineValue"] == Literal(mention.value)
    expected = {"session": "id/session/ga/81", "R/P2Y": "id/frequency/p2y", "R": "id/frequency/r"}
    assert [d.subject.name for d in further] == [expected[k] for k in (mention.kind, mention.value) if k in expected]


def test_years_that_contradict_each_other_are_no_year() -> None:
    one, two = timing("session", "DF-3", year=2004), timing("session", "DF-3", year=2005)
    assert deadline_years([one, two]) == {}
    assert deadline_years([one, timing("session", "DF-3")]) == {Ref("id/deadline/session/df-3"): 2004}


def test_the_producers_of_the_build_stand_behind_the_evidence(
    document: Document, mentions: tuple[SegmentMentions, ...]
) -> None:
    producers = Producers(sdgs=Producer("sdg-tags", "2"))
    stated = state(document, mentions, producers=producers)
    versions = {e.producer.version for s in stated.statements if s.predicate.name == SUBJECT for e in s.evidence}
    assert versions == {"2"}


def test_issues_of_document_and_mentions_stand_in_text_order(
    document: Document, mentions: tuple[SegmentMentions, ...]
) -> None:
    issues = [
        Issue("open-body", "m", 5, 9, "para_1"),
        Issue("open-actor", "m"),
        Issue("open-body", "m", 5, 9, "para_1"),
    ]
    stated = state(document, mentions, issues=issues)
    assert [issue.code for issue in stated.issues] == ["open-body", "page-break", "open-actor"]


def test_mentions_that_do_not_fit_the_document_are_refused(
    document: Document, mentions: tuple[SegmentMentions, ...]
) -> None:
    with pytest.raises(ValueError, match="do not fit"):
        state(document, [*mentions, SegmentMentions(segment="para_99")])
    with pytest.raises(ValueError, match="do not fit"):
        state(document, [*mentions, mentions[0]])


def test_the_stated_predicates_and_act_classes_are_those_of_the_ontology(stated: DocumentStatements) -> None:
    triples = load_ontology(Path(__file__).parents[2] / "ontology")
    base = "https://w3id.org/digov/"
    marked = {
        t.subject.value for t in triples if t.predicate.value == TYPE and t.object.value == f"{base}ns#StatedProperty"
    }
    ours = {predicate.iri(base) for predicate in STATED_PREDICATES} - {TYPE}
    assert ours == marked - {f"{base}ns#about"}
    subclass = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
    acts = {t.subject.value for t in triples if t.predicate.value == subclass and t.object.value == f"{base}ns#Act"}
    assert {c.iri(base) for c in ACT_CLASSES.values()} == acts
    assert any(t.subject.value == REPORTED_ACT.iri(base) for t in triples)
    statements: tuple[Statement, ...] = stated.statements
    assert {s.predicate for s in statements} <= set(STATED_PREDICATES)


def due_of_item(document: Document, mentions: tuple[SegmentMentions, ...], *acts: Act, chapeau: bool) -> set[str]:
    """Return the quotes of what is due for an item with ``acts`` whose chapeau says "by 2031"."""
    changed = with_mentions(mentions, "para_2__point_a", acts=acts)
    changed = changed if chapeau else with_mentions(changed, "para_2", acts=())
    return {
        q for row in rows(state(document, changed), "example/para_2__point_a#act-1") if row[0] == "due" for q in row[2]
    }


def test_a_chapeaus_deadline_binds_what_the_chapeau_does_and_no_act_beside_it(
    document: Document, mentions: tuple[SegmentMentions, ...]
) -> None:
    own = Act(start=4, end=9, type="welcome", verb="welcome", force=2)
    inner = msgspec.structs.replace(own, inner=True)
    assert "by 2031" in due_of_item(document, mentions, inner, chapeau=True)
    assert due_of_item(document, mentions, own, chapeau=True) == set()
    assert "by 2031" in due_of_item(document, mentions, own, chapeau=False)
