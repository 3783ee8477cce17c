import { ANSWERS_MARK } from '../../contracts/incident-api';
import { type DeclaredResource, declarationOf, type Inventory } from './inventory';
import { isList, isObject, type Json, objectIn, objectsIn, textIn, textsIn } from './json';
import type { AnsweringFunction, Notifier } from './model';

/** Vigil's own functions: what such a one takes from its queue goes to the channels that its environment names. */
export function readNotifiers(inventory: Inventory): Notifier[] {
  const mappings = inventory.ofType('AWS::Lambda::EventSourceMapping').map(({ properties }) => properties);
  return inventory.ofType('AWS::Lambda::Function').flatMap((fn) => {
    const channels = channelsOf(fn);
    const name = String(fn.resolver.reference(fn.logicalId));
    const sources = mappings.filter(({ FunctionName }) => channels.length > 0 && textIn(FunctionName) === name);
    return sources.flatMap(({ EventSourceArn }) => {
      const queueArn = textIn(EventSourceArn);
      return queueArn === undefined ? [] : { ...declarationOf(fn), queueArn, channels, table: tableOf(fn) };
    });
  });
}

/** Vigil's own functions that hear what people say about incidents. */
export const readAnsweringFunctions = (inventory: Inventory): AnsweringFunction[] =>
  inventory
    .ofType('AWS::Lambda::Function')
    .filter((fn) => textIn(variablesOf(fn)['VIGIL']) === ANSWERS_MARK.VIGIL)
    .map((fn) => ({ ...declarationOf(fn), name: String(fn.resolver.reference(fn.logicalId)) }));

const variablesOf = ({ properties }: DeclaredResource) => objectIn(objectIn(properties.Environment).Variables);
const tableOf = (fn: DeclaredResource): string => textIn(variablesOf(fn)['TABLE_NAME']) ?? '';

function channelsOf(fn: DeclaredResource): Notifier['channels'] {
  return objectsIn(parsed(textIn(variablesOf(fn)['CHANNELS']))).flatMap((settings) => {
    const { id, kind, topicArn, channel, secret, severities, level } = settings;
    if (textIn(kind) === undefined) return [];
    return {
      id: textIn(id) ?? '',
      kind: String(kind),
      severities: textsIn(severities),
      ...(typeof level === 'number' && level > 1 && { level }),
      topicArn: textIn(topicArn),
      place: textIn(channel) ?? textIn(secret)?.replace(/^.*:secret:/, ''),
    };
  });
}

function parsed(text: string | undefined): Json | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return isList(value as Json) || isObject(value) ? (value as Json) : undefined;
  } catch {
    return undefined;
  }
}
