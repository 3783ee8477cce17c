import { IDENTIFICATIONS } from '../../resources/identifications';
import { own } from '../simulator/own';
import type { DeclaredResource, Inventory } from './inventory';
import { type Json, listIn, textIn } from './json';
import type { Dependency } from './model';

/** From those that users see to those that nothing is behind: each may call those that come later. */
const TIERS: readonly (readonly string[])[] = [
  ['AWS::CloudFront::Distribution', 'AWS::ElasticLoadBalancingV2::LoadBalancer'],
  [
    'AWS::ApiGatewayV2::Api',
    'AWS::ApiGateway::RestApi',
    'AWS::AppSync::GraphQLApi',
    'AWS::StepFunctions::StateMachine',
    'AWS::SQS::Queue',
  ],
  ['AWS::Lambda::Function'],
  ['AWS::RDS::DBProxy'],
  [
    'AWS::DynamoDB::Table',
    'AWS::DynamoDB::GlobalTable',
    'AWS::RDS::DBCluster',
    'AWS::RDS::DBInstance',
    'AWS::DocDB::DBCluster',
    'AWS::ElastiCache::CacheCluster',
    'AWS::ElastiCache::ReplicationGroup',
    'AWS::ElastiCache::ServerlessCache',
    'AWS::MemoryDB::Cluster',
    'AWS::OpenSearchService::Domain',
  ],
];
const QUEUE = 'AWS::SQS::Queue';

interface Vertex {
  readonly resource: DeclaredResource;
  readonly tier: number;
  readonly names: readonly string[];
}

/** Which resources answer by means of which others: what templates refer to, and what may invoke or read it. */
export function readDependencies(inventory: Inventory): Dependency[] {
  const vertices = TIERS.flatMap((types, tier) =>
    types.flatMap((type) => inventory.ofType(type).map((resource) => ({ resource, tier, names: namesOf(resource) }))),
  );
  const byName = new Map<string, Vertex[]>();
  for (const vertex of vertices) {
    for (const name of vertex.names) byName.set(name, [...(byName.get(name) ?? []), vertex]);
  }
  /** What a value names, in the stack that it is in where there are several. */
  const named = (value: Json | undefined, from: DeclaredResource): Vertex[] =>
    [...new Set(wordsIn(value))].flatMap((word) => {
      const found = byName.get(word) ?? [];
      const near = found.filter(({ resource }) => resource.stack === from.stack);
      return near.length > 0 ? near : found;
    });
  const edges = new Map<string, Dependency>();
  const connect = (callers: readonly Vertex[], callees: readonly Vertex[]): void => {
    for (const caller of callers) {
      for (const callee of callees) {
        if (caller.tier >= callee.tier) continue;
        const [from, to] = [caller, callee].map(({ resource: { type }, names }) => ({ type, names }));
        edges.set(`${keyOf(caller)} ${keyOf(callee)}`, { caller: from, callee: to } as Dependency);
      }
    }
  };

  for (const vertex of vertices) {
    // what a function is given by its environment; a queue names its dead letters only
    if (vertex.resource.type !== QUEUE) connect([vertex], named(asWritten(vertex.resource), vertex.resource));
  }
  for (const permission of inventory.ofType('AWS::Lambda::Permission')) {
    const { SourceArn, FunctionName } = permission.properties;
    connect(named(SourceArn, permission), named(FunctionName, permission));
  }
  for (const mapping of inventory.ofType('AWS::Lambda::EventSourceMapping')) {
    const { EventSourceArn, FunctionName } = mapping.properties;
    connect(named(EventSourceArn, mapping), named(FunctionName, mapping));
  }
  for (const policy of inventory.ofType('AWS::IAM::Policy')) {
    const { Roles, PolicyDocument } = policy.properties;
    const roles = listIn(Roles).flatMap((role) => textIn(role) ?? []);
    const holders = vertices.filter(({ resource: { properties } }) =>
      wordsIn(properties.Role ?? properties.RoleArn).some((word) => roles.includes(word)),
    );
    connect(holders, named(PolicyDocument, policy));
  }
  return [...edges.values()];
}

/** Its properties as they resolve, and as the template has them: a part of an attribute that only deployment knows resolves to nothing. */
const asWritten = ({ stack, logicalId, properties }: DeclaredResource): Json => [
  properties,
  stack.template.resources.get(logicalId)?.properties ?? {},
];

const keyOf = ({ resource: { stack, logicalId } }: Vertex): string => `${stack.path}/${logicalId}`;

/** As other resources, and the dimensions of metrics, name it. */
function namesOf({ type, logicalId, physical }: DeclaredResource): string[] {
  const { ref } = own(IDENTIFICATIONS, type) ?? {};
  // ARNs have the name that no other stack has
  return [...new Set([logicalId, physical.name, physical.unique, ...(ref === undefined ? [] : [ref(physical)])])];
}

/** The names in all texts of a value: what lies between the separators of ARNs, addresses and paths. */
function wordsIn(value: Json | undefined): string[] {
  if (typeof value === 'string') return value.split(/[^\w-]+/);
  if (Array.isArray(value)) return value.flatMap(wordsIn);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(wordsIn) : [];
}
