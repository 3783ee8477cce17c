"""CloudFormation resource types of which nothing is created: Ref and GetAtt give a value, no more.

The report calls each one a placeholder, so that no test takes it for created. `Custom::` resources are among them.
"""

PLACEHOLDERS = {
    "AWS::ApiGateway::Account",
    "AWS::ApplicationSignals::ServiceLevelObjective",
    "AWS::CDK::Metadata",
    "AWS::CertificateManager::Certificate",
    "AWS::Chatbot::SlackChannelConfiguration",
    "AWS::CloudFormation::CustomResource",
    "AWS::CloudFront::Distribution",
    "AWS::CloudFront::MonitoringSubscription",
    "AWS::CloudFront::OriginAccessControl",
    "AWS::CloudFront::ResponseHeadersPolicy",
    "AWS::CloudWatch::AlarmMuteRule",
    "AWS::CloudWatch::AnomalyDetector",
    "AWS::Lambda::Alias",
    "AWS::Lambda::EventInvokeConfig",
    "AWS::Logs::MetricFilter",
    "AWS::Logs::QueryDefinition",
    "AWS::Logs::ResourcePolicy",
    # moto applies a Deny statement without its Condition: a policy that asks for TLS would lock everybody out of the bucket
    "AWS::S3::BucketPolicy",
    "AWS::Scheduler::Schedule",
    "AWS::Scheduler::ScheduleGroup",
    "AWS::XRay::Group",
    "AWS::XRay::ResourcePolicy",
    "AWS::XRay::SamplingRule",
}


def is_placeholder(resource_type):
    return resource_type in PLACEHOLDERS or resource_type.startswith("Custom::")
