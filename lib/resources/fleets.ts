/** The resource types that can be watched as fleets: what they publish has one dimension, their name. */
export const FLEET_TYPES = [
  { type: 'AWS::Lambda::Function', namespace: 'AWS/Lambda', dimension: 'FunctionName' },
  { type: 'AWS::SQS::Queue', namespace: 'AWS/SQS', dimension: 'QueueName' },
] as const;
