-- Where each topic is mentioned: own words first, then inside quotes.
SELECT m.bucket, m.topic, m.thread, t.title, m.post, m.ordinal, p.iso, p.author, p.person,
    m.start, m.rule, m.in_quote, m.before, m.words, m.after
FROM mentions m
JOIN posts p ON p.thread = m.thread AND p.post = m.post
JOIN threads t ON t.thread = m.thread
ORDER BY m.bucket, m.topic, m.in_quote, m.thread, m.ordinal, m.post, m.start, m.rule
