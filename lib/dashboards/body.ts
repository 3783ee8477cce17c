import { Fn, Token, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { uncoupled } from './references';

const TOKEN = /\$\{Token\[[^\]"]+\]\}/;
const BARE = 'bare:';
const BARE_TOKEN = new RegExp(`"${BARE}(${TOKEN.source})"`, 'g');
/** What comes before the names of alarms, dozens of times in one body. */
const ALARM_ARN = '(?<=")arn:[^"]*?:alarm:';
const REPEATED_OR_DOLLAR = new RegExp(`${ALARM_ARN}|${TOKEN.source}|\\$\\{`, 'g');

/** A number for {@link bodyOf}, which may be a token. */
export const numberOf = (value: number): number | string =>
  Token.isUnresolved(value) ? BARE + Tokenization.stringifyNumber(value) : value;

/**
 * A dashboard's body as CloudFormation writes it: JSON in which tokens stay what they are, strings as part of strings and numbers
 * bare. `Stack.toJsonString` does this for any value, in time that grows with the square of the tokens; here, no token holds
 * anything that JSON would have to escape, and what many widgets mention is written once.
 */
export function bodyOf(dashboard: object, scope: IConstruct): string {
  const text = JSON.stringify(dashboard).replace(BARE_TOKEN, '$1');
  const names = new Map<string, string>();
  const template = text.replace(REPEATED_OR_DOLLAR, (found) => {
    if (found === '${') return '${!';
    const name = names.get(found) ?? `v${names.size}`;
    names.set(found, name);
    return `\${${name}}`;
  });
  if (names.size === 0) return text;
  return Fn.sub(template, Object.fromEntries([...names].map(([value, name]) => [name, uncoupled(value, scope)])));
}
