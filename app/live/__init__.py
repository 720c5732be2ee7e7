"""From a commit to every screen: the feed reads the database, the hub keeps the connections."""
