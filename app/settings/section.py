"""What every section of the settings is: frozen, and an unknown key is a mistake."""

from __future__ import annotations

from typing import Annotated, Any, get_args

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

Id = Annotated[str, Field(min_length=1, max_length=128)]
Name = Annotated[str, Field(min_length=1, max_length=128)]


class Section(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, use_attribute_docstrings=True, allow_inf_nan=False
    )


def fields_by_key(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of a section by the keys that they have in TOML."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def model_within(annotation: Any) -> type[BaseModel] | None:
    """The section that a field holds: itself, in a table by id, or in a list."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := model_within(part)) is not None), None)
