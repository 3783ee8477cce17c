import { basename } from 'node:path';
import type { DeployedStack, Target } from './deployed-stack';
import { readDocument } from './document';
import { Inventory } from './inventory';
import { type Deployment, readManifest } from './manifest';
import type { Assembly, Stack } from './model';
import { readAlarms } from './read-alarms';
import { readApiStages } from './read-apis';
import { readDashboards } from './read-dashboards';
import { readMuteRules } from './read-mute-rules';
import { readRefusals } from './read-refusals';
import { readKeys, readSubscriptions, readTopics } from './read-topics';
import { Resolvers } from './resolvers';
import { templateIn } from './template';
import { readAnsweringFunctions, readNotifiers } from './vigil-notifiers';

/** The values of template parameters, by name. */
export type Parameters = Readonly<Record<string, string>>;

/** The values of a deployment that a template leaves open. */
export interface DeploymentValues extends Target {
  readonly parameters?: Parameters;
}

/**
 * Reads a cloud assembly: the folder that `cdk synth` writes, with all its stages and nested stacks.
 *
 * @throws UnreadableFile
 */
export const readAssembly = (directory: string, { parameters = {}, ...target }: DeploymentValues = {}): Assembly =>
  read(readManifest(directory, target), parameters);

/**
 * Reads templates, JSON or YAML, as stacks of one assembly.
 *
 * @throws UnreadableFile
 */
export const readTemplates = (
  files: readonly string[],
  { parameters = {}, region, account }: DeploymentValues = {},
): Assembly => read({ stacks: files.map((file) => readTemplate(file, { region, account })), messages: [] }, parameters);

function readTemplate(file: string, target: Target): DeployedStack {
  const { content, bytes } = readDocument(file);
  const name = basename(file).replace(/(\.template)?\.(json|ya?ml|template)$/, '');
  return { ...target, name, path: name, file, bytes, template: templateIn(content, file) };
}

function read({ stacks, messages }: Deployment, parameters: Parameters): Assembly {
  const resolvers = new Resolvers(stacks, parameters);
  const inventory = new Inventory(stacks, resolvers);
  for (const { stack, logicalId } of inventory.ofType('AWS::CloudFormation::Stack')) {
    if (resolvers.nestedIn(stack, logicalId) === undefined) {
      resolvers.list(stack, logicalId, 'TemplateURL', 'the template of the nested stack was not found');
    }
  }
  const topics = readTopics(inventory);
  const alarms = readAlarms(inventory, topics);
  return {
    stacks: stacks.map(summary),
    alarms,
    dashboards: readDashboards(inventory),
    topics,
    subscriptions: readSubscriptions(inventory),
    muteRules: readMuteRules(inventory),
    apiStages: readApiStages(inventory),
    keys: readKeys(inventory),
    notifiers: readNotifiers(inventory),
    parameters: stacks
      .filter(({ parent }) => parent === undefined)
      .flatMap(({ template }) => Object.keys(template.parameters)),
    answering: readAnsweringFunctions(inventory),
    unresolved: resolvers.unresolved,
    refused: readRefusals(inventory, alarms),
    messages,
  };
}

const summary = ({ name, path, file, region, account, template, bytes }: DeployedStack): Stack => ({
  name,
  path,
  file,
  region,
  account,
  resources: template.resources.size,
  bytes,
});
