"""topics.yaml: its forms, and what is told where it is wrong."""

from __future__ import annotations

from generator.records import Topic
from generator.topics import read_topics


def read(folder, text: str) -> tuple[tuple[Topic, ...], list[str]]:
    path = folder / "topics.yaml"
    path.write_text(text, encoding="utf-8")
    topics, problems = read_topics(path)
    return topics, [problem.render() for problem in problems]


def test_topics_stand_in_a_mapping_by_id(tmp_path):
    topics, problems = read(
        tmp_path,
        """
civil-war:
  label: Civil War
kronstadt:
  label: Kronstadt
  aliases: [Kronstadters, Кронштадт]
  patterns: "Kronstadt (rebellion|uprising)"
  broader: Civil War
  description: The naval base.
Left SRs:
""",
    )

    assert problems == []
    assert topics == (
        Topic("civil-war", "Civil War"),
        Topic(
            "kronstadt",
            "Kronstadt",
            ("Kronstadters", "Кронштадт"),
            ("Kronstadt (rebellion|uprising)",),
            "civil-war",
            "The naval base.",
        ),
        Topic("left-srs", "Left SRs"),
    )


def test_topics_may_stand_in_a_list(tmp_path):
    topics, problems = read(
        tmp_path, "topics:\n- label: Kronstadt\n  id: base\n- label: Left SRs\n  broader: base\n- Tambov\n"
    )

    assert problems == []
    assert [(topic.id, topic.label, topic.broader) for topic in topics] == [
        ("base", "Kronstadt", None),
        ("left-srs", "Left SRs", "base"),
        ("tambov", "Tambov", None),
    ]


def test_without_a_file_there_are_no_topics(tmp_path):
    assert read_topics(tmp_path / "topics.yaml") == ((), ())


def test_every_fault_is_told_at_once(tmp_path):
    topics, problems = read(
        tmp_path,
        """topic-a: {label: A, alias: [x]}
b: {label: "!!!"}
c: {label: C, patterns: ["(x", "x)", "[x]", "*x", "x|y", "=", "(a|b|c|d|e|f|g)(a|b|c|d|e|f|g)(a|b|c|d|e|f|g)"]}
d: {label: D, broader: topic-aa}
e: {label: E, broader: f}
f: {label: F, broader: e}
Topic-A: {label: again}
g: {aliases: []}
h: [x]
i: {label: I, aliases: [Kron*]}
""",
    )

    assert [problem.split(": ")[0].removeprefix("content/topics.yaml:") for problem in problems] == [
        "1:21",
        "2:12",
        "3:26",
        "3:32",
        "3:38",
        "3:45",
        "3:51",
        "3:58",
        "3:63",
        "4:24",
        "6:24",
        "7:10",
        "9:4",
        "10:25",
    ]
    assert "Did you mean `aliases`?" in problems[0]
    assert "Did you mean `topic-a`?" in problems[9]
    assert "broader than itself" in problems[10]
    assert [topic.label for topic in topics] == ["A", "C", "D", "E", "F", "g", "h", "I"]


def test_the_sequences_of_all_rules_together_are_limited(tmp_path):
    pattern = "(a|b|c|d)(a|b|c|d)(a|b|c|d)(a|b|c|d)"
    text = "".join(f"t{number}: {{label: T{number}, patterns: ['{pattern} {number}']}}\n" for number in range(200))

    topics, problems = read(tmp_path, text)

    assert len(topics) == 200
    assert "sequences" in problems[0]
