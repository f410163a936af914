"""Stand-ins for what others ship, as small as their documentation shows them; each keeps one item."""
