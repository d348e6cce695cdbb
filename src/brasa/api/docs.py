"""The documentation page, made from the OpenAPI document alone: no script, nothing from afar."""

from html import escape
from typing import Any

_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;
color:#1c1c1c;background:#fff}
h2{margin-top:2.5rem;border-bottom:1px solid #ccc}
details{border:1px solid #ccc;border-radius:.4rem;margin:.5rem 0;padding:.5rem .8rem}
summary{cursor:pointer}code,pre{font:13px/1.5 ui-monospace,monospace}
.m{display:inline-block;min-width:3.5rem;font-weight:700}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.2rem .6rem .2rem 0;
vertical-align:top;border-top:1px solid #ddd}
@media(prefers-color-scheme:dark){body{color:#ddd;background:#141414}
a{color:#8cf}details,h2,td,th{border-color:#444}}
"""


def page(document: dict[str, Any]) -> str:
    """An OpenAPI document as one page of HTML."""
    info = document["info"]
    operations = [
        (path, method, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if isinstance(operation, dict)
    ]
    tags = dict.fromkeys(tag for _, _, one in operations for tag in one.get("tags", ["-"]))
    parts = [
        f"<h1>{escape(info['title'])} <small>{escape(info['version'])}</small></h1>",
        f"<p>{escape(info.get('description', ''))}</p>",
        '<p><a href="/openapi.json">openapi.json</a></p>',
    ]
    for tag in tags:
        parts.append(f"<h2>{escape(tag)}</h2>")
        parts += [_operation(*one) for one in operations if tag in one[2].get("tags", ["-"])]
    parts.append("<h2>schemas</h2>")
    schemas = document.get("components", {}).get("schemas", {})
    parts += [_schema(name, schema) for name, schema in sorted(schemas.items())]
    head = f"<title>{escape(info['title'])}</title><style>{_STYLE}</style>"
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"{head}<body>{''.join(parts)}</body></html>"
    )


def _operation(path: str, method: str, operation: dict[str, Any]) -> str:
    parameters = "".join(_parameter(one) for one in operation.get("parameters", []))
    body = operation.get("requestBody", {}).get("content", {})
    answers = "".join(
        f"<tr><td>{escape(status)}<td>{_content(one.get('content', {}))}"
        f"<td>{escape(one.get('description', ''))}"
        for status, one in operation.get("responses", {}).items()
    )
    return (
        f"<details><summary><span class=m>{method.upper()}</span> <code>{escape(path)}</code> "
        f"{escape(operation.get('summary') or '')}</summary>"
        f"<p>{escape(operation.get('description') or '')}</p>"
        f"<table>{parameters}</table>"
        f"{'<p>body: ' + _content(body) + '</p>' if body else ''}"
        f"<table>{answers}</table></details>"
    )


def _parameter(parameter: dict[str, Any]) -> str:
    required = " *" if parameter.get("required") else ""
    return (
        f"<tr><td><code>{escape(parameter['name'])}</code>{required}<td>{parameter['in']}"
        f"<td>{_type(parameter.get('schema', {}))}<td>{escape(parameter.get('description') or '')}"
    )


def _content(content: dict[str, Any]) -> str:
    return ", ".join(_type(one.get("schema", {})) for one in content.values()) or "-"


def _schema(name: str, schema: dict[str, Any]) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(field)}</code>"
        f"{' *' if field in schema.get('required', []) else ''}<td>{_type(one)}"
        for field, one in schema.get("properties", {}).items()
    )
    about = escape(schema.get("description") or "")
    if "properties" not in schema:
        about += f" {_type(schema)}"
    return (
        f'<details id="{escape(name)}"><summary><code>{escape(name)}</code></summary>'
        f"<p>{about}</p><table>{rows}</table></details>"
    )


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#{name}"><code>{name}</code></a>'
    for key in ("oneOf", "anyOf"):
        if key in schema:
            return " | ".join(_type(one) for one in schema[key])
    if "enum" in schema:
        return " | ".join(f"<code>{escape(str(one))}</code>" for one in schema["enum"])
    if schema.get("type") == "array":
        return _type(schema.get("items", {})) + "[]"
    kind = schema.get("type", "any")
    kind = "|".join(kind) if isinstance(kind, list) else kind
    limits = [f"{key} {schema[key]}" for key in _LIMITS if key in schema]
    return escape(" ".join([str(schema.get("format") or kind), *limits]))


_LIMITS = ("minimum", "maximum", "maxLength", "maxItems", "pattern", "const")
