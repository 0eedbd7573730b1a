"""What a report says: findings, their evidence, and the report they come from."""
