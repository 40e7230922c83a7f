-- What each person wrote, oldest first.
SELECT p.bucket, p.person, p.author, p.thread, t.title, p.post, p.ordinal, p.iso, p.raw_when, p.excerpt
FROM posts p
JOIN threads t ON t.thread = p.thread
WHERE p.person <> ''
ORDER BY p.bucket, p.person, p.iso, p.thread, p.ordinal, p.post
