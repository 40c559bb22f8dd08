"""Registers models, versions and artifacts with the published client, and reads
them back; prints what it saw as one JSON document."""

import json
import sys
import warnings

warnings.simplefilter("ignore")

from model_registry import ModelRegistry  # noqa: E402
from model_registry.exceptions import StoreError  # noqa: E402

registry = ModelRegistry(sys.argv[1], author="acceptance")

for number in range(25):
    registry.register_model(
        f"granite-{number:02}",
        "oci://registry.example.com/granite:1",
        version="1.0",
        model_format_name="vLLM",
        model_format_version="1",
        description="Registered by the published client",
        metadata={"Owner": "group:default/ml", "parameters": 8, "tuned": True},
    )
registry.register_model(
    "granite-00",
    "oci://registry.example.com/granite:2",
    version="2.0",
    model_format_name="vLLM",
    model_format_version="1",
)

model = registry.get_registered_model("granite-00")
model.description = "Described later"
registry.update(model)

try:
    registry.register_model(
        "granite-00",
        "oci://registry.example.com/granite:1",
        version="1.0",
        model_format_name="vLLM",
        model_format_version="1",
    )
    duplicate = "accepted"
except StoreError:
    duplicate = "refused"

first = registry.get_model_version("granite-00", "1.0")
artifact = registry.get_model_artifact("granite-00", "2.0")
print(
    json.dumps(
        {
            # Pages of three make it follow eight page tokens.
            "models": [m.name for m in registry.get_registered_models().page_size(3)],
            "versions": [v.name for v in registry.get_model_versions("granite-00")],
            "description": registry.get_registered_model("granite-00").description,
            "properties": first.custom_properties,
            "author": first.author,
            "uri": artifact.uri,
            "duplicate": duplicate,
        }
    )
)
