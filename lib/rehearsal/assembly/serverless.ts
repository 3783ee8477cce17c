import { isList, isObject, type Json, type JsonObject, objectIn, textIn } from './json';
import type { Resource } from './resource';

export const SERVERLESS = 'AWS::Serverless-2016-10-31';

/** What the transform of the Serverless Application Model makes beside the resources that a template declares. */
export interface Generated {
  readonly resources: ReadonlyMap<string, Resource>;
  /** The logical ids that stand for `Function.Alias`, `Api.Stage` and the like. */
  readonly properties: ReadonlyMap<string, string>;
}

/** A logical id, and what is made under it. */
type Made = readonly [id: string, resource: Pick<Resource, 'type'> & { readonly properties?: JsonObject }];

/**
 * The resources that the transform generates, by the names that AWS documents. Those whose names end in a hash of their contents, versions
 * and deployments, are left out: no template can name them but by `Function.Version`.
 *
 * Source: "Generated AWS CloudFormation resources" in the guide to AWS SAM.
 */
export function generatedFrom(declared: ReadonlyMap<string, Resource>, globals: JsonObject): Generated {
  const resources = new Map<string, Resource>();
  const properties = new Map<string, string>();
  for (const [id, resource] of declared) {
    const kind = /^AWS::Serverless::(\w+)$/.exec(resource.type)?.[1] ?? '';
    const own = { ...objectIn(globals[kind]), ...resource.properties };
    for (const [name, made] of KINDS[kind]?.(id, own) ?? []) {
      // what several functions share is made once, and the template may declare it itself
      if (declared.has(name) || resources.has(name)) continue;
      resources.set(name, { properties: {}, metadata: {}, condition: resource.condition, ...made });
      const property = PROPERTIES[made.type];
      if (property !== undefined) properties.set(`${id}.${property}`, name);
    }
  }
  return { resources, properties };
}

const PROPERTIES: Readonly<Record<string, string>> = {
  'AWS::Lambda::Alias': 'Alias',
  'AWS::ApiGateway::Stage': 'Stage',
  'AWS::ApiGatewayV2::Stage': 'Stage',
};

const KINDS: Readonly<Record<string, (id: string, properties: JsonObject) => Made[]>> = {
  Function: (id, properties) => [
    ...roleOf(id, properties),
    ...aliasOf(id, properties),
    ...(properties.FunctionUrlConfig === undefined
      ? []
      : [made(`${id}Url`, 'AWS::Lambda::Url'), made(`${id}UrlPublicPermissions`, 'AWS::Lambda::Permission')]),
    ...eventsOf(id, properties),
  ],
  StateMachine: (id, properties) => [...roleOf(id, properties), ...eventsOf(id, properties)],
  Api: (id, properties) => stageOf(id, properties),
  HttpApi: (id, properties) => httpStageOf(id, properties),
};

const made = (id: string, type: string, properties: JsonObject = {}): Made => [id, { type, properties }];

const roleOf = (id: string, { Role }: JsonObject): Made[] =>
  Role === undefined ? [made(`${id}Role`, 'AWS::IAM::Role')] : [];

function aliasOf(id: string, { AutoPublishAlias }: JsonObject): Made[] {
  const alias = textIn(AutoPublishAlias);
  return alias === undefined ? [] : [made(`${id}Alias${alias}`, 'AWS::Lambda::Alias', { Name: alias })];
}

/** A name with a function in it has no part in the logical id. */
const stageId = (id: string, name: Json): string => `${id}${(textIn(name) ?? '').replace(/\W/g, '')}Stage`;

const stageOf = (id: string, { StageName = 'Prod', MethodSettings, CacheClusterEnabled }: JsonObject): Made[] => [
  made(stageId(id, StageName), 'AWS::ApiGateway::Stage', {
    ...{ RestApiId: { Ref: id }, StageName, MethodSettings, CacheClusterEnabled },
  }),
];

const httpStageOf = (
  id: string,
  { StageName = '$default', DefaultRouteSettings, RouteSettings }: JsonObject,
): Made[] => [
  made(StageName === '$default' ? `${id}ApiGatewayDefaultStage` : stageId(id, StageName), 'AWS::ApiGatewayV2::Stage', {
    ApiId: { Ref: id },
    StageName,
    DefaultRouteSettings,
    RouteSettings,
  }),
];

const eventsOf = (id: string, { Events }: JsonObject): Made[] =>
  Object.entries(objectIn(Events)).flatMap(([event, written]) => {
    const { Type, Properties } = objectIn(written);
    return EVENTS[textIn(Type) ?? '']?.(`${id}${event}`, objectIn(Properties), id) ?? [];
  });

type EventMaker = (name: string, properties: JsonObject, id: string) => Made[];

const permitted =
  (type: string): EventMaker =>
  (name) => [made(name, type), made(`${name}Permission`, 'AWS::Lambda::Permission')];
const only =
  (type: string, suffix = ''): EventMaker =>
  (name) => [made(`${name}${suffix}`, type)];
const SOURCE = only('AWS::Lambda::EventSourceMapping');
const RULE = permitted('AWS::Events::Rule');
const PERMISSION = only('AWS::Lambda::Permission', 'Permission');

const EVENTS: Readonly<Record<string, EventMaker>> = {
  ...{
    SQS: SOURCE,
    Kinesis: SOURCE,
    DynamoDB: SOURCE,
    MSK: SOURCE,
    MQ: SOURCE,
    SelfManagedKafka: SOURCE,
    DocumentDB: SOURCE,
  },
  ...{ Schedule: RULE, CloudWatchEvent: RULE, EventBridgeRule: RULE },
  ScheduleV2: (name) => [made(name, 'AWS::Scheduler::Schedule'), made(`${name}Role`, 'AWS::IAM::Role')],
  CloudWatchLogs: permitted('AWS::Logs::SubscriptionFilter'),
  IoTRule: permitted('AWS::IoT::TopicRule'),
  ...{ S3: PERMISSION, AlexaSkill: PERMISSION, Cognito: PERMISSION },
  SNS: subscribed,
  Api: (name, properties) => {
    const api = apiNamed(properties.RestApiId);
    const stage = api === undefined ? [...restApi(IMPLICIT_REST), ...stageOf(IMPLICIT_REST, {})] : [];
    return [made(`${name}Permission${api === undefined ? 'Prod' : ''}`, 'AWS::Lambda::Permission'), ...stage];
  },
  HttpApi: (name, properties) => [
    made(`${name}Permission`, 'AWS::Lambda::Permission'),
    ...(apiNamed(properties.ApiId) === undefined
      ? [
          made(IMPLICIT_HTTP, 'AWS::ApiGatewayV2::Api', { Name: { Ref: 'AWS::StackName' } }),
          ...httpStageOf(IMPLICIT_HTTP, {}),
        ]
      : []),
  ],
};

const IMPLICIT_REST = 'ServerlessRestApi';
const IMPLICIT_HTTP = 'ServerlessHttpApi';
const restApi = (id: string): Made[] => [made(id, 'AWS::ApiGateway::RestApi', { Name: { Ref: 'AWS::StackName' } })];

/** Events without an API share an implicit one. */
const apiNamed = (reference: Json | undefined): string | undefined =>
  isObject(reference) ? (textIn(reference.Ref) ?? '') : textIn(reference);

/** A topic that starts a function has a subscriber, directly or through a queue. */
function subscribed(name: string, { Topic, FilterPolicy, SqsSubscription }: JsonObject, id: string): Made[] {
  const isQueued = SqsSubscription !== undefined && SqsSubscription !== false;
  const attribute = (of: string): Json => ({ 'Fn::GetAtt': [of, 'Arn'] });
  const own = isObject(SqsSubscription) ? SqsSubscription.QueueArn : undefined;
  const Endpoint = isQueued ? (own ?? attribute(`${name}Queue`)) : attribute(id);
  const Protocol = isQueued ? 'sqs' : 'lambda';
  return [
    made(name, 'AWS::SNS::Subscription', { TopicArn: Topic, Protocol, Endpoint, FilterPolicy }),
    ...(isQueued
      ? [
          made(`${name}EventSourceMapping`, 'AWS::Lambda::EventSourceMapping'),
          ...(own === undefined ? [made(`${name}Queue`, 'AWS::SQS::Queue')] : []),
        ]
      : [made(`${name}Permission`, 'AWS::Lambda::Permission')]),
  ];
}

/** Whether a template asks for the transform. */
export const isServerless = (transform: Json | undefined): boolean =>
  (isList(transform) ? transform : [transform]).includes(SERVERLESS);
