import type { App } from 'aws-cdk-lib';
import { parseMessage } from '../../lambda/shared/parsing/parse-message';
import { slackMessage } from '../../lambda/shared/rendering/slack';
import { consoleHost } from '../../lib/contracts/console';
import { Route } from '../../lib/index';
import { bySns, change } from '../lambda/support/payloads/payload';
import { plainSlack } from '../lambda/support/plain-slack';
import { newStack, newVigil, Synthesized } from '../support/synth';
import { addQueue } from '../vigil/shop';

const CONSOLES = [
  ['aws', 'eu-west-1', 'console.aws.amazon.com'],
  ['aws-cn', 'cn-north-1', 'console.amazonaws.cn'],
  ['aws-us-gov', 'us-gov-west-1', 'console.amazonaws-us-gov.com'],
  ['aws-eusc', 'eusc-de-east-1', 'console.amazonaws-eusc.eu'],
] as const;

test.each(CONSOLES)('%s: messages link to the console of the region', (partition, region, host) => {
  const arn = `arn:${partition}:cloudwatch:${region}:123456789012:alarm:x`;
  const alert = parseMessage(bySns('x', change('x', { AlarmArn: arn })).body, { id: 'x', sentAt: 0 });
  const text = plainSlack(slackMessage(alert, { isLate: false }, {})).join('\n');

  expect(text).toContain(`https://${region}.${host}/cloudwatch/home?region=${region}#alarmsV2:alarm/x`);
});

test.each(CONSOLES)('%s: so do descriptions and dashboards', (_, region, host) => {
  const stack = newStack({ env: { region, account: '123456789012' } });
  addQueue(stack);
  newVigil(stack, { routes: [Route.email('oncall@example.com')] }).watch(stack);
  const shop = new Synthesized(stack.node.root as App);
  const template = JSON.stringify(shop.template('Shop'));

  const hosts = new Set([...template.matchAll(/https:\/\/([\w.-]*console[\w.-]*)\//g)].map(([, found]) => found));
  expect([...hosts]).toEqual([host]);
  expect(consoleHost(region)).toBe(host);
});
