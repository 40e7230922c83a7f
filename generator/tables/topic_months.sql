-- When each of the 24 topics that most posts mention was mentioned, by month.
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
)
SELECT m.topic, p.month, count(*) AS mentions
FROM mentions m
JOIN ranked r ON r.topic = m.topic
JOIN posts p ON p.thread = m.thread AND p.post = m.post
WHERE r.place <= 24 AND p.month > 0
GROUP BY m.topic, p.month
ORDER BY m.topic, p.month
