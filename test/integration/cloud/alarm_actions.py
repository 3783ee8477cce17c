"""moto stores the state of an alarm. CloudWatch also publishes a change of state to the alarm's SNS topics; so does this."""
import json

from moto.cloudwatch.models import CloudWatchBackend

from aws import client

_set_alarm_state = CloudWatchBackend.set_alarm_state


def set_alarm_state(self, alarm_name, reason, reason_data, state_value):
    alarm = self.alarms.get(alarm_name)
    old_state = alarm and alarm.state_value
    _set_alarm_state(self, alarm_name, reason, reason_data, state_value)
    if old_state == state_value or not alarm.actions_enabled:
        return
    actions = {"ALARM": alarm.alarm_actions, "OK": alarm.ok_actions}.get(state_value, alarm.insufficient_data_actions)
    for arn in actions or []:
        if ":sns:" in arn:
            client("sns", self.region_name).publish(
                TopicArn=arn,
                Subject=f'{state_value}: "{alarm.name}" in {self.region_name}'[:100],
                Message=json.dumps(_message(self, alarm, old_state, reason)),
            )


def _message(backend, alarm, old_state, reason):
    return {
        "AlarmName": alarm.name,
        "AlarmDescription": alarm.description,
        "AWSAccountId": backend.account_id,
        "NewStateValue": alarm.state_value,
        "NewStateReason": reason,
        "StateChangeTime": alarm.state_updated_timestamp.isoformat(),
        "Region": backend.region_name,
        "AlarmArn": alarm.alarm_arn,
        "OldStateValue": old_state,
        "Trigger": {
            "MetricName": alarm.metric_name,
            "Namespace": alarm.namespace,
            "Dimensions": [{"name": each.name, "value": each.value} for each in alarm.dimensions or []],
            "Threshold": alarm.threshold,
            "EvaluationPeriods": alarm.evaluation_periods,
        },
        **({"AlarmRule": alarm.rule} if alarm.rule else {}),
    }


def install():
    CloudWatchBackend.set_alarm_state = set_alarm_state
