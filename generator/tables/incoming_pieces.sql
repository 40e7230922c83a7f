-- The pieces of quotes from other threads, gathered at the thread that they were taken from.
SELECT p.thread, p.post, p.anchor, p.origin_thread, p.origin_post, p.start, p.end AS end, o.shard AS origin_shard
FROM pieces p
JOIN threads o ON o.thread = p.origin_thread
ORDER BY o.shard, p.origin_thread, p.origin_post, p.start, p.end, p.thread, p.post, p.anchor
