-- How many posts mention both of two topics, for the 25 topics that most posts mention.
WITH mentioned AS (
    SELECT DISTINCT topic, thread, post FROM mentions
),
counted AS (
    SELECT topic, count(*) AS posts
    FROM mentioned
    GROUP BY topic
),
ranked AS (
    SELECT topic, row_number() OVER (ORDER BY posts DESC, topic) AS place
    FROM counted
),
foremost AS (
    SELECT m.topic, m.thread, m.post
    FROM mentioned m
    JOIN ranked r ON r.topic = m.topic
    WHERE r.place <= 25
)
SELECT a.topic, b.topic AS other, count(*) AS posts
FROM foremost a
JOIN foremost b ON b.thread = a.thread AND b.post = a.post
WHERE a.topic <> b.topic
GROUP BY a.topic, b.topic
ORDER BY a.topic, b.topic
