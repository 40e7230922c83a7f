-- Who quotes whom how often. The 25 people with most posts are named; all others, and posts without an author, are ''.
WITH written AS (
    SELECT person, count(*) AS posts
    FROM posts
    WHERE person <> ''
    GROUP BY person
),
ranked AS (
    SELECT person, row_number() OVER (ORDER BY posts DESC, person) AS place
    FROM written
),
named AS (
    SELECT p.thread, p.post, CASE WHEN r.place <= 25 THEN p.person ELSE '' END AS person
    FROM posts p
    JOIN ranked r ON r.person = p.person
    UNION ALL
    SELECT thread, post, '' AS person
    FROM posts
    WHERE person = ''
)
SELECT a.person, b.person AS other, count(*) AS quotes
FROM quotes q
JOIN named a ON a.thread = q.thread AND a.post = q.post
JOIN named b ON b.thread = q.origin_thread AND b.post = q.origin_post
WHERE q.origin_lost = 0
GROUP BY a.person, b.person
ORDER BY a.person, b.person
