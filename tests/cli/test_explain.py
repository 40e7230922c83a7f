"""`disputatio explain`."""


def test_explain_prints_what_a_code_means(run):
    done = run("explain", "d205", "D101")

    assert done.code == 0
    assert "D205: the dump is not UTF-8" in done.out
    assert "iconv" in done.out


def test_explain_answers_an_unknown_code_with_those_there_are(run):
    done = run("explain", "D999")

    assert done.code == 2
    assert "D999" in done.err
