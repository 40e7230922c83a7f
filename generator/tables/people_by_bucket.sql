-- The people of `people.sql`, gathered by bucket.
SELECT person, author, posts, threads, quoted, bucket
FROM people
ORDER BY bucket, person
