-- The 100 lost posts with most witnesses.
SELECT thread, shard, lost, witnesses, confidence, author, excerpt
FROM lost
ORDER BY witnesses DESC, thread, lost
LIMIT 100
