"""Where moto 5.2.1 answers otherwise than AWS, as far as a deployment needs it."""
from moto.apigateway.models import Deployment
from moto.cloudformation.models import CloudFormationBackend
from moto.cloudwatch.responses import CloudWatchResponse
from moto.events.models import EventBus

_delete_change_set = CloudFormationBackend.delete_change_set


def delete_change_set(self, change_set_name):
    try:
        _delete_change_set(self, change_set_name=change_set_name)
    except UnboundLocalError:
        # there is no such change set, which AWS answers without an error
        pass


def install():
    # Ref gives the object itself
    EventBus.physical_resource_id = property(lambda self: self.name)
    Deployment.physical_resource_id = property(lambda self: self.id)
    # stores a composite alarm as well, but only under the other operation
    CloudWatchResponse.put_composite_alarm = CloudWatchResponse.put_metric_alarm
    CloudFormationBackend.delete_change_set = delete_change_set
