"""Topics: content/topics.yaml read, and the places in posts where a rule of it matches."""

from generator.topics.matching import TopicMatcher, find_mentions
from generator.topics.reading import read_topics
from generator.topics.suggesting import Phrases, Suggestion

__all__ = ["Phrases", "Suggestion", "TopicMatcher", "find_mentions", "read_topics"]
