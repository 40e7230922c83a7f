"""What divides quotes from own words is learned in one pass over a post."""

import time

from generator.linking.layout import Joints


def test_blank_lines_at_the_end_of_a_post_cost_no_more_than_words():
    joints = Joints()

    started = time.process_time()
    joints.learn_plain("One line.\n\nAnother one." + "\n" * 60_000)

    assert time.process_time() - started < 1  # a pass for each of them would take a minute
