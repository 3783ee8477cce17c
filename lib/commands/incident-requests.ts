import { hostname } from 'node:os';
import type { Answer, Asked } from '../contracts/incident-api';
import { Aws } from './aws/aws';
import { invokeDeployed, regionOf } from './aws/deployed-function';
import { UsageError } from './errors';
import { readSource } from './source';
import type { SourceOptions } from './source-options';
import type { Terminal } from './terminal';

/** The source of an app whose Vigils have incidents. */
export type DeployedApp = Pick<SourceOptions, 'env' | 'app'>;

/** What each of the app's Vigils answers to a request. */
export async function ask(asked: Asked, options: DeployedApp, terminal: Terminal): Promise<Answer[]> {
  const { assembly } = await readSource(options, terminal);
  if (assembly.answering.length === 0) {
    throw new UsageError("Incidents are not enabled: add 'incidents: {}' to the Vigil and deploy it.");
  }
  return Promise.all(
    assembly.answering.map(({ name, stack }) =>
      invoke(new Aws(terminal.cwd(), regionOf(assembly, stack)), name, asked),
    ),
  );
}

const invoke = async (aws: Aws, name: string, question: Asked): Promise<Answer> =>
  invokeDeployed(aws, name, 'by' in question ? { ...question, from: await originOf(aws) } : question);

/** For the log of the function, which does not learn who calls it. */
async function originOf(aws: Aws): Promise<string> {
  const key = await aws.accessKey('Lambda');
  return `vigil on ${hostname()}${key === undefined ? '' : `, access key ${key}`}`;
}
