import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from 'aws-lambda';
import { configuredChecks } from '../../../lib/contracts/configured-checks';
import { readEnvironment } from '../../../lib/contracts/environment';
import {
  CHECKS_FILE,
  HEALTH_CHECKER_ENVIRONMENT,
  MATCHERS_FILE,
  type ProbeRequest,
  type RoundRequest,
  type UrlRequest,
} from '../../../lib/contracts/health-checker';
import { runCheck } from '../../../lib/probes/run-check';
import { healthAwsBySdk } from './health-aws';
import { HealthChecker } from './health-checker';
import type { HeartbeatRequest } from './heartbeats';

const { settings, values, heartbeatUrls, tableName = '' } = readEnvironment(HEALTH_CHECKER_ENVIRONMENT, process.env);
const matchersFile = join(__dirname, MATCHERS_FILE);

const checker = new HealthChecker(
  settings,
  configuredChecks(readFileSync(join(__dirname, CHECKS_FILE), 'utf8'), values),
  {
    aws: healthAwsBySdk(tableName),
    runCheck,
    // the user's own, bundled beside this file when the app was synthesized
    matchers: existsSync(matchersFile) ? require(matchersFile) : {},
    region: process.env['AWS_REGION'] ?? '',
    now: Date.now,
    log: (level, message, fields) => console[level]({ message, ...fields }),
  },
  heartbeatUrls,
);

type Event = RoundRequest | ProbeRequest | UrlRequest | HeartbeatRequest;

/**
 * Runs checks: those that are due, each minute; or those that the function of another region asks for. Takes heartbeats at its public
 * address, where an event has the form of a request, whatever its sender writes.
 */
export const handler = async (event: Event, { invokedFunctionArn }: Pick<Context, 'invokedFunctionArn'>) => {
  if ('requestContext' in event) return checker.heartbeat(event);
  if ('heartbeatUrl' in event) return checker.heartbeatUrl(event);
  return 'probe' in event ? checker.probe(event) : checker.round(event, invokedFunctionArn);
};
