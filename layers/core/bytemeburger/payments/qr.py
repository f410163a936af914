"""A QR code as a picture."""

import io

import segno


def svg(data: str) -> str:
    """An SVG document of the code; it scales, and a screen can show it at any size (6 cm or more is easy to scan)."""
    picture = io.BytesIO()
    segno.make(data, error="m").save(picture, kind="svg", scale=8, xmldecl=False)
    return picture.getvalue().decode()
