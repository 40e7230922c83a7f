"""What the codes mean: engines and clusters."""

from __future__ import annotations

from generator.codes.code import Code

CODES = (
    Code(
        "D901",
        "PySpark is missing",
        "A cluster is spoken to through PySpark, which is no part of the plain installation.",
        "Install the extra: `pip install 'disputatio[spark]'`.",
    ),
    Code(
        "D902",
        "Java is missing",
        "A classic master needs Java 17 or later on the machine that starts the build.",
        "Install it, set `JAVA_HOME`, or use Spark Connect, which needs none here.",
    ),
    Code(
        "D903",
        "the cluster is not there",
        "Nobody answers at its address, or none of its workers is free.",
        "Start it, or name another one.",
    ),
    Code(
        "D904",
        "a worker does not see the site",
        "Texts do not travel through the cluster: its machines read and write the site's folder, at the same path.",
        "Put the site on a shared folder.",
    ),
    Code(
        "D905",
        "a worker has another program",
        "Each machine does a part of the work, so all must have the same version.",
        "Install the same version of disputatio[spark] on every machine.",
    ),
    Code(
        "D906",
        "the cluster gave up",
        "A task failed several times, a machine ran out of memory, or the cluster was stopped. What was done is kept.",
        "Mend the cluster and build again; the rest will be done.",
    ),
)
