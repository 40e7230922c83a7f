-- The newest posts, for the archive's feed. 50 is FEED_POSTS of views/machines.py; 10 signs are a whole day.
SELECT p.thread, t.title, p.post, p.ordinal, p.author, p.person, p.iso, p.raw_when, p.excerpt
FROM posts p
JOIN threads t ON t.thread = p.thread
ORDER BY CASE WHEN length(p.iso) >= 10 THEN 0 ELSE 1 END, p.iso DESC, p.thread, p.ordinal DESC, p.post
LIMIT 50
