-- The pieces of quotes from other threads, gathered at the thread that they were taken from.
SELECT p.thread, p.post, p.anchor, p.origin_thread, p.origin_post, p.start, p.end AS end, p.origin_shard
FROM pieces p
ORDER BY p.origin_shard, p.origin_thread, p.origin_post, p.start, p.end, p.thread, p.post, p.anchor
