import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Parameters } from '../rehearsal/assembly/assembly';
import { readDocument } from '../rehearsal/assembly/document';
import { isList, isObject, type Json, objectIn } from '../rehearsal/assembly/json';
import { UnreadableFile } from '../rehearsal/assembly/unreadable-file';
import { UsageError } from './errors';

const NAME_AND_VALUE = /^([^=]+)=([\s\S]*)$/;

/**
 * Reads what `--parameters` gives: `NAME=VALUE`, or files of them. A `NAME=VALUE` comes before a file, a file before those in front of
 * it.
 *
 * @throws UsageError, UnreadableFile
 */
export function readParameters(words: readonly string[], folder: string): Parameters {
  const files = words.filter((word) => !NAME_AND_VALUE.test(word)).map((word) => readFile(word, folder));
  return { ...Object.assign({}, ...files), ...pairsIn(words.filter((word) => NAME_AND_VALUE.test(word))) };
}

function pairsIn(words: readonly string[]): Parameters {
  const given = new Map<string, string>();
  for (const word of words) {
    const [, name = '', value = ''] = NAME_AND_VALUE.exec(word) ?? [];
    if ((given.get(name) ?? value) !== value) {
      throw new UsageError(`--parameters gives '${name}' two values: '${given.get(name)}' and '${value}'. Give one.`);
    }
    given.set(name, value);
  }
  return Object.fromEntries(given);
}

function readFile(word: string, folder: string): Parameters {
  const file = resolve(folder, word.replace(/^(file:\/\/|@)/, ''));
  if (!existsSync(file)) {
    throw new UsageError(
      `--parameters ${word}: this is neither NAME=VALUE nor an existing file. Write NAME=VALUE, such as Stage=prod, or the path of a JSON file.`,
    );
  }
  const entries = entriesIn(readDocument(file).content);
  if (entries === undefined) {
    throw new UnreadableFile(
      file,
      'this is not a parameter file. Write an object such as { "Stage": "prod" }, or a list such as [{ "ParameterKey": "Stage", "ParameterValue": "prod" }].',
    );
  }
  return Object.fromEntries(entries);
}

/** As an object by name, as the AWS CLI takes them, or as a CodePipeline configuration has them. Undefined: none of these. */
function entriesIn(content: Json): [string, string][] | undefined {
  const written = isObject(content) && isObject(content.Parameters) ? content.Parameters : content;
  const entries = isList(written) ? written.map(entryIn) : Object.entries(objectIn(written));
  const isUsable =
    (isList(written) || isObject(written)) && entries.every(([name, value]) => isScalar(name) && isScalar(value));
  return isUsable ? entries.map(([name, value]) => [String(name), String(value)]) : undefined;
}

function entryIn(item: Json): [Json | undefined, Json | undefined] {
  if (isObject(item)) return [item.ParameterKey, item.ParameterValue];
  const [, name, value] = NAME_AND_VALUE.exec(String(item)) ?? [];
  return [name, value];
}

const isScalar = (value: Json | undefined): boolean => ['string', 'number', 'boolean'].includes(typeof value);
