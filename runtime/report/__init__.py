"""Everything that is known of one campaign, put together for people who look back at it."""
