import { own } from '../simulator/own';
import type { Evaluation } from './evaluation';
import { isList, type Json, type JsonObject, listIn, numberIn, objectIn, textIn } from './json';

type Intrinsic = (argument: Json, evaluation: Evaluation) => Json | undefined;

/** The text of a value: lists and objects have none. */
const asText = (value: Json | undefined): string => textIn(value) ?? (value === undefined ? '' : JSON.stringify(value));

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, evaluation) => evaluation.reference(asText(argument)),

  'Fn::GetAtt': (argument, evaluation) => {
    const [logicalId = '', ...attribute] = isList(argument)
      ? argument.map((part) => asText(evaluation.resolve(part)))
      : asText(argument).split('.');
    return evaluation.attribute(logicalId, attribute.join('.'));
  },

  'Fn::Sub': (argument, evaluation) => {
    const [template, variables] = isList(argument) ? argument : [argument];
    const ownVariables = objectIn(variables);
    return asText(template).replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      const id = name.trim();
      const variable = own(ownVariables, id);
      if (variable !== undefined) return asText(evaluation.resolve(variable));
      const [logicalId = '', ...attribute] = id.split('.');
      return asText(
        attribute.length > 0 ? evaluation.attribute(logicalId, attribute.join('.')) : evaluation.reference(id),
      );
    });
  },

  'Fn::Join': (argument, evaluation) => {
    const [separator, parts] = listIn(argument);
    const resolved = evaluation.resolve(parts);
    return isList(resolved) ? resolved.map(asText).join(asText(separator)) : asText(resolved);
  },

  'Fn::Select': (argument, evaluation) => {
    const [index, list] = listIn(argument);
    const position = numberIn(evaluation.resolve(index));
    const resolved = evaluation.known(list)?.value;
    if (resolved === undefined) return asText(evaluation.resolve(list));
    const chosen = position === undefined ? undefined : listIn(resolved)[position];
    return chosen ?? evaluation.fail(`Select ${position}`, 'the list has no such item');
  },

  'Fn::Split': (argument, evaluation) => {
    const [separator, text] = listIn(argument);
    return asText(evaluation.resolve(text)).split(asText(separator));
  },

  'Fn::If': (argument, evaluation) => {
    const [name, yes, no] = listIn(argument);
    const verdict = evaluation.condition(asText(name));
    return verdict === undefined ? `\${If ${asText(name)}}` : evaluation.resolve(verdict ? yes : no);
  },

  'Fn::FindInMap': (argument, evaluation) => {
    const [map, first, second, options] = listIn(argument);
    const keys = [map, first, second].map((key) => evaluation.certain(key));
    if (keys.includes(undefined)) return `\${FindInMap ${asText(map)}}`;
    const path = keys.map((key) => asText(key?.value));
    const found = evaluation.mapping(path) ?? objectIn(options).DefaultValue;
    return found === undefined
      ? evaluation.fail(`FindInMap ${path.join('.')}`, 'the mapping has no such entry')
      : evaluation.resolve(found);
  },

  'Fn::ImportValue': (argument, evaluation) => evaluation.imported(asText(evaluation.resolve(argument))),

  'Fn::GetStackOutput': (argument, evaluation) => {
    const { StackName, OutputName, Region } = objectIn(evaluation.resolve(argument));
    return evaluation.stackOutput({ stack: asText(StackName), output: asText(OutputName), region: textIn(Region) });
  },

  'Fn::ToJsonString': (argument, evaluation) => JSON.stringify(evaluation.resolve(argument)),

  'Fn::Length': (argument, evaluation) => listIn(evaluation.resolve(argument)).length,
};

/** The function call that an object represents, if any. */
export function intrinsicIn(object: JsonObject): ((evaluation: Evaluation) => Json | undefined) | undefined {
  const [[name, argument] = [], ...others] = Object.entries(object);
  if (name === undefined || argument === undefined || others.length > 0) return undefined;
  const intrinsic = own(INTRINSICS, name);
  if (intrinsic !== undefined) return (evaluation) => intrinsic(argument, evaluation);
  if (!name.startsWith('Fn::')) return undefined;
  return (evaluation) => evaluation.fail(name.slice('Fn::'.length), 'this function is evaluated only at deployment');
}
