"""Frames come out of a stream as they went in, wherever it is cut."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasegraph.api.workers.frames import HEADER, Frame, FrameReader, frame

FRAMES = st.lists(st.tuples(st.sampled_from(Frame), st.binary(max_size=300)), max_size=12)


@given(FRAMES, st.lists(st.integers(min_value=0, max_value=4000)))
def test_frames_survive_any_cut(sent: list[tuple[Frame, bytes]], cuts: list[int]) -> None:
    stream = b"".join(frame(kind, payload) for kind, payload in sent)
    ends = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    reader = FrameReader()
    assert [one for start, end in pairwise(ends) for one in reader.feed(stream[start:end])] == sent


@given(FRAMES.filter(bool), st.data())
def test_no_frame_comes_before_its_last_byte(sent: list[tuple[Frame, bytes]], data: st.DataObject) -> None:
    stream = b"".join(frame(kind, payload) for kind, payload in sent)
    short = data.draw(st.integers(min_value=1, max_value=HEADER.size + len(sent[-1][1])))
    reader = FrameReader()
    assert list(reader.feed(stream[:-short])) == sent[:-1]
    assert list(reader.feed(stream[-short:])) == sent[-1:]


def test_a_frame_of_no_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="99"):
        list(FrameReader().feed(HEADER.pack(99, 0)))
