"""What stands on the menu."""

CATEGORIES = ("burger", "side", "drink", "dessert")
"""In the order in which a meal is put together; each step is optional."""
