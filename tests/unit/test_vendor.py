"""What is here of others: the published files, byte for byte, with their licence. web/ ships it, or the tests alone use it."""

import hashlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
AXE_CORE = {  # 4.14.1, as its npm package holds them
    "LICENSE.txt": "af175b9d96ee93c21a036152e1b905b0b95304d4ae8c2c921c7609100ba8df7e",
    "axe.min.js": "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c",
}
GABARITO = {  # 5.3.0 of @fontsource-variable/gabarito, the Latin letters
    "LICENSE": "c51586fc532deab05c1aa9da0fd240ae58af6967e505d3f7f6562476f17f7a1d",
    "gabarito-latin-wght-normal.woff2": "780dd129f53815f23c37d4b786c98139c3cfa3086c391ec0bb9aa40d26e7a8fe",
}
LEAN_QR = {  # 2.7.4, as its npm package holds it
    "LICENSE": "dc672b829e054d6c102da8776d327f26f27edc1f88740c1878a7ca5b9f74da73",
    "nano.mjs": "9f064e870e3ab537ca1f87fadbaa45dd7fa56d8c32440bbddb8b893201b951d7",
}
LIT_HTML = {  # 3.3.3, as its npm package holds them
    "LICENSE.txt": "2b66f9390afde29edfe4314daff93f01fb182e1178053e228120178987e5db75",
    "directive-helpers.js": "f7fb1154b8f72ed2cc08b05eaeed71c99270e9ad2d48620ed24688a1af4c2b62",
    "directive.js": "3344c4f41c69cd0701d3937e8f9ef90bd845614bf6456d0b8314b7c51d415b9d",
    "directives/live.js": "b305f9066319d838db797abd5a4d871537277e25f35332702bfce4452c020ecf",
    "directives/repeat.js": "083140026ecd8665fedd15b17769f9d516252a9f1502f1e91e6967686ee82626",
    "lit-html.js": "b878e7f95dec8a9b6e9b217faca6b6a11bad82ebc44c0caa77419ed83edd81f2",
}
UPLOT = {  # 1.6.32, as its npm package holds them
    "LICENSE": "8f989229699b4fe2f1a0432d0e9edc338a8a911e250e2d1b01ecd770a5f5b1bd",
    "uPlot.iife.min.js": "19c8d4c6ad88929a79f4ae49d6f7161566dfd0ba3d15cc495e974f787eb78f1f",
    "uPlot.min.css": "df630c6a8d6f8eeaff264b50f73ce5b114f646ffd9a0bb74f049b0a00135fa04",
}


@pytest.mark.parametrize(
    ("vendor", "published"),
    [
        (
            "web/vendor",
            {"gabarito": GABARITO, "lean-qr": LEAN_QR, "lit-html": LIT_HTML, "uplot": UPLOT},
        ),
        ("tests/e2e/vendor", {"axe-core": AXE_CORE}),
    ],
)
def test_what_is_vendored_is_what_was_published_and_nothing_else(
    vendor: str, published: dict[str, dict[str, str]]
) -> None:
    files = [path for path in (ROOT / vendor).rglob("*") if path.is_file()]
    hashes = {str(path.relative_to(ROOT / vendor)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    assert hashes == {f"{name}/{file}": digest for name, own in published.items() for file, digest in own.items()}
