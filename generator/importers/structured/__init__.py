"""What importers of structured formats share: facts of a post → its record, moments, grouping on disk, quarantine."""
