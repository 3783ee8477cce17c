"""Updates of stacks as CloudFormation makes them: what is new first, then what changes, and last what is gone.

moto deletes first, so that a resource could take the name of one that another stack still has, and it creates a changed nested stack anew.
"""
from moto.cloudformation import parsing
from moto.cloudformation.models import Stack
from moto.cloudformation.utils import get_stack_from_s3_url
from moto.utilities.utils import get_partition

from report import report

_update_resource = parsing.parse_and_update_resource


def update(self, template, parameters=None):
    changes = self.build_resource_diff(template, parameters)
    old = dict(self._resource_json_map)
    self._template = template
    if parameters:
        self.input_parameters = parameters
    self.load_mapping()
    self.load_parameters()
    self.load_conditions()
    self._resource_json_map = template["Resources"]
    for name in changes["Add"]:
        self[name]
    for name in changes["Modify"]:
        if _with_properties(old[name]) == _with_properties(template["Resources"][name]) and not parameters:
            continue
        resource = self._resource_json_map[name]
        self._parsed_resources[name] = _reported(
            "updated", name, resource["Type"], lambda: _changed(name, resource, self)
        )
    for name in changes["Remove"]:
        resource = self._parsed_resources.pop(name, None)
        if resource is not None:
            _reported("deleted", name, old[name]["Type"], lambda: self._delete_resource(resource, old[name]))


def _with_properties(resource):
    # moto adds empty properties where there are none
    return {"Properties": {}, **resource}


def _changed(name, resource, resources):
    updated = _update_resource(name, resource, resources, account_id=resources._account_id, region_name=resources._region_name)
    if updated is None:
        raise NotImplementedError("this server cannot update it")
    return updated


def _reported(outcome, name, resource_type, change):
    try:
        changed = change()
    except Exception as error:
        reason = f"{type(error).__name__}: {getattr(error, 'description', error)}"
        report(outcome="failed", reason=reason, type=resource_type, logicalId=name)
        raise
    report(outcome=outcome, type=resource_type, logicalId=name)
    return changed


def update_nested(cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name):
    properties = cloudformation_json["Properties"]
    template = get_stack_from_s3_url(properties["TemplateURL"], account_id=account_id, partition=get_partition(region_name))
    original_resource.update(template, parameters=properties.get("Parameters", {}))
    return original_resource


def install():
    parsing.ResourceMap.update = update
    Stack.update_from_cloudformation_json = classmethod(update_nested)
