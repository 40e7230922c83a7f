-- The 100 least certain guesses. 0.95 is where a page calls a guess certain (views/contract/parts.py, Certainty).
WITH doubts AS (
    SELECT 'author' AS about, author_confidence AS confidence, thread, post, '' AS anchor, excerpt
    FROM posts
    WHERE person <> '' AND author_confidence < 0.95
    UNION ALL
    SELECT 'boundary' AS about, boundary_confidence AS confidence, thread, post, '' AS anchor, excerpt
    FROM posts
    WHERE boundary_confidence < 0.95
    UNION ALL
    SELECT 'quote' AS about, confidence, thread, post, anchor, excerpt
    FROM quotes
    WHERE confidence < 0.95
)
SELECT d.about, d.confidence, d.thread, t.title, d.post, p.ordinal, p.author, p.person, d.anchor, d.excerpt
FROM doubts d
JOIN posts p ON p.thread = d.thread AND p.post = d.post
JOIN threads t ON t.thread = d.thread
ORDER BY d.confidence, d.thread, p.ordinal, d.post, d.about, d.anchor
LIMIT 100
