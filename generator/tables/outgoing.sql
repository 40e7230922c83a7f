-- What the origin of a quote is called where it stands in another thread.
SELECT q.shard, q.thread, q.post, q.anchor,
    q.origin_thread, t.title AS origin_title, q.origin_post,
    p.ordinal AS origin_ordinal, p.author AS origin_author, p.person AS origin_person
FROM quotes q
JOIN posts p ON p.thread = q.origin_thread AND p.post = q.origin_post
JOIN threads t ON t.thread = q.origin_thread
WHERE q.origin_lost = 0 AND q.origin_thread <> q.thread
ORDER BY q.shard, q.thread, q.post, q.anchor
