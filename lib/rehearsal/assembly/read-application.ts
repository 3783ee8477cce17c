import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { INCIDENT_API_ENVIRONMENT, NOTIFIER_ENVIRONMENT } from '../../contracts/function-environments';
import { HEALTH_CHECKER_ENVIRONMENT } from '../../contracts/health-checker';
import { isFrameworkFunction } from '../../resources/framework-functions';
import { type DeclaredResource, declarationOf, type Inventory } from './inventory';
import { type Json, type JsonObject, listIn, numberIn, objectIn, objectsIn, textIn } from './json';
import type { Application, FunctionDeclaration, QueueDeclaration, RuleDeclaration, TableDeclaration } from './model';

/** What of an app can run in a rehearsal: its functions, and the tables, queues and rules between them. */
export const readApplication = (inventory: Inventory): Application => ({
  functions: inventory.ofType('AWS::Lambda::Function').flatMap((fn) => functionIn(fn, inventory)),
  tables: ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'].flatMap((type) => inventory.ofType(type)).map(tableIn),
  queues: inventory.ofType('AWS::SQS::Queue').map(queueIn),
  rules: inventory.ofType('AWS::Events::Rule').flatMap(ruleIn),
});

/** Variables that only functions of Vigil have. */
const OF_VIGIL = [
  NOTIFIER_ENVIRONMENT.deadLettersUrl.name,
  INCIDENT_API_ENVIRONMENT.mark.name,
  HEALTH_CHECKER_ENVIRONMENT.settings.name,
];
/** Logical ids of CDK's own functions, where the template has no paths. */
const FRAMEWORK_IDS = /^(Custom(CDK|S3|AWSCDK)|(AWS|LogRetention)[\da-f]{32})/;
/** What Lambda takes of a function that does not say. */
const DEFAULT_TIMEOUT = 3;
const DEFAULT_MEMORY = 128;

/** Those of the app itself: neither CDK's for deployments, nor Vigil's. */
function functionIn(fn: DeclaredResource, inventory: Inventory): FunctionDeclaration[] {
  const { properties, stack, logicalId, resolver } = fn;
  const variables = objectIn(objectIn(properties.Environment).Variables);
  const path = textIn(stack.template.resources.get(logicalId)?.metadata['aws:cdk:path']) ?? logicalId;
  if (
    OF_VIGIL.some((each) => variables[each] !== undefined) ||
    isFrameworkFunction(path.split('/')) ||
    FRAMEWORK_IDS.test(logicalId)
  ) {
    return [];
  }
  const [name, arn] = [resolver.reference(logicalId), resolver.attribute(logicalId, 'Arn')].map((value) =>
    String(value),
  );
  const runtime = textIn(properties.Runtime) ?? 'a container image';
  const folder = codeFolder(objectIn(properties.Code), dirname(stack.file));
  const why =
    (!runtime.startsWith('nodejs') && `it runs on ${runtime}; functions for Node.js can be called here`) ||
    (folder === undefined && 'its code is not a folder beside the template, where `cdk synth` puts it') ||
    undefined;
  const mappings = inventory.ofType('AWS::Lambda::EventSourceMapping').map((each) => each.properties);
  return [
    {
      ...declarationOf(fn),
      name: name,
      handler: textIn(properties.Handler) ?? '',
      timeoutSeconds: numberIn(properties.Timeout) ?? DEFAULT_TIMEOUT,
      memory: numberIn(properties.MemorySize) ?? DEFAULT_MEMORY,
      environment: Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, textIn(value) ?? ''])),
      ...(folder !== undefined && { folder }),
      ...(why !== undefined && { why }),
      routes: routesTo([name, arn], inventory),
      queues: mappings
        .filter(({ FunctionName }) => [name, arn].includes(textIn(FunctionName) ?? ''))
        .map(({ EventSourceArn, BatchSize }) => ({
          arn: textIn(EventSourceArn) ?? '',
          batchSize: numberIn(BatchSize) ?? 10,
        })),
    },
  ];
}

/** The folder of an asset, which is named after its hash, as its archive is. */
export function codeFolder({ S3Key }: JsonObject, folder: string): string | undefined {
  const [, hash] = /([\da-f]{64})\.zip$/.exec(textIn(S3Key) ?? '') ?? [];
  // assets of stages lie in the folder above
  const candidates = [folder, dirname(folder)].map((each) => join(each, `asset.${hash}`));
  return candidates.find((each) => hash !== undefined && existsSync(each) && statSync(each).isDirectory());
}

/** Of HTTP APIs: `POST /invoice`. */
function routesTo(names: readonly string[], inventory: Inventory): string[] {
  const integrations = inventory
    .ofType('AWS::ApiGatewayV2::Integration')
    .filter(({ properties }) => names.some((name) => textIn(properties.IntegrationUri)?.includes(name)));
  const targets = integrations.map(({ resolver, logicalId }) => `integrations/${resolver.reference(logicalId)}`);
  return inventory
    .ofType('AWS::ApiGatewayV2::Route')
    .filter(({ properties }) => targets.includes(textIn(properties.Target) ?? ''))
    .map(({ properties }) => textIn(properties.RouteKey) ?? '');
}

const keysIn = (schema: Json | undefined): string[] =>
  objectsIn(schema)
    .toSorted((one, other) => String(one.KeyType).localeCompare(String(other.KeyType)))
    .map(({ AttributeName }) => textIn(AttributeName) ?? '');

function tableIn({ properties, resolver, logicalId }: DeclaredResource): TableDeclaration {
  const indexes = [properties.GlobalSecondaryIndexes, properties.LocalSecondaryIndexes].flatMap((each) => listIn(each));
  return {
    name: String(resolver.reference(logicalId)),
    keys: keysIn(properties.KeySchema),
    indexes: indexes
      .map(objectIn)
      .map(({ IndexName, KeySchema }) => ({ name: textIn(IndexName) ?? '', keys: keysIn(KeySchema) })),
  };
}

function queueIn({ properties, resolver, logicalId }: DeclaredResource): QueueDeclaration {
  const { deadLetterTargetArn, maxReceiveCount } = objectIn(properties.RedrivePolicy);
  return {
    name: String(resolver.attribute(logicalId, 'QueueName')),
    url: String(resolver.reference(logicalId)),
    arn: String(resolver.attribute(logicalId, 'Arn')),
    deadLetterArn: textIn(deadLetterTargetArn),
    maxReceives: numberIn(maxReceiveCount),
  };
}

function ruleIn({ properties, logicalId }: DeclaredResource): RuleDeclaration[] {
  if (properties.EventPattern === undefined || textIn(properties.State) === 'DISABLED') return [];
  return [
    {
      name: logicalId,
      bus: textIn(properties.EventBusName)?.split('/').at(-1) ?? 'default',
      pattern: objectIn(properties.EventPattern),
      targets: objectsIn(properties.Targets).flatMap(({ Arn }) => textIn(Arn) ?? []),
    },
  ];
}
