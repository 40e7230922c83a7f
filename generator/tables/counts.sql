-- The archive in numbers.
SELECT name, value
FROM (
    SELECT 'threads' AS name, count(*) AS value FROM threads
    UNION ALL
    SELECT 'posts' AS name, count(*) AS value FROM posts
    UNION ALL
    SELECT 'people' AS name, count(DISTINCT person) AS value FROM posts WHERE person <> ''
    UNION ALL
    SELECT 'unknown_authors' AS name, count(*) AS value FROM posts WHERE person = ''
    UNION ALL
    SELECT 'undated' AS name, count(*) AS value FROM posts WHERE iso = ''
    UNION ALL
    SELECT 'quotes' AS name, count(*) AS value FROM quotes
    UNION ALL
    SELECT 'linked' AS name, count(*) AS value FROM quotes WHERE origin_post <> ''
    UNION ALL
    SELECT 'lost' AS name, count(*) AS value FROM lost
    UNION ALL
    SELECT 'gaps' AS name, count(*) AS value FROM threads WHERE gaps > 0
    UNION ALL
    SELECT 'doubts' AS name, count(*) AS value FROM (
        SELECT post FROM posts WHERE person <> '' AND author_confidence < 0.95
        UNION ALL
        SELECT post FROM posts WHERE boundary_confidence < 0.95
        UNION ALL
        SELECT post FROM quotes WHERE confidence < 0.95
    ) AS doubts
    UNION ALL
    SELECT concat('kind:', kind) AS name, count(*) AS value FROM quotes GROUP BY kind
) AS counted
ORDER BY name
