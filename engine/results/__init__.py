"""What one replication wrote down, measures of it, and the folder it is kept in."""
