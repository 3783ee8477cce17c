import { basename } from 'node:path';
import type { DeployedStack, Target } from './deployed-stack';
import { readDocument } from './document';
import { Inventory } from './inventory';
import { type Deployment, readManifest } from './manifest';
import type { Assembly, Stack } from './model';
import { fileByPath, NESTED_STACKS, withNested } from './nested-stacks';
import { readAlarms } from './read-alarms';
import { readApiStages } from './read-apis';
import { readApplication } from './read-application';
import { readDashboards } from './read-dashboards';
import { readDependencies } from './read-dependencies';
import { readHealthCheckers } from './read-health-checkers';
import { readMuteRules } from './read-mute-rules';
import { readNotWatched } from './read-not-watched';
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
export const readAssembly = (directory: string, values: DeploymentValues = {}): Assembly =>
  read(readManifest(directory, values), values.parameters);

/**
 * The resources of a cloud assembly, with their properties resolved.
 *
 * @throws UnreadableFile
 */
export function readInventory(directory: string): Inventory {
  const { stacks } = readManifest(directory, {});
  return new Inventory(stacks, new Resolvers(stacks, {}));
}

/**
 * Reads templates, JSON or YAML, as stacks of one assembly.
 *
 * @throws UnreadableFile
 */
export const readTemplates = (files: readonly string[], values: DeploymentValues = {}): Assembly =>
  read(
    {
      stacks: files.flatMap((file) => withNested(readTemplate(file, values), fileByPath)),
      messages: [],
      notWatched: [],
      changes: [],
    },
    values.parameters,
  );

function readTemplate(file: string, { region, account, parameters }: DeploymentValues): DeployedStack {
  const { content, bytes } = readDocument(file);
  const name = basename(file).replace(/(\.template)?\.(json|ya?ml|template)$/, '');
  return { region, account, name, path: name, file, bytes, template: templateIn(content, file, parameters) };
}

function read({ stacks, messages, notWatched, changes }: Deployment, parameters: Parameters = {}): Assembly {
  const resolvers = new Resolvers(stacks, parameters);
  const inventory = new Inventory(stacks, resolvers);
  for (const { stack, logicalId } of NESTED_STACKS.flatMap((type) => inventory.ofType(type))) {
    if (resolvers.nestedIn(stack, logicalId) === undefined) {
      resolvers.list(stack, logicalId, 'TemplateURL', 'the template of the nested stack was not found');
    }
  }
  for (const stack of stacks) {
    for (const { name, what, reason } of stack.template.unread) resolvers.list(stack, name, what, reason);
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
    healthCheckers: readHealthCheckers(inventory),
    unresolved: resolvers.unresolved,
    leftOut: ALARM_TYPES.flatMap((type) => inventory.leftOut(type)).map(({ stack, ...alarm }) => ({
      ...alarm,
      stack: stack.path,
    })),
    notWatched: readNotWatched(inventory, alarms, notWatched),
    changes,
    refused: readRefusals(inventory, alarms),
    messages,
    application: readApplication(inventory),
    dependencies: readDependencies(inventory),
  };
}

const ALARM_TYPES = ['Alarm', 'CompositeAlarm', 'LogAlarm'].map((name) => `AWS::CloudWatch::${name}`);

const summary = ({ name, path, file, region, account, template, bytes }: DeployedStack): Stack => ({
  name,
  path,
  file,
  region,
  account,
  resources: template.resources.size,
  bytes,
});
