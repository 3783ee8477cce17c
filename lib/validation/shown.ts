/**
 * What is no name of a secret but a secret: tokens of Slack, GitHub and AWS, JSON Web Tokens, signing keys, any address (a webhook's is a
 * secret), UUIDs (keys of Opsgenie), and 32 letters and digits (integration keys of PagerDuty). `vigil.schema.json` has the same
 * pattern.
 */
export const CREDENTIAL =
  /^(xox[a-z]-|xox[a-z]\.|xapp-|whsec_|gh[a-z]_|github_pat_|sk-|AKIA|ASIA|eyJ|[Bb]earer |[Bb]asic |[A-Za-z][A-Za-z0-9+.-]*:\/\/|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$|(?=[A-Za-z]*[0-9])(?=[0-9]*[A-Za-z])[A-Za-z0-9]{32}$|u\+[A-Za-z0-9_-]{18}$)/;

export const isCredential = (value: unknown): boolean => typeof value === 'string' && CREDENTIAL.test(value.trim());

const LONGEST = 60;

/** A value in a message. What may be a secret is never printed. */
export function shown(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return shownText(value);
    case 'object':
      return value === null ? 'null' : shownObject(value);
    case 'function':
      return 'a function';
    default:
      return String(value);
  }
}

function shownText(text: string): string {
  if (isCredential(text)) return 'a text that looks like a token, a key or an address (not shown)';
  return text.length > LONGEST ? `a text of ${text.length} characters` : `'${oneLine(text)}'`;
}

/** Whatever would begin a new line or steer a terminal is escaped. */
const oneLine = (text: string): string =>
  text.replace(/[\p{Cc}\u2028\u2029]/gu, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);

function shownObject(object: object): string {
  if (Array.isArray(object)) return 'a list';
  if (isDuration(object)) return 'a Duration';
  return isConstruct(object) ? object.node.path || 'the app' : 'an object';
}

// by what they can do: an app may have two copies of CDK
/** Whether a value is CDK's `Duration`. */
export const isDuration = (value: unknown): boolean => has(value, 'toIsoString') && has(value, 'toSeconds');

/** Whether a value is a construct. */
export const isConstruct = (value: unknown): value is { readonly node: { readonly path: string } } =>
  has(value, 'node') && has(value.node, 'path');

/** Whether a value is an object with a member, its own or inherited. */
export const has = <Member extends string>(value: unknown, member: Member): value is Record<Member, unknown> =>
  typeof value === 'object' && value !== null && member in value;
