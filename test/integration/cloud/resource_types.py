"""CloudFormation resource types that moto skips: each is created by the API call that CloudFormation would make.

A row is (create, attributes): create(name, properties, region) returns what Ref gives, attributes(ref, region) what GetAtt gives.
"""
import json

from aws import ACCOUNT, client


def _only(properties, *keys):
    return {key: properties[key] for key in keys if key in properties}


def _no_attributes(_ref, _region):
    return {}


def _alarm(operation):
    def create(name, properties, region):
        alarm = {"AlarmName": name, **properties}
        cloudwatch = client("cloudwatch", region)
        # CloudWatch would overwrite it, CloudFormation does not
        existing = cloudwatch.describe_alarms(AlarmNames=[alarm["AlarmName"]], AlarmTypes=["MetricAlarm", "CompositeAlarm"])
        if existing["MetricAlarms"] or existing["CompositeAlarms"]:
            raise ValueError(f"{alarm['AlarmName']} already exists")
        getattr(cloudwatch, operation)(**alarm)
        return alarm["AlarmName"]

    return create, lambda ref, region: {"Arn": f"arn:aws:cloudwatch:{region}:{ACCOUNT}:alarm:{ref}"}


def _subscription(_name, properties, region):
    named = ("FilterPolicy", "FilterPolicyScope", "RawMessageDelivery", "RedrivePolicy", "DeliveryPolicy")
    attributes = {key: value if isinstance(value, str) else json.dumps(value) for key, value in _only(properties, *named).items()}
    subscription = _only(properties, "TopicArn", "Protocol", "Endpoint")
    return client("sns", region).subscribe(**subscription, Attributes=attributes, ReturnSubscriptionArn=True)["SubscriptionArn"]


def _topic_policy(name, properties, region):
    policy = {"AttributeName": "Policy", "AttributeValue": json.dumps(properties["PolicyDocument"])}
    for topic in properties["Topics"]:
        client("sns", region).set_topic_attributes(TopicArn=topic, **policy)
    return name


def _queue_policy(name, properties, region):
    attributes = {"Policy": json.dumps(properties["PolicyDocument"])}
    for queue in properties["Queues"]:
        client("sqs", region).set_queue_attributes(QueueUrl=queue, Attributes=attributes)
    return name


def _secret(name, properties, region):
    secrets = client("secretsmanager", region)
    secret = {"Name": name, **_only(properties, "Name", "Description", "KmsKeyId", "Tags", "SecretString")}
    generated = properties.get("GenerateSecretString")
    if generated is not None:
        password = secrets.get_random_password(PasswordLength=int(generated.get("PasswordLength", 32)))["RandomPassword"]
        template = generated.get("SecretStringTemplate")
        secret["SecretString"] = (
            json.dumps({**json.loads(template), generated["GenerateStringKey"]: password}) if template else password
        )
    return secrets.create_secret(**secret)["ARN"]


def _global_table(name, properties, region):
    names = ("TableName", "KeySchema", "AttributeDefinitions", "BillingMode", "StreamSpecification", "LocalSecondaryIndexes")
    table = {"TableName": name, **_only(properties, *names)}
    indexes = properties.get("GlobalSecondaryIndexes")
    if indexes:
        table["GlobalSecondaryIndexes"] = [_only(index, "IndexName", "KeySchema", "Projection") for index in indexes]
    dynamodb = client("dynamodb", region)
    dynamodb.create_table(**table)
    if "TimeToLiveSpecification" in properties:
        dynamodb.update_time_to_live(TableName=table["TableName"], TimeToLiveSpecification=properties["TimeToLiveSpecification"])
    return table["TableName"]


def _http_api(_name, properties, region):
    api = _only(properties, "Name", "ProtocolType", "CorsConfiguration", "Description", "DisableExecuteApiEndpoint")
    return client("apigatewayv2", region).create_api(**api)["ApiId"]


def _http_api_stage(_name, properties, region):
    stage = _only(properties, "ApiId", "StageName", "AutoDeploy", "AccessLogSettings", "DefaultRouteSettings", "StageVariables")
    return client("apigatewayv2", region).create_stage(**stage)["StageName"]


def _rest_api_stage(_name, properties, region):
    client("apigateway", region).create_stage(
        restApiId=properties["RestApiId"],
        stageName=properties["StageName"],
        deploymentId=properties["DeploymentId"],
        tracingEnabled=bool(properties.get("TracingEnabled")),
    )
    return properties["StageName"]


def _http_api_attributes(ref, region):
    return {"ApiId": ref, "ApiEndpoint": f"https://{ref}.execute-api.{region}.amazonaws.com"}


RESOURCE_TYPES = {
    "AWS::ApiGateway::Stage": (_rest_api_stage, _no_attributes),
    "AWS::ApiGatewayV2::Api": (_http_api, _http_api_attributes),
    "AWS::ApiGatewayV2::Integration": (
        lambda _name, properties, region: client("apigatewayv2", region).create_integration(**properties)["IntegrationId"],
        _no_attributes,
    ),
    "AWS::ApiGatewayV2::Route": (
        lambda _name, properties, region: client("apigatewayv2", region).create_route(**properties)["RouteId"],
        _no_attributes,
    ),
    "AWS::ApiGatewayV2::Stage": (_http_api_stage, _no_attributes),
    "AWS::CloudWatch::Alarm": _alarm("put_metric_alarm"),
    "AWS::CloudWatch::CompositeAlarm": _alarm("put_composite_alarm"),
    "AWS::DynamoDB::GlobalTable": (
        _global_table,
        lambda ref, region: {"Arn": f"arn:aws:dynamodb:{region}:{ACCOUNT}:table/{ref}"},
    ),
    "AWS::SNS::Subscription": (_subscription, lambda ref, _region: {"Arn": ref}),
    "AWS::SNS::TopicPolicy": (_topic_policy, _no_attributes),
    "AWS::SQS::QueuePolicy": (_queue_policy, _no_attributes),
    "AWS::SecretsManager::Secret": (_secret, lambda ref, _region: {"Id": ref}),
}

# update(ref, properties, region) and delete(ref, region), of the types that a test updates or deletes.


def _update_alarm(operation):
    def update(ref, properties, region):
        if properties.get("AlarmName", ref) != ref:
            raise NotImplementedError("another name is a replacement")
        getattr(client("cloudwatch", region), operation)(**{"AlarmName": ref, **properties})

    return update


def _delete_alarm(ref, region):
    client("cloudwatch", region).delete_alarms(AlarmNames=[ref])


UPDATES = {
    "AWS::CloudWatch::Alarm": _update_alarm("put_metric_alarm"),
    "AWS::CloudWatch::CompositeAlarm": _update_alarm("put_composite_alarm"),
}

DELETIONS = {
    "AWS::ApiGatewayV2::Api": lambda ref, region: client("apigatewayv2", region).delete_api(ApiId=ref),
    "AWS::CloudWatch::Alarm": _delete_alarm,
    "AWS::CloudWatch::CompositeAlarm": _delete_alarm,
}

DELETED_WITH_PARENT = {
    "AWS::ApiGatewayV2::Integration",
    "AWS::ApiGatewayV2::Route",
    "AWS::ApiGatewayV2::Stage",
    "AWS::SQS::QueuePolicy",
}
