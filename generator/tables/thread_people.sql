-- The first 8 people of each thread: most posts first, then by name.
WITH counted AS (
    SELECT thread, person, min(author) AS author, count(*) AS posts
    FROM posts
    WHERE person <> ''
    GROUP BY thread, person
),
ranked AS (
    SELECT thread, row_number() OVER (PARTITION BY thread ORDER BY posts DESC, author, person) AS rank,
        author, person, posts
    FROM counted
)
SELECT thread, rank, author, person, posts
FROM ranked
WHERE rank <= 8
ORDER BY thread, rank
