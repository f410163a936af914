"""The pages' look is decided in one place: web/design/tokens.css."""

import re
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "web"
TOKENS = WEB / "design" / "tokens.css"
STYLES = sorted(path for path in WEB.rglob("*.css") if path != TOKENS and "vendor" not in path.parts)
SCRIPTS = sorted(path for path in [*WEB.rglob("*.js"), *WEB.rglob("*.html")] if "vendor" not in path.parts)
NAMED = "black|white|gray|grey|silver|red|green|blue|yellow|orange|gold|brown|purple|pink|beige|ivory|tomato|crimson|navy|teal"
COLOUR = re.compile(
    rf"#[0-9a-fA-F]{{3,8}}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\(|(?<![\w-])(?:{NAMED})(?![\w-])"
)
DECLARED = re.compile(r"^\s*(--[a-z0-9-]+):", re.MULTILINE)
LUMINANCE = (0.2126, 0.7152, 0.0722)
READ_ON = [
    ("ink", ("paper", "surface", "sunken", "picture", "accent-soft", "brand-soft")),
    ("ink-soft", ("paper", "surface", "sunken")),
    ("on-bar", ("bar",)),
    ("accent", ("bar",)),
    ("on-accent", ("accent",)),
    ("on-strong", ("brand", "good", "bad", "info")),
    *((mood, (f"{mood}-soft", "surface", "paper")) for mood in ("good", "warn", "bad", "info")),
]


def declarations(path: Path) -> str:
    """Its values, without comments and selectors."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    return "\n".join(re.findall(r"[\w-]+\s*:\s*[^;{}]+(?=[;}])", text))


@pytest.mark.parametrize("path", STYLES, ids=lambda path: str(path.relative_to(WEB)))
def test_a_style_sheet_names_its_colours_by_tokens(path: Path) -> None:
    assert COLOUR.findall(declarations(path)) == []


@pytest.mark.parametrize("path", STYLES, ids=lambda path: str(path.relative_to(WEB)))
def test_a_style_sheet_asks_for_tokens_that_there_are(path: Path) -> None:
    declared = set(DECLARED.findall(TOKENS.read_text()))
    # What a page sets itself is in its script.
    own = set(re.findall(r"--[a-z0-9-]+", "".join(script.read_text() for script in path.parent.glob("*.js"))))
    assert set(re.findall(r"var\((--[a-z0-9-]+)", path.read_text())) - declared - own == set()


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: str(path.relative_to(WEB)))
def test_a_script_sets_no_colour(path: Path) -> None:
    assert re.findall(r"#[0-9a-fA-F]{6}\b|rgba?\(|style=", path.read_text()) == []


def themes() -> dict[str, dict[str, str]]:
    light, dark = TOKENS.read_text().split('[data-theme="dark"]')
    colours = [dict(re.findall(r"--color-([a-z0-9-]+): (#[0-9a-f]{6})[;0-9a-f]", part)) for part in (light, dark)]
    return {"light": colours[0], "dark": colours[0] | colours[1]}


def luminance(colour: str) -> float:
    """Relative, as WCAG 2.2 defines it."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return sum(weight * share for weight, share in zip(LUMINANCE, linear, strict=True))


def contrast(color: str, background: str) -> float:
    darker, lighter = sorted((luminance(color), luminance(background)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_is_read_has_the_contrast_that_wcag_asks_for(theme: str) -> None:
    colours = themes()[theme]
    weak = [
        (text, ground, round(contrast(colours[text], colours[ground]), 2))
        for text, grounds in READ_ON
        for ground in grounds
        if contrast(colours[text], colours[ground]) < 4.5
    ]
    assert weak == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_edge_of_what_is_typed_into_and_what_is_focused_is_seen(theme: str) -> None:
    colours = themes()[theme]
    for ground in ("paper", "surface"):
        assert contrast(colours["line-strong"], colours[ground]) >= 3, ground
        assert contrast(colours["focus"], colours[ground]) >= 3, ground


def test_every_page_is_photographed() -> None:
    pages = {path.parent.name.replace("-", "_") for path in WEB.glob("*/index.html")} | {"start"}
    photographed = {path.stem for path in (WEB.parent / "tests" / "screenshots").glob("*.py")} - {"__main__"}
    assert photographed == pages
