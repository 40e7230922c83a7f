-- How many posts mention both of two topics; each pair is listed in both directions.
WITH mentioned AS (
    SELECT DISTINCT topic, thread, post FROM mentions
)
SELECT a.topic, b.topic AS other, count(*) AS posts
FROM mentioned a
JOIN mentioned b ON b.thread = a.thread AND b.post = a.post
WHERE b.topic <> a.topic
GROUP BY a.topic, b.topic
ORDER BY a.topic, posts DESC, other
