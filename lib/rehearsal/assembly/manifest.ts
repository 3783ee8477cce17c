import { join, resolve } from 'node:path';
import { CHANGES_METADATA, type Change, isChange } from '../../contracts/changes';
import { isNotWatchedEntry, NOT_WATCHED_METADATA, type NotWatchedEntry } from '../../contracts/not-watched';
import type { DeployedStack, Target } from './deployed-stack';
import { readDocument } from './document';
import type { GivenParameters } from './for-each';
import { isObject, type Json, type JsonObject, listIn, objectIn, objectsIn, textIn } from './json';
import type { Message } from './model';
import { type TemplateFileFinder, withNested } from './nested-stacks';
import { templateIn } from './template';
import { UnreadableFile } from './unreadable-file';

export interface Deployment {
  readonly stacks: readonly DeployedStack[];
  readonly messages: readonly Message[];
  /** What the app's Vigils say that they do not watch. */
  readonly notWatched: readonly NotWatchedEntry[];
  /** What they change on resources of the app. */
  readonly changes: readonly Change[];
}

/**
 * Reads a cloud assembly: the stacks of all stages, their nested stacks, and the messages of the app.
 *
 * @param target the account and region of stacks that set none
 */
export function readManifest(directory: string, target: ManifestTarget, outer: readonly string[] = []): Deployment {
  const file = join(directory, 'manifest.json');
  const folder = resolve(directory);
  if (outer.includes(folder)) throw new UnreadableFile(file, 'this assembly contains itself.');
  const { content } = readDocument(file);
  if (!isObject(content) || !isObject(content.artifacts)) {
    throw new UnreadableFile(file, "this is not the manifest of a cloud assembly: it has no 'artifacts'.");
  }
  const artifacts = Object.entries(content.artifacts).map(([id, artifact]) => ({ id, ...parts(artifact) }));
  const assets = assetFiles(directory, artifacts);
  const stages = artifacts
    .filter(({ type }) => type === 'cdk:cloud-assembly')
    .map(({ properties }) =>
      readManifest(join(directory, textIn(properties.directoryName) ?? ''), target, [...outer, folder]),
    );
  const stacks = artifacts
    .filter(({ type }) => type === 'aws:cloudformation:stack')
    .flatMap((artifact) => withNested(readStack(directory, artifact, target), fileAmong(assets)));
  return {
    stacks: [...stacks, ...stages.flatMap((stage) => stage.stacks)],
    messages: [
      ...artifacts.flatMap((artifact) => messagesOf(directory, artifact)),
      ...objectsIn(content.missing).map(missingContext),
      ...stages.flatMap(({ messages }) => messages),
    ],
    notWatched: [
      ...artifacts.flatMap((artifact) => leftIn(directory, artifact, NOT_WATCHED_METADATA, isNotWatchedEntry)),
      ...stages.flatMap(({ notWatched }) => notWatched),
    ],
    changes: [
      ...artifacts.flatMap((artifact) => leftIn(directory, artifact, CHANGES_METADATA, isChange)),
      ...stages.flatMap(({ changes }) => changes),
    ],
  };
}

/** Where stacks are deployed that leave it open, and with which parameters. */
interface ManifestTarget extends Target {
  readonly parameters?: GivenParameters;
}

interface Artifact {
  readonly id: string;
  readonly type?: string;
  readonly properties: JsonObject;
  readonly all: JsonObject;
}

function parts(artifact: Json | undefined): Omit<Artifact, 'id'> {
  const all = objectIn(artifact);
  return { all, type: textIn(all.type), properties: objectIn(all.properties) };
}

function readStack(directory: string, { id, properties, all }: Artifact, target: ManifestTarget): DeployedStack {
  const file = join(directory, textIn(properties.templateFile) ?? '');
  const { content, bytes } = readDocument(file);
  const [, account, region] = /^aws:\/\/([^/]+)\/(.+)$/.exec(textIn(all.environment) ?? '') ?? [];
  return {
    name: textIn(properties.stackName) ?? id,
    path: textIn(all.displayName) ?? id,
    file,
    bytes,
    account: account === 'unknown-account' ? target.account : (account ?? target.account),
    region: region === 'unknown-region' ? target.region : (region ?? target.region),
    template: templateIn(content, file, target.parameters),
  };
}

/** A nested stack's template is an asset: its resource names the file, or an object whose key the asset manifest knows. */
const fileAmong =
  (assets: ReadonlyMap<string, string>): TemplateFileFinder =>
  ({ properties, metadata }) => {
    const url = JSON.stringify(properties.TemplateURL ?? '');
    const named = textIn(metadata['aws:asset:path']);
    return [...assets].find(([key, path]) => url.includes(key) || (named !== undefined && path.endsWith(named)))?.[1];
  };

/** From object key to file. */
function assetFiles(directory: string, artifacts: readonly Artifact[]): ReadonlyMap<string, string> {
  const manifests = artifacts.filter(({ type }) => type === 'cdk:asset-manifest');
  const files = manifests.flatMap(({ properties }) => {
    const { content } = readDocument(join(directory, textIn(properties.file) ?? ''));
    return Object.values(objectIn(objectIn(content).files)).map(objectIn);
  });
  return new Map(
    files.flatMap(({ source, destinations }) => {
      const path = join(directory, textIn(objectIn(source).path) ?? '');
      const keys = Object.values(objectIn(destinations)).map((destination) => textIn(objectIn(destination).objectKey));
      return keys.flatMap((key) => (key === undefined ? [] : ([[key, path]] as [string, string][])));
    }),
  );
}

const LEVELS: Readonly<Record<string, Message['level']>> = {
  'aws:cdk:error': 'error',
  'aws:cdk:warning': 'warning',
  'aws:cdk:info': 'info',
};

interface Metadata {
  readonly path: string;
  readonly type: string;
  readonly data: string;
}

function metadataOf(directory: string, { all }: Artifact): Metadata[] {
  const more = textIn(all.additionalMetadataFile);
  const metadata = { ...objectIn(all.metadata), ...(more && objectIn(readDocument(join(directory, more)).content)) };
  return Object.entries(metadata).flatMap(([path, entries]) =>
    listIn(entries).map((entry) => {
      const { type, data } = objectIn(entry);
      return { path: path.replace(/^\//, ''), type: textIn(type) ?? '', data: textIn(data) ?? '' };
    }),
  );
}

const messagesOf = (directory: string, artifact: Artifact): Message[] =>
  metadataOf(directory, artifact).flatMap(({ path, type, data }) => {
    const level = LEVELS[type];
    return level === undefined ? [] : [{ level, path, text: data }];
  });

/** The entries that Vigils leave in metadata of a type; of what another version wrote, only what can be read. */
function leftIn<T>(
  directory: string,
  artifact: Artifact,
  of: string,
  isEntry: (entry: Partial<T> | null) => entry is T,
): T[] {
  const left = metadataOf(directory, artifact).filter(({ type }) => type === of);
  return left.flatMap(({ data }) => {
    try {
      const entries: unknown = JSON.parse(data);
      return Array.isArray(entries) ? entries.filter(isEntry) : [];
    } catch {
      return [];
    }
  });
}

function missingContext({ key }: JsonObject): Message {
  const text = `The app looks up '${textIn(key)}', which is not in cdk.context.json. It was synthesized with placeholder values.`;
  return { level: 'warning', path: 'context', text };
}
