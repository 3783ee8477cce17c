import type { Condition } from '../traffic/condition';

/** The effect on a resource, by the minutes since the failure began. */
type Effect = (minute: number) => Partial<Condition>;

/** Something that goes wrong with a resource of one type, and what it does to others of its component. */
export interface Failure {
  readonly id: string;
  /** As one would say it on the telephone. */
  readonly name: string;
  /** What happens, in a sentence. */
  readonly what: string;
  /** CloudFormation types of the registrations that it can happen to; `Application` for metrics of your own. */
  readonly types: readonly string[];
  readonly own: Effect;
  /** To functions of the same component. */
  readonly functions?: Effect;
  /** To dead-letter queues of the same component. */
  readonly deadLetters?: Effect;
}

const always =
  (condition: Partial<Condition>): Effect =>
  () =>
    condition;

const FUNCTION = 'AWS::Lambda::Function';
const QUEUE = 'AWS::SQS::Queue';
const APIS = ['AWS::ApiGatewayV2::Api', 'AWS::ApiGateway::RestApi'];
const TABLES = ['AWS::DynamoDB::Table'];
const DATABASES = ['AWS::RDS::DBInstance', 'AWS::RDS::DBCluster'];
const BALANCERS = ['AWS::ElasticLoadBalancingV2::LoadBalancer', 'AWS::ElasticLoadBalancingV2::TargetGroup'];
const DISTRIBUTION = 'AWS::CloudFront::Distribution';
const CERTIFICATE = 'AWS::CertificateManager::Certificate';
const EVENTS = ['AWS::SNS::Topic', 'AWS::Events::Rule'];
const MACHINE = 'AWS::StepFunctions::StateMachine';
export const APPLICATION = 'Application';
export const DEAD_LETTERS = 'DeadLetterQueue';
export const HEALTH_CHECK = 'HealthCheck';
/** All checks of a file. */
export const HEALTH_CHECKER = 'HealthChecker';

/** After so many receives of one message each two minutes, SQS moves it to the dead-letter queue. */
const MINUTES_TO_DEAD_LETTER = 10;
const POISON_EVERY = 5;
/** How long a disk takes to fill up. */
const FILLING_MINUTES = 45;
const BUSY_TYPES = [FUNCTION, QUEUE, ...APIS, DISTRIBUTION, ...BALANCERS, ...TABLES, ...EVENTS, MACHINE, APPLICATION];

/** All failures that can be rehearsed. */
export const FAILURES: readonly Failure[] = [
  {
    id: 'bad-deployment',
    name: 'bad deployment',
    what: 'A third of the requests fail from one minute to the next.',
    types: [FUNCTION, ...APIS, DISTRIBUTION, ...BALANCERS, MACHINE, APPLICATION],
    own: always({ errors: 0.35 }),
  },
  {
    id: 'slow-dependency',
    name: 'slow dependency',
    what: 'Each request takes twelve times as long.',
    types: [FUNCTION, ...APIS, ...BALANCERS, ...TABLES, ...DATABASES, MACHINE, APPLICATION, HEALTH_CHECK],
    own: always({ latency: 12 }),
  },
  {
    id: 'stuck-consumer',
    name: 'stuck consumer',
    what: 'Nothing is taken from the queue any more.',
    types: [QUEUE],
    own: always({ consuming: 0 }),
    functions: always({ load: 0 }),
  },
  {
    id: 'slow-consumer',
    name: 'slow consumer',
    what: 'Half of what arrives is processed, the rest waits.',
    types: [QUEUE],
    own: always({ consuming: 0.5 }),
    functions: always({ latency: 6 }),
  },
  {
    id: 'poison-message',
    name: 'poison message',
    what: 'Every five minutes a message arrives that cannot be processed and ends in the dead-letter queue.',
    types: [QUEUE],
    own: (minute) => ({ poison: minute % POISON_EVERY === 0 ? 1 : 0 }),
    functions: always({ errors: 0.04 }),
    deadLetters: (minute) => ({
      poison: minute >= MINUTES_TO_DEAD_LETTER && minute % POISON_EVERY === 0 ? 1 : 0,
    }),
  },
  {
    id: 'dead-letters',
    name: 'dead letters arrive',
    what: 'Every five minutes a message arrives that nothing could process.',
    types: [DEAD_LETTERS],
    own: (minute) => ({ poison: minute % POISON_EVERY === 0 ? 1 : 0 }),
  },
  {
    id: 'throttled',
    name: 'throttled',
    what: 'A quarter of the requests are refused for want of capacity.',
    types: [FUNCTION, ...TABLES],
    own: always({ throttles: 0.25 }),
  },
  {
    id: 'full-disk',
    name: 'disk fills up',
    what: `The free space is used up within ${FILLING_MINUTES} minutes.`,
    types: DATABASES,
    own: (minute) => ({ space: Math.min(1, minute / FILLING_MINUTES) }),
  },
  {
    id: 'overloaded',
    name: 'overloaded',
    what: 'CPU, memory and connections are nearly used up.',
    types: DATABASES,
    own: always({ pressure: 0.97, latency: 8 }),
  },
  {
    id: 'origin-down',
    name: 'origin down',
    what: 'Every request fails.',
    types: [DISTRIBUTION, ...BALANCERS],
    own: always({ errors: 1, latency: 5 }),
  },
  {
    id: 'sign-ins-fail',
    name: 'sign-ins fail',
    what: 'Nine of ten sign-ins fail.',
    types: [],
    own: always({ errors: 0.9 }),
  },
  {
    id: 'down',
    name: 'down',
    what: 'It does not answer any more.',
    types: [],
    own: always({ errors: 1 }),
  },
  {
    id: 'deliveries-fail',
    name: 'deliveries fail',
    what: 'Every third event does not get to its target.',
    types: EVENTS,
    own: always({ errors: 0.34 }),
    deadLetters: (minute) => ({ poison: minute % 2 === 0 ? 1 : 0 }),
  },
  {
    id: 'certificate',
    name: 'certificate runs out',
    what: 'It expires in ten days and was not renewed.',
    types: [CERTIFICATE, HEALTH_CHECK],
    own: always({ daysLeft: 10 }),
  },
  {
    id: 'check-fails',
    name: 'health check fails',
    what: 'Each run fails: there is no answer, or a wrong one.',
    types: [HEALTH_CHECK],
    own: always({ errors: 1 }),
  },
  {
    id: 'quiet-night',
    name: 'no traffic',
    what: 'Nobody sends anything any more.',
    types: BUSY_TYPES,
    own: always({ load: 0 }),
  },
  {
    id: 'spike',
    name: 'traffic spike',
    what: 'Six times as much as usual arrives.',
    types: BUSY_TYPES,
    own: always({ load: 6 }),
  },
  {
    id: 'metric-stops',
    name: 'metrics stop',
    what: 'It publishes nothing, healthy or not.',
    types: [...BUSY_TYPES, ...DATABASES, CERTIFICATE, HEALTH_CHECKER],
    own: always({ isSilent: true }),
  },
];
