-- Which posts may quote which posts of other threads: pairs that share a sampled shingle, which any two posts do that
-- have 13 words in a row in common. A shingle that more than 50 posts have is a common phrase, and proves nothing. Where
-- both days are known, the origin is not the later one. A post that resembles more than 20 others is boilerplate: its 20
-- closest are enough.
WITH telling AS (
    SELECT hash
    FROM shingles
    GROUP BY hash
    HAVING count(*) BETWEEN 2 AND 50
),
hits AS (
    SELECT s.hash, p.place, p.thread, p.iso
    FROM shingles s
    JOIN telling t ON t.hash = s.hash
    JOIN places p ON p.place = s.place
),
pairs AS (
    SELECT q.place AS quoter, o.place AS origin, count(*) AS shared
    FROM hits q
    JOIN hits o ON o.hash = q.hash
    WHERE o.thread <> q.thread
        AND (q.iso = '' OR o.iso = '' OR substr(o.iso, 1, 10) <= substr(q.iso, 1, 10))
    GROUP BY q.place, o.place
),
ranked AS (
    SELECT quoter, origin, shared,
        row_number() OVER (PARTITION BY quoter ORDER BY shared DESC, origin) AS place_in_line
    FROM pairs
)
SELECT q.shard, q.thread, q.post,
    o.thread AS origin_thread, o.shard AS origin_shard, o.post AS origin_post,
    r.shared, o.version
FROM ranked r
JOIN places q ON q.place = r.quoter
JOIN places o ON o.place = r.origin
WHERE r.place_in_line <= 20
ORDER BY q.shard, q.thread, q.post, r.shared DESC, o.thread, o.post
