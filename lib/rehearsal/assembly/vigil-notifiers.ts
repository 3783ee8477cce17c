import { decoded, type Variable } from '../../contracts/environment';
import {
  INCIDENT_API_ENVIRONMENT,
  INCIDENT_API_MARK,
  NOTIFIER_ENVIRONMENT,
} from '../../contracts/function-environments';
import { type DeclaredResource, declarationOf, type Inventory } from './inventory';
import { type Json, type JsonObject, objectIn, objectsIn, textIn, textsIn } from './json';
import type { AnsweringFunction, NotifiedChannel, Notifier } from './model';

/** Vigil's notifier functions, with their queues and the channels in their environment variables. */
export function readNotifiers(inventory: Inventory): Notifier[] {
  const mappings = inventory.ofType('AWS::Lambda::EventSourceMapping').map(({ properties }) => properties);
  return inventory.ofType('AWS::Lambda::Function').flatMap((fn) => {
    const channels = objectsIn(valueIn(fn, NOTIFIER_ENVIRONMENT.channels)).flatMap(channelIn);
    const table = textIn(valueIn(fn, NOTIFIER_ENVIRONMENT.tableName)) ?? '';
    const name = String(fn.resolver.reference(fn.logicalId));
    const environment = textsOf(objectIn(objectIn(fn.properties.Environment).Variables));
    const sources = mappings.filter(({ FunctionName }) => channels.length > 0 && textIn(FunctionName) === name);
    return sources.flatMap(({ EventSourceArn }) => {
      const queueArn = textIn(EventSourceArn);
      return queueArn === undefined ? [] : { ...declarationOf(fn), queueArn, channels, table, environment };
    });
  });
}

/** Vigil's incident API functions. */
export const readAnsweringFunctions = (inventory: Inventory): AnsweringFunction[] =>
  inventory
    .ofType('AWS::Lambda::Function')
    .filter((fn) => valueIn(fn, INCIDENT_API_ENVIRONMENT.mark) === INCIDENT_API_MARK)
    .map((fn) => ({ ...declarationOf(fn), name: String(fn.resolver.reference(fn.logicalId)) }));

const textsOf = (variables: JsonObject): Record<string, string> =>
  Object.fromEntries(
    Object.entries(variables).flatMap(([key, value]) => {
      const text = textIn(value);
      return text === undefined ? [] : [[key, text]];
    }),
  );

export const valueIn = ({ properties }: DeclaredResource, variable: Variable<unknown>): Json | undefined =>
  decoded(variable, objectIn(objectIn(properties.Environment).Variables)[variable.name]) as Json | undefined;

/** Any function may have such a variable: only entries with a kind are channels. */
function channelIn({ id, kind, topicArn, channel, secret, severities, level }: JsonObject): NotifiedChannel[] {
  const name = textIn(kind);
  if (name === undefined) return [];
  return [
    {
      id: textIn(id) ?? '',
      kind: name,
      severities: textsIn(severities),
      ...(typeof level === 'number' && level > 1 && { level }),
      topicArn: textIn(topicArn),
      target: textIn(channel) ?? textIn(secret)?.replace(/^.*:secret:/, ''),
    },
  ];
}
