import type { HeaderValue } from '../../contracts/health-checks';
import { CONTEXT_USE } from '../context';
import { SECRET_HEADER } from '../file/request';

/** Headers, in which a value that is a secret, or a variable of the environment, becomes the name of a secret. */
export function secretHeaders(
  headers: Readonly<Record<string, string>>,
  prefix: string,
  found: (header: string, secret: string) => void,
): Record<string, HeaderValue> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]): [string, HeaderValue] => {
      const isFromStep = `${value}`.match(CONTEXT_USE) !== null;
      if (isFromStep || !(SECRET_HEADER.test(name) || /\$\{?\w/.test(value))) return [name, `${value}`];
      const secret = `${prefix}/${name}`.replace(/[^A-Za-z0-9/_-]+/g, '-').toLowerCase();
      const scheme = /^(Bearer|Basic|Token) /i.exec(value)?.[0];
      found(name, secret);
      return [name, { secret, ...(scheme !== undefined && { prefix: scheme }) }];
    }),
  );
}
