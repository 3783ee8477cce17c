/**
 * Constructs of CDK that make functions for deployments only, by their ids. Such a function runs while CloudFormation deploys,
 * and its failure fails the deployment, so no alarm is needed.
 */
const FRAMEWORK: readonly RegExp[] = [
  // custom resources of CDK itself, such as Custom::S3AutoDeleteObjects and Custom::CDKBucketDeployment…
  /^Custom::/,
  /CustomResourceProvider$/,
  // AwsCustomResource and other singletons: a name and a UUID without dashes
  /^(AWS|LogRetention|BucketNotificationsHandler)[0-9a-f]{32}$/,
  // the framework around the handlers of custom_resources.Provider; the handlers themselves are the user's
  /^framework-(onEvent|isComplete|onTimeout)$/,
  /^@aws-cdk--/,
];

/** Whether a function serves deployments only. @param path the ids of the function and all constructs around it */
export const isFrameworkFunction = (path: readonly string[]): boolean =>
  path.some((id) => FRAMEWORK.some((pattern) => pattern.test(id)));
