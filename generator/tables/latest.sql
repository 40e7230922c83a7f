-- The newest posts, for the archive's feed. 50 is FEED_POSTS of views/machines.py; 10 signs are a whole day.
WITH dated AS (
    SELECT thread, post, ordinal, author, person, iso, raw_when, excerpt,
        CASE WHEN substr(iso, 10, 1) <> '' THEN 0 ELSE 1 END AS vague
    FROM posts
)
SELECT p.thread, t.title, p.post, p.ordinal, p.author, p.person, p.iso, p.raw_when, p.excerpt
FROM dated p
JOIN threads t ON t.thread = p.thread
ORDER BY p.vague, p.iso DESC, p.thread, p.ordinal DESC, p.post
LIMIT 50
