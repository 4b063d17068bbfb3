"""Pieces of page templates that depend on the type of a field: how it is shown, how it is asked for."""

from __future__ import annotations

from praetorium.generate.field_view import FieldView
from praetorium.generate.rendering import page_literal, page_text
from praetorium.generate.view import EntityView
from praetorium.models import FieldType


def show(field: FieldView, var: str = "record", detail: bool = False) -> str:
    """Template source that shows a field of ``var``; nothing stored shows as a dash."""
    value = f"{var}.{field.name}"
    if field.type is FieldType.BOOLEAN:
        return f'{{{{ "Yes" if {value} else "No" }}}}'
    if field.type is FieldType.CHOICE:
        return f"{{{{ badge({value}) }}}}"
    if field.type is FieldType.RATING:
        return f"{{{{ stars({value}, {int(field.maximum or 5)}) }}}}"
    shown = _shown(field, value, detail)
    return (
        shown
        if field.required
        else f"{{% if {value} is not none %}}{shown}{{% else %}}{{{{ nothing() }}}}{{% endif %}}"
    )


def _shown(field: FieldView, value: str, detail: bool) -> str:
    match field.type:
        case FieldType.LONG_TEXT:
            return f'<div class="prose">{{{{ {value} }}}}</div>' if detail else f"{{{{ {value}|truncate(80) }}}}"
        case FieldType.EMAIL:
            return f'<a href="mailto:{{{{ {value} }}}}">{{{{ {value}|breaking }}}}</a>'
        case FieldType.PHONE:
            return f'<a href="tel:{{{{ {value}|replace(" ", "") }}}}">{{{{ {value} }}}}</a>'
        case FieldType.URL:
            return f'<a href="{{{{ {value} }}}}" rel="noopener noreferrer">{{{{ {value}|host }}}}</a>'
        case FieldType.PERCENT:
            return f"{{{{ {value}|number }}}}%"
        case FieldType.INTEGER if field.source_name.rsplit("_", 1)[-1] == "year":
            return f"{{{{ {value} }}}}"  # years are written without separators
        case FieldType.INTEGER | FieldType.DECIMAL | FieldType.MONEY:
            return (
                f"{{{{ {value}|amount({page_literal(field.unit)}) }}}}" if field.unit else f"{{{{ {value}|number }}}}"
            )
        case FieldType.DATE:
            return f'<time datetime="{{{{ {value} }}}}">{{{{ {value}|date }}}}</time>'
        case FieldType.DATETIME:
            return f'<time datetime="{{{{ {value}.isoformat() }}}}">{{{{ {value}|moment }}}}</time>'
        case FieldType.TIME:
            return f'{{{{ {value}.strftime("%H:%M") }}}}'
        case FieldType.COLOUR:
            square = f'<rect width="20" height="20" fill="{{{{ {value} }}}}"/>'
            return f'<svg class="swatch" viewBox="0 0 20 20" aria-hidden="true">{square}</svg>{{{{ {value} }}}}'
        case FieldType.IMAGE:
            return f'<img class="picture" src="{{{{ {value}_url }}}}" alt="{page_text(field.label)}">'
        case FieldType.FILE:
            return f'<a href="{{{{ {value}_url }}}}">{{{{ {value}.split("-", 1)[1] }}}}</a>'
        case _:
            return f"{{{{ {value} }}}}"


def field_input(field: FieldView) -> str:
    """Template source of the form control for ``field``."""
    start = f'"{field.name}", {page_literal(field.label)}'
    hint = f", hint={page_literal(field.help)}" if field.help else ""
    required = ", required=true" if field.required else ""
    match field.kind.widget:
        case "area":
            return f"{{{{ fields.area({start}, values, errors{required}{hint}) }}}}"
        case "check":
            return f"{{{{ fields.check({start}, values, errors{hint}) }}}}"
        case "choice":
            return f"{{{{ fields.choice({start}, values, errors, {field.name}_choices{required}{hint}) }}}}"
        case "image" | "file" as kind:
            picture = kind == "image"
            accept = "image/png,image/jpeg,image/gif,image/webp" if picture else ""
            said = field.help or ("PNG, JPEG, GIF or WebP, up to 5 MB" if picture else "Up to 20 MB")
            current = f'record.{field.name}_url if record else ""'
            more = ", picture=true" if picture else ""
            return f'{{{{ fields.upload({start}, errors, {current}, "{accept}", {page_literal(said)}{more}) }}}}'
        case "number":
            options = f', type="number", step="{field.step}"{_bounds(field)}'
            options += f", unit={page_literal(field.unit)}" if field.unit else ""
        case _ if field.type is FieldType.COLOUR and not field.required:
            # The browser's colour field cannot be empty.
            options, hint = "", hint or ', hint="Like #1a7f5a"'
        case _:
            options = "" if field.kind.html == "text" else f', type="{field.kind.html}"'
    return f"{{{{ fields.text({start}, values, errors{required}{options}{hint}) }}}}"


def node(entity: EntityView, target: EntityView) -> str:
    """Source of the GraphQL type of ``target`` in the module of ``entity``, which cannot import it at run time."""
    own = f"{target.cls}Node"
    return own if target.name == entity.name else f'Annotated[{own}, strawberry.lazy("app.graphql.{target.modules}")]'


def _bounds(field: FieldView) -> str:
    limits = (("low", field.minimum), ("high", field.maximum))
    return "".join(f', {word}="{value:g}"' for word, value in limits if value is not None)
