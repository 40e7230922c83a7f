-- What was written in each month, oldest first.
SELECT p.month, p.iso, p.author, p.person, p.thread, t.title, p.post, p.ordinal, p.raw_when, p.excerpt
FROM posts p
JOIN threads t ON t.thread = p.thread
WHERE p.month > 0
ORDER BY p.month, p.iso, p.thread, p.ordinal, p.post
