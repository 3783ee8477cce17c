import { CHECK_DIMENSION, HEALTH_CHECKS_NAMESPACE } from '../../../contracts/health-checker';
import { RESOURCE_TYPES } from '../../../resources/all';
import type { Assembly } from '../../assembly/model';
import { type Publisher, publisherKey } from '../traffic/traffic';
import { APPLICATION, DEAD_LETTERS, FAILURES, type Failure, HEALTH_CHECK, HEALTH_CHECKER } from './failures';

/** The namespace in which the resources of a type publish. */
const NAMESPACES: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::RestApi': 'AWS/ApiGateway',
  'AWS::ApiGatewayV2::Api': 'AWS/ApiGateway',
  'AWS::AppSync::GraphQLApi': 'AWS/AppSync',
  'AWS::CertificateManager::Certificate': 'AWS/CertificateManager',
  'AWS::CloudFront::Distribution': 'AWS/CloudFront',
  'AWS::DynamoDB::Table': 'AWS/DynamoDB',
  'AWS::ECS::Service': 'AWS/ECS',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 'AWS/ApplicationELB',
  'AWS::ElasticLoadBalancingV2::TargetGroup': 'AWS/ApplicationELB',
  'AWS::Events::Rule': 'AWS/Events',
  'AWS::KinesisFirehose::DeliveryStream': 'AWS/Firehose',
  'AWS::Lambda::Function': 'AWS/Lambda',
  'AWS::Pipes::Pipe': 'AWS/EventBridge/Pipes',
  'AWS::RDS::DBCluster': 'AWS/RDS',
  'AWS::RDS::DBInstance': 'AWS/RDS',
  'AWS::SNS::Topic': 'AWS/SNS',
  'AWS::SQS::Queue': 'AWS/SQS',
  'AWS::StepFunctions::StateMachine': 'AWS/States',
};

/** A resource that something can go wrong with. */
export interface Target {
  readonly id: string;
  readonly publisher: Publisher;
  readonly type: string;
  /** `CreatedInvoices`, as its alarms name it; else the resource. */
  readonly component: string;
  /** Its physical name, which distinguishes it in the component. */
  readonly resource: string;
  readonly failures: readonly Failure[];
}

/** The resources among all publishers: those whose dimensions are the ones of a registration. */
export function targetsIn(
  assembly: Assembly,
  publishers: readonly Publisher[],
  deadLetters: ReadonlySet<string>,
): Target[] {
  const components = componentsOf(assembly);
  const targets = publishers.flatMap((publisher): Target[] => {
    const type = isDeadLetters(publisher, deadLetters) ? DEAD_LETTERS : typeOf(publisher);
    const failures = failuresOf(type);
    if (type === undefined || failures.length === 0) return [];
    const resource = resourceOf(publisher);
    const id = publisherKey(publisher);
    return [{ id, publisher, type, resource, component: components.get(id) ?? resource, failures }];
  });
  // what sends the alerts is rarely what one wants to break first
  return [...targets.filter((each) => !isOfVigil(each)), ...targets.filter(isOfVigil)];
}

/** Those that name its type, and those that the type names. */
function failuresOf(type: string | undefined): Failure[] {
  const named = RESOURCE_TYPES.find((each) => each.type === type)?.failures ?? [];
  return FAILURES.filter(({ id, types }) => type !== undefined && (types.includes(type) || named.includes(id)));
}

const isOfVigil = ({ component }: Target): boolean => component.startsWith('Vigil.');

export const isDeadLetters = (
  { namespace, dimensions }: Pick<Publisher, 'namespace' | 'dimensions'>,
  deadLetters: ReadonlySet<string>,
): boolean => namespace === 'AWS/SQS' && deadLetters.has(dimensions.QueueName ?? '');

function typeOf({ namespace, dimensions, names }: Publisher): string | undefined {
  if (namespace === HEALTH_CHECKS_NAMESPACE) return CHECK_DIMENSION in dimensions ? HEALTH_CHECK : HEALTH_CHECKER;
  if (!namespace.startsWith('AWS/'))
    return names.size > 0 && Object.keys(dimensions).length > 0 ? APPLICATION : undefined;
  const own = Object.keys(dimensions);
  const matches = (wanted: readonly string[]): boolean =>
    wanted.length === own.length && wanted.every((name) => own.includes(name));
  const candidates = RESOURCE_TYPES.filter(
    ({ type, sections }) => NAMESPACES[type] === namespace && sections.some((section) => matches(section.dimensions)),
  );
  return candidates[0]?.type;
}

const resourceOf = ({ dimensions }: Publisher): string => {
  if (dimensions[CHECK_DIMENSION] !== undefined) return dimensions[CHECK_DIMENSION];
  const [primary = ''] = Object.entries(dimensions)
    .filter(([name]) => !['Environment', 'Region', 'Stage', 'EventBusName'].includes(name))
    .map(([, value]) => value);
  // CDK ends logical ids, which stand for names that only deployment knows, with eight hexadecimal digits
  return primary.replace(/(?<=.)[0-9A-F]{8}$/, '');
};

/** The component whose alarms read a publisher, by its key. */
export function componentsOf({ alarms }: Assembly): ReadonlyMap<string, string> {
  const components = new Map<string, string>();
  for (const alarm of alarms) {
    if (!('queries' in alarm)) continue;
    for (const { metric } of alarm.queries)
      if (metric !== undefined) components.set(publisherKey(metric), alarm.component);
  }
  return components;
}
