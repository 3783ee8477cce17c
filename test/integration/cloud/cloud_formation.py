"""Adds resource types to moto's CloudFormation, and reports what became of each resource of a template."""
from moto.cloudformation import parsing

from placeholders import is_placeholder
from report import report
from resource_types import DELETED_WITH_PARENT, DELETIONS, RESOURCE_TYPES, UPDATES

_class_of_moto = parsing.resource_class_from_type
_create = parsing.parse_and_create_resource


class Resource:
    """What moto expects of the model of a resource."""

    resource_type = ""

    def __init__(self, ref, attributes):
        self.physical_resource_id = ref
        self._attributes = attributes

    def is_created(self):
        return True

    @classmethod
    def has_cfn_attr(cls, _attribute):
        return True

    def get_cfn_attribute(self, name):
        return self._attributes.get(name, f"{self.physical_resource_id}.{name}")

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, _account_id, region_name, **_ids):
        if cls.resource_type not in RESOURCE_TYPES:
            return cls(resource_name, {})
        create, attributes = RESOURCE_TYPES[cls.resource_type]
        ref = create(resource_name, _properties(cloudformation_json), region_name)
        return cls(ref, attributes(ref, region_name))

    @classmethod
    def update_from_cloudformation_json(cls, original_resource, new_resource_name, cloudformation_json, _account_id, region_name):
        if is_placeholder(cls.resource_type):
            return original_resource
        if cls.resource_type not in UPDATES:
            raise NotImplementedError("this server cannot update it")
        UPDATES[cls.resource_type](original_resource.physical_resource_id, _properties(cloudformation_json), region_name)
        return original_resource

    def delete(self, _account_id, region_name):
        if is_placeholder(self.resource_type) or self.resource_type in DELETED_WITH_PARENT:
            return
        DELETIONS[self.resource_type](self.physical_resource_id, region_name)


def _properties(cloudformation_json):
    # AWS::NoValue is None here
    return {key: value for key, value in cloudformation_json["Properties"].items() if value is not None}


def resource_class_from_type(resource_type):
    if resource_type in RESOURCE_TYPES or is_placeholder(resource_type):
        return type(resource_type, (Resource,), {"resource_type": resource_type})
    return _class_of_moto(resource_type)


def parse_and_create_resource(logical_id, resource_json, resources_map, account_id, region_name):
    condition = resource_json.get("Condition")
    if condition and not resources_map.lazy_condition_map[condition]:
        return None
    # moto creates what a Ref reaches without what that depends on
    depends_on = resource_json.get("DependsOn") or []
    for dependency in [depends_on] if isinstance(depends_on, str) else depends_on:
        resources_map[dependency]
    resource = {"type": resource_json["Type"], "logicalId": logical_id}
    try:
        created = _create(logical_id, resource_json, resources_map, account_id, region_name)
    except Exception as error:
        # moto's own answer does not say which resource it was
        report(outcome="failed", reason=f"{type(error).__name__}: {getattr(error, 'description', error)}", **resource)
        raise
    made = "placeholder" if is_placeholder(resource["type"]) else "created"
    report(outcome="skipped" if created is None else made, **resource)
    return created


def install():
    parsing.resource_class_from_type = resource_class_from_type
    parsing.parse_and_create_resource = parse_and_create_resource
