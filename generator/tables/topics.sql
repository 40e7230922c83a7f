-- How often each topic is mentioned, in own words and inside quotes; most mentioned first.
SELECT topic,
    count(CASE WHEN in_quote = 0 THEN 1 END) AS own,
    count(CASE WHEN in_quote <> 0 THEN 1 END) AS quoted
FROM mentions
GROUP BY topic
ORDER BY own DESC, quoted DESC, topic
