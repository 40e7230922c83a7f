-- Every person, by name. Who writes their own name in several ways goes by the one used most.
WITH spellings AS (
    SELECT person, author, count(*) AS posts
    FROM posts
    WHERE person <> ''
    GROUP BY person, author
),
names AS (
    SELECT person, author, row_number() OVER (PARTITION BY person ORDER BY posts DESC, author) AS place
    FROM spellings
),
quoted AS (
    SELECT p.person, count(*) AS quoted
    FROM quotes q
    JOIN posts p ON p.thread = q.origin_thread AND p.post = q.origin_post
    WHERE q.origin_lost = 0 AND p.person <> ''
    GROUP BY p.person
),
written AS (
    SELECT person, count(*) AS posts, count(DISTINCT thread) AS threads, min(bucket) AS bucket
    FROM posts
    WHERE person <> ''
    GROUP BY person
),
both_counts AS (
    SELECT person, posts, threads, CAST(0 AS BIGINT) AS quoted, bucket FROM written
    UNION ALL
    SELECT person, CAST(0 AS BIGINT), CAST(0 AS BIGINT), quoted, CAST(0 AS BIGINT) FROM quoted
)
SELECT n.person, n.author,
    max(b.posts) AS posts, max(b.threads) AS threads, max(b.quoted) AS quoted, max(b.bucket) AS bucket
FROM both_counts b
JOIN names n ON n.person = b.person
WHERE n.place = 1
GROUP BY n.person, n.author
ORDER BY n.author, n.person
