"""What stands on the menu."""

CATEGORIES = ("combo", "burger", "side", "drink", "dessert")
"""Combos first, then in the order in which a meal is put together; each step is optional."""

IMAGE_TYPES = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
MOST_IMAGE_BYTES = 2 * 1024 * 1024
