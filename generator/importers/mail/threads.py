"""Which messages are one debate: by what they refer to, else by a subject that says enough."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator
from itertools import accumulate, groupby

from generator.importers.mail.index import REPLY, Index, sorted_places

WINDOW_S = 60 * 86_400  # so long a message may be answered by one that says of it only "Re: its subject"
_TELLING = 2  # words of a subject: "help" or "question" are many debates
_CANDIDATES = 3  # earlier messages of one subject whose words are compared
_NONE = -1

Evidence = Callable[[int, int], bool]  # (a message, an earlier one): whether the first quotes the second


class Threads:
    """The threads of an index. Numbers are places in it."""

    def __init__(self, index: Index, evidence: Evidence) -> None:
        """`evidence` is asked only where subjects alone would have to decide."""
        self._index = index
        self._evidence = evidence
        count = len(index)
        self.parent = array("i", [_NONE]) * count  # what a message answers; -1: nothing that is here
        self.same_as = array("i", [_NONE]) * count  # the message that this one repeats
        # Union-find; beyond the messages: ids of messages that are not here. The root of a group is its first message.
        self._group = array("I", range(count))
        self._by_id = sorted_places(index.column("id"))
        self._ids = array("q", map(index.column("id").__getitem__, self._by_id))
        self._elsewhere: dict[int, int] = {}  # ids of messages that are not here
        self._find_repeated()
        self._follow_references()
        self._cut_loops()
        self._follow_subjects()

    @property
    def repeated(self) -> int:
        """How many messages repeat another."""
        return sum(1 for same in self.same_as if same != _NONE)

    def groups(self) -> Iterator[list[int]]:
        """Yield the messages of each thread in archive order, threads by their first one; repeated ones left out."""
        count = len(self._index)
        roots = array("I", map(self._root, range(count)))
        sizes = array("I", [0]) * (count + 1)
        for root in roots:
            sizes[root + 1] += 1
        ends = array("I", accumulate(sizes))  # at first, where each group starts
        ordered = array("I", [0]) * count
        for place, root in enumerate(roots):
            ordered[ends[root]] = place
            ends[root] += 1
        for _, places in groupby(ordered, key=roots.__getitem__):
            kept = [place for place in places if self.same_as[place] == _NONE]
            if kept:
                yield kept

    def _find_repeated(self) -> None:
        """Give each id its message. The same id by the same sender on the same date is the same message."""
        ids, dates, senders = (self._index.column(name) for name in ("id", "date", "sender"))
        for place, number in enumerate(ids):
            first = self._by_id[bisect_left(self._ids, number)]
            if first != place and senders[first] == senders[place] and dates[first] == dates[place]:
                self.same_as[place] = first
                self._join(place, first)

    def _follow_references(self) -> None:
        for place in range(len(self._index)):
            if self.same_as[place] != _NONE:
                continue
            for number in reversed(self._index.references(place)):
                known = self._place_of(number)
                if known < len(self._index) and known != place and self.parent[place] == _NONE:
                    self.parent[place] = known
                self._join(place, known)

    def _place_of(self, number: int) -> int:
        """Return the first message with an id; for an id that no message has, a place beyond all of them."""
        at = bisect_left(self._ids, number)
        if at < len(self._ids) and self._ids[at] == number:
            return self._by_id[at]
        known = self._elsewhere.setdefault(number, len(self._group))
        if known == len(self._group):
            self._group.append(known)
        return known

    def _cut_loops(self) -> None:
        """Let nobody answer a message that answers him: in a ring, the earliest message answers nothing."""
        dates = self._index.column("date")
        done = bytearray(len(self.parent))
        for start in range(len(self.parent)):
            path: list[int] = []
            place = start
            while place != _NONE and not done[place]:
                done[place] = 2  # on this path
                path.append(place)
                place = self.parent[place]
            if place != _NONE and done[place] == 2:
                ring = path[path.index(place) :]
                self.parent[min(ring, key=lambda each: (dates[each], each))] = _NONE
            for each in path:
                done[each] = 1

    def _follow_subjects(self) -> None:
        """Join what answers nothing that is here to the thread of its subject."""
        subjects, dates, flags = (self._index.column(name) for name in ("subject", "date", "flags"))
        for subject, places in groupby(sorted_places(subjects), key=subjects.__getitem__):
            group = [place for place in places if self.same_as[place] == _NONE] if subject else []
            group.sort(key=dates.__getitem__)
            before: list[int] = []
            for place in group:
                if self.parent[place] == _NONE and before and dates[place] - dates[before[-1]] <= WINDOW_S:
                    self._join_by_subject(place, before, is_reply=bool(flags[place] & REPLY))
                before.append(place)

    def _join_by_subject(self, place: int, before: list[int], *, is_reply: bool) -> None:
        if all(self._root(place) == self._root(other) for other in before[-1:]):
            return
        for other in before[: -_CANDIDATES - 1 : -1]:
            if self._evidence(place, other):
                self.parent[place] = other
                self._join(place, other)
                return
        has_references = len(self._index.references(place)) > 0
        is_telling = self._index.column("telling")[place] >= _TELLING
        if is_reply and is_telling and not has_references:
            self._join(place, before[-1])

    def _root(self, place: int) -> int:
        group = self._group
        while group[place] != place:
            group[place] = group[group[place]]
            place = group[place]
        return place

    def _join(self, one: int, two: int) -> None:
        one, two = self._root(one), self._root(two)
        if one != two:
            self._group[max(one, two)] = min(one, two)
