-- How much was written in each month, from the oldest.
SELECT month, count(*) AS posts, count(DISTINCT thread) AS threads
FROM posts
WHERE month > 0
GROUP BY month
ORDER BY month
