-- Who quotes a passage from another thread. Quoters in the same thread are known to the thread itself.
SELECT o.shard, q.origin_thread AS thread, q.origin_post AS post,
    q.origin_lost AS lost, q.origin_start AS start, q.origin_end AS end,
    q.thread AS by_thread, t.title AS by_title, q.post AS by_post, p.ordinal AS by_ordinal,
    p.author AS by_author, p.person AS by_person, q.anchor AS by_anchor, q.excerpt AS by_excerpt
FROM quotes q
JOIN threads o ON o.thread = q.origin_thread
JOIN posts p ON p.thread = q.thread AND p.post = q.post
JOIN threads t ON t.thread = q.thread
WHERE q.origin_thread <> q.thread
ORDER BY o.shard, q.origin_thread, q.origin_post, q.origin_start, q.origin_end, q.thread, p.ordinal, q.post, q.anchor
