import { type App, Duration, type Stack, Tags } from 'aws-cdk-lib';
import { AttributeType, Billing, Table, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { InstanceType, Vpc } from 'aws-cdk-lib/aws-ec2';
import {
  AuroraMysqlEngineVersion,
  AuroraPostgresEngineVersion,
  ClusterInstance,
  DatabaseCluster,
  DatabaseClusterEngine,
  DatabaseInstance,
  DatabaseInstanceEngine,
  DatabaseInstanceReadReplica,
  PostgresEngineVersion,
} from 'aws-cdk-lib/aws-rds';
import type { DatabaseOptions, VigilProps } from '../../lib/index';
import { dimensionsOf, newStack, newVigil, Synthesized, watched } from '../support/synth';

const rulesOf = (shop: Synthesized, component: string) => shop.alarmsOf(component).map(({ rule }) => rule);
const vpcIn = (stack: Stack) => new Vpc(stack, 'Vpc', { maxAzs: 2 });
/** A component of its own for each Availability Zone. */
const NAT_GATEWAYS = ['Vpc-PublicSubnet1-NATGateway', 'Vpc-PublicSubnet2-NATGateway'];
const partitionKey = { name: 'id', type: AttributeType.STRING };
const sortKey = { name: 'at', type: AttributeType.STRING };

describe('a table', () => {
  test.each<[string, (stack: Stack) => unknown]>([
    [
      'Table',
      (stack) => {
        const table = new Table(stack, 'Orders', { partitionKey, sortKey });
        table.addGlobalSecondaryIndex({ indexName: 'byAge', partitionKey });
        table.addLocalSecondaryIndex({ indexName: 'local', sortKey });
      },
    ],
    [
      'TableV2',
      (stack) =>
        new TableV2(stack, 'Orders', {
          partitionKey,
          billing: Billing.onDemand(),
          globalSecondaryIndexes: [{ indexName: 'byAge', partitionKey }],
        }),
    ],
  ])('%s is watched with every global index', (_, fill) => {
    const throttled = watched(fill).alarm('Orders', 'TableThrottled');
    const table = expect.stringMatching(/^\{Orders/);

    expect(dimensionsOf(throttled)).toEqual([
      { TableName: table },
      { TableName: table },
      { TableName: table, GlobalSecondaryIndexName: 'byAge' },
      { TableName: table, GlobalSecondaryIndexName: 'byAge' },
    ]);
  });
});

describe('an RDS instance', () => {
  const instance = (size: string, options: DatabaseOptions = {}) => {
    const stack = newStack();
    const database = new DatabaseInstance(stack, 'Orders', {
      engine: DatabaseInstanceEngine.postgres({ version: PostgresEngineVersion.VER_16 }),
      vpc: vpcIn(stack),
      instanceType: new InstanceType(size),
      allocatedStorage: 100,
    });
    newVigil(stack).database(database, options);
    return new Synthesized(database.node.root as App);
  };
  const connections = (shop: Synthesized) => shop.alarm('Orders', 'DatabaseConnections').properties.Threshold;

  test('is measured under its identifier', () => {
    const about = instance('t4g.medium')
      .alarms.filter(({ isComposite }) => !isComposite)
      .flatMap(dimensionsOf);

    expect(about.length).toBeGreaterThan(3);
    for (const dimensions of about)
      expect(dimensions).toEqual({ DBInstanceIdentifier: expect.stringMatching(/^\{Orders/) });
  });

  test('has limits by its class, or those that its owner knows better', () => {
    const medium = connections(instance('t4g.medium'));

    expect(connections(instance('t4g.large'))).toBeCloseTo(2 * medium, -1);
    expect(connections(instance('t4g.medium', { memoryGiB: 8 }))).toBe(connections(instance('t4g.large')));
    expect(connections(instance('t4g.medium', { maxConnections: 200 }))).toBeLessThan(200);
  });

  test('of an unknown class has no rule that needs the class', () => {
    expect(rulesOf(instance('z99.huge'), 'Orders')).not.toContain('DatabaseConnections');
    expect(rulesOf(instance('z99.huge'), 'Orders')).toContain('DatabaseCpu');
  });

  test('earns CPU credits if its class does', () => {
    const burstable = rulesOf(instance('t4g.medium'), 'Orders');
    const fixed = rulesOf(instance('r6g.large'), 'Orders');

    expect(burstable.filter((rule) => /CpuCredits/.test(rule)).length).toBeGreaterThan(0);
    expect(fixed.filter((rule) => /CpuCredits/.test(rule))).toEqual([]);
  });

  test.each<[string, (stack: Stack) => unknown]>([
    ['of its own', (stack) => Tags.of(stack.node.findChild('Orders')).add('Schedule', 'office-hours')],
    ['of the app', (stack) => Tags.of(stack.node.root).add('Schedule', 'office-hours')],
  ])('that a schedule stops, by a tag %s, pages nobody as down until that is asked for', (_, tag) => {
    const rulesWith = (props: Partial<VigilProps> = {}): string[] =>
      rulesOf(
        watched((stack) => {
          const engine = DatabaseInstanceEngine.postgres({ version: PostgresEngineVersion.VER_16 });
          new DatabaseInstance(stack, 'Orders', { engine, vpc: vpcIn(stack) });
          tag(stack);
        }, props),
        'Orders',
      );

    expect(rulesWith()).toContain('DatabaseCpu');
    expect(rulesWith()).not.toContain('DatabaseDown');
    expect(rulesWith({ rules: { DatabaseDown: { enabled: true } } })).toContain('DatabaseDown');
  });

  test('and its replica are two components', () => {
    const shop = watched((stack) => {
      const vpc = vpcIn(stack);
      const instanceType = new InstanceType('r6g.large');
      const engine = DatabaseInstanceEngine.postgres({ version: PostgresEngineVersion.VER_16 });
      const sourceDatabaseInstance = new DatabaseInstance(stack, 'Orders', { engine, vpc, instanceType });
      new DatabaseInstanceReadReplica(stack, 'Replica', { sourceDatabaseInstance, vpc, instanceType });
    });

    expect(shop.components).toEqual(['Orders', 'Replica', ...NAT_GATEWAYS]);
    const lag = (component: string) => rulesOf(shop, component).filter((rule) => /lag/i.test(rule));
    expect(lag('Replica').length).toBeGreaterThan(0);
    expect(lag('Orders')).toEqual([]);
  });
});

describe('an Aurora cluster', () => {
  test('is one component with its instances, provisioned and serverless', () => {
    const shop = watched((stack) => {
      new DatabaseCluster(stack, 'Orders', {
        engine: DatabaseClusterEngine.auroraPostgres({ version: AuroraPostgresEngineVersion.VER_16_4 }),
        vpc: vpcIn(stack),
        serverlessV2MaxCapacity: 8,
        writer: ClusterInstance.provisioned('Writer', { instanceType: new InstanceType('r6g.large') }),
        readers: [ClusterInstance.serverlessV2('Reader', { scaleWithWriter: true })],
      });
    });

    expect(shop.components).toEqual(['Orders', ...NAT_GATEWAYS]);
    const instances = new Set(
      shop.alarms
        .filter(({ isComposite }) => !isComposite)
        .flatMap(dimensionsOf)
        .flatMap((each) => each.DBInstanceIdentifier ?? []),
    );
    expect([...instances].sort()).toEqual([
      expect.stringMatching(/^\{OrdersReader/),
      expect.stringMatching(/^\{OrdersWriter/),
    ]);
    expect(rulesOf(shop, 'Orders')).toEqual(expect.arrayContaining(['Orders-Writer.DatabaseCpu']));
  });

  test('of MySQL is watched as a whole too', () => {
    const shop = watched((stack) => {
      new DatabaseCluster(stack, 'Orders', {
        engine: DatabaseClusterEngine.auroraMysql({ version: AuroraMysqlEngineVersion.VER_3_08_0 }),
        vpc: vpcIn(stack),
        writer: ClusterInstance.serverlessV2('Writer'),
        monitoringInterval: Duration.minutes(1),
      });
    });

    expect(dimensionsOf(shop.alarm('Orders', 'VolumeNearlyFull'))).toEqual([
      { DBClusterIdentifier: expect.stringMatching(/^\{Orders/) },
    ]);
  });
});
