import { type App, CrossStackReferences, ReferenceStrength, Stack } from 'aws-cdk-lib';
import { Queue, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { readAssembly } from '../../lib/rehearsal/assembly/assembly';
import { newApp, newVigil, Synthesized } from '../support/synth';
import { addFunction } from '../vigil/shop';

/** A shop, and a stack that watches it. */
function watchedFromElsewhere(props: QueueProps = {}, prepare: (watch: Stack) => void = () => {}): App {
  const app = newApp();
  const shop = new Stack(app, 'Shop');
  new Queue(shop, 'Orders', props);
  addFunction(shop, 'Handler');
  const watch = new Stack(app, 'Watch');
  prepare(watch);
  newVigil(watch).watch(app);
  return app;
}

const exportsOf = (synthesized: Synthesized) =>
  Object.values<{ Export?: object }>(synthesized.template('Shop').Outputs ?? {}).filter(
    ({ Export }) => Export !== undefined,
  );

describe('dashboards of another stack', () => {
  const app = watchedFromElsewhere();
  const synthesized = new Synthesized(app);

  test('refer to what they show without exports, which would keep it from being replaced', () => {
    expect(exportsOf(synthesized)).toEqual([]);
    expect(JSON.stringify(synthesized.template('Watch'))).not.toContain('Fn::ImportValue');
    expect(JSON.stringify(synthesized.template('Watch'))).toContain('Fn::GetStackOutput');
  });

  test('show the same as those of its own stack', () => {
    const { dashboards, unresolved } = readAssembly(app.outdir);
    const text = JSON.stringify(dashboards);

    expect(unresolved).toEqual([]);
    expect(text).toMatch(/"QueueName","Orders\w*"/);
    expect(text).toMatch(/\/aws\/lambda\/Handler\w*/);
  });
});

test('a name that the app gives needs no reference at all', () => {
  const synthesized = new Synthesized(watchedFromElsewhere({ queueName: 'orders' }));
  const [overview] = Object.values(synthesized.dashboards);

  expect(JSON.stringify(overview)).toContain('"QueueName","orders"');
  expect(Object.keys(synthesized.template('Shop').Outputs).filter((id) => id.includes('Orders'))).toEqual([]);
});

test('an app on its way from strong to weak references keeps its exports until then', () => {
  const synthesized = new Synthesized(
    watchedFromElsewhere({}, (watch) => CrossStackReferences.of(watch).consume(ReferenceStrength.BOTH)),
  );

  expect(exportsOf(synthesized)).not.toEqual([]);
  expect(JSON.stringify(synthesized.template('Watch'))).not.toContain('Fn::ImportValue');
});
