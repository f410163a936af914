"""A menu as a file: JSON or YAML, a list of products, each its `product_id` and the body of PUT /products/{product_id}."""

import json
import re
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from bytemeburger.schemas import Identifier

type Entries = dict[str, dict[str, Any]]
"""By product id, in the order of the file: the members that it gives of a product."""


class MenuError(Exception):
    """The menu cannot be imported; each argument is a line that says why."""


class _Yaml(yaml.SafeLoader):
    """Numbers as YAML 1.2 has them: `11:00` is a text, where YAML 1.1 reads 660."""


_Yaml.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag.rpartition(":")[2] not in ("int", "float", "timestamp")]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Yaml.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"-?(0|[1-9][0-9]*)$"), list("-0123456789"))


def read_menu(path: Path) -> Entries:
    """Raises MenuError for a file that is no list of products, or that names one twice."""
    identifier: TypeAdapter[str] = TypeAdapter(Identifier)
    listed = _parse(path)
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise MenuError(f"{path}: is no list of products")
    entries: Entries = {}
    faults = []
    for number, entry in enumerate(listed, 1):
        product_id = entry.get("product_id")
        try:
            identifier.validate_python(product_id, strict=True)
        except ValidationError:
            faults.append(f"product {number}: product_id is 1 to 64 letters, digits, - and _")
            continue
        if product_id in entries:
            faults.append(f"{product_id}: stands twice")
        entries[product_id] = {name: value for name, value in entry.items() if name != "product_id"}
    if faults:
        raise MenuError(*faults)
    return entries


def _parse(path: Path) -> Any:
    try:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".json":
            return json.loads(text)
        return yaml.load(text, _Yaml)  # noqa: S506 - a SafeLoader
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise MenuError(f"{path}: {error}") from None
