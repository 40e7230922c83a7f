-- How many posts mention both of two topics: for each topic the 12 that it meets most often.
WITH mentioned AS (
    SELECT DISTINCT topic, thread, post FROM mentions
),
pairs AS (
    SELECT a.topic, b.topic AS other, count(*) AS posts
    FROM mentioned a
    JOIN mentioned b ON b.thread = a.thread AND b.post = a.post
    WHERE b.topic <> a.topic
    GROUP BY a.topic, b.topic
),
ranked AS (
    SELECT topic, other, posts, row_number() OVER (PARTITION BY topic ORDER BY posts DESC, other) AS place
    FROM pairs
)
SELECT topic, other, posts
FROM ranked
WHERE place <= 12
ORDER BY topic, posts DESC, other
