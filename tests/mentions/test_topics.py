"""Topics: stated by precise words, headings and codes; capitals inside a sentence belong to names."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from digov.mentions.topics import TopicFinder
from digov.model.document import Document, Segment, SegmentKind
from digov.model.lexicon import Entity, Label, Lexicon
from digov.model.source import Instrument, SourceText
from digov.model.span import Span


def topic(topic_id: str, name: str, *labels: Label) -> Entity:
    return Entity(id=topic_id, name=name, labels=(Label(name, "full"), *labels))


LEXICON = Lexicon(
    topics=(
        topic("action-line/c5", "Building confidence and security in the use of ICTs", Label("C5", "acronym")),
        topic("topic/ai", "Artificial intelligence", Label("AI", "acronym")),
        topic("topic/ai-governance", "Governance of artificial intelligence", Label("AI governance", "variant")),
        topic("topic/digital-divides", "Digital divides", Label("digital divide", "variant")),
        topic("topic/gender-digital-divide", "Gender digital divide"),
        topic("topic/internet-governance", "Internet governance"),
        topic("topic/principle-h", "Interoperable (principle)", Label("Interoperable", "variant")),
    )
)


def find(text: str, kind: SegmentKind = "paragraph") -> list[tuple[str, str]]:
    segment = Segment(id="s", part="main", kind=kind, label=None, pieces=(Span(0, len(text)),), text=text, starts=(0,))
    source = SourceText(instrument=Instrument(slug="x", title="X"), filename="x.txt", text=text, sha256="0" * 64)
    document = Document(source=source, segments=(segment,), leaves=((Span(0, len(text)), "s"),))
    mentions = TopicFinder(LEXICON, document).find_all().get("s", ())
    return [(mention.id, text[mention.start : mention.end]) for mention in mentions]


def test_words_state_a_topic_and_the_longest_label_wins() -> None:
    assert find("to close the gender digital divide and all digital divides") == [
        ("topic/gender-digital-divide", "gender digital divide"),
        ("topic/digital-divides", "digital divides"),
    ]
    assert find("norms for AI governance") == [("topic/ai-governance", "AI governance")]


def test_a_topic_is_mentioned_once_at_its_first_words() -> None:
    assert find("a digital divide and another digital divide") == [("topic/digital-divides", "digital divide")]


def test_capitals_inside_a_sentence_belong_to_names() -> None:
    assert find("the Internet Governance Forum") == []
    assert find("the High-Level Advisory Body on Artificial Intelligence") == []
    assert find("4. Artificial intelligence is here. Digital divides persist.") == [
        ("topic/ai", "Artificial intelligence"),
        ("topic/digital-divides", "Digital divides"),
    ]
    assert find("the working definition of Internet governance") == [
        ("topic/internet-governance", "Internet governance")
    ]


def test_headings_count_in_title_case_and_doubled() -> None:
    assert find("Internet Governance", "heading") == [("topic/internet-governance", "Internet Governance")]
    assert find("Internet governanceGovernance", "heading") == [("topic/internet-governance", "Internet governance")]
    assert find("Internet Governance Forum", "heading") == []


def test_codes_count_in_brackets_or_after_action_line() -> None:
    assert find("(e) *Cyberspace (C5)*", "heading") == [("action-line/c5", "C5")]
    assert find("facilitators of action line C5 met") == [("action-line/c5", "C5")]
    assert find("document C5 of the file") == []


def test_principles_lead_their_item() -> None:
    assert find("(h) Interoperable: Digital systems that talk", "item") == [("topic/principle-h", "Interoperable")]
    assert find("Interoperable systems are needed", "item") == []


def test_parts_of_words_and_other_kinds_are_none() -> None:
    assert find("AI-enabled and digital dividends") == []
    assert find("Artificial intelligence", "footnote") == []


@given(st.text(max_size=120))
def test_any_text_gives_ordered_spans(text: str) -> None:
    for _, words in find(text):
        assert words
