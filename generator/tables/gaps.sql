-- The first 100 threads of which posts are known to be missing. `rank` counts among these.
WITH people AS (
    SELECT thread, count(DISTINCT CASE WHEN person <> '' THEN person END) AS people
    FROM posts
    GROUP BY thread
)
SELECT row_number() OVER (ORDER BY t.first_iso, t.title, t.thread) AS rank,
    t.thread, t.title, t.posts, p.people, t.first_iso, t.last_iso, t.excerpt, t.lost
FROM threads t
JOIN people p ON p.thread = t.thread
WHERE t.gaps > 0
ORDER BY t.first_iso, t.title, t.thread
LIMIT 100
