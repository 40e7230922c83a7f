-- Every thread as it stands in a list, from the oldest: undated ones come first, for "" is before every date.
WITH people AS (
    SELECT thread, count(DISTINCT CASE WHEN person <> '' THEN person END) AS people
    FROM posts
    GROUP BY thread
)
SELECT row_number() OVER (ORDER BY t.first_iso, t.title, t.thread) AS rank,
    t.thread, t.title, t.posts, p.people, t.first_iso, t.last_iso, t.excerpt, t.lost
FROM threads t
JOIN people p ON p.thread = t.thread
ORDER BY t.first_iso, t.title, t.thread
