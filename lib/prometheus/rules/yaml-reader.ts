import { nearest } from '../../text/nearest';
import { type Path, YamlText } from './yaml-text';

export type Raw = Readonly<Record<string, unknown>>;

/** A key without a value is as good as none. */
const isAbsent = (value: unknown): boolean => value === undefined || value === '';

/** Reads the values of a YAML text by their kind, and notes those that are of another. */
export class YamlReader extends YamlText {
  public text(value: unknown, path: Path): string | undefined {
    if (value === undefined || typeof value === 'string') return value;
    this.add(this.at(path), 'this has to be a text');
    return undefined;
  }

  public list(value: unknown, path: Path): readonly unknown[] {
    if (Array.isArray(value)) return value;
    if (!isAbsent(value)) this.add(this.at(path), 'this has to be a list');
    return [];
  }

  /** @param keys that it may have; any if there are none */
  public object(value: unknown, path: Path, keys?: readonly string[]): Raw | undefined {
    if (isAbsent(value)) return {};
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      const wanted = keys === undefined ? '' : ` with ${keys.join(', ')}`;
      this.add(this.at(path), `this has to be a mapping${wanted}`);
      return undefined;
    }
    for (const key of keys === undefined ? [] : Object.keys(value).filter((each) => !keys.includes(each))) {
      const meant = nearest(key, keys ?? []);
      const suggestion = meant === undefined ? '' : `; did you mean '${meant}'?`;
      this.add(this.atKey(path, key), `'${key}' is not supported${suggestion}`);
    }
    return value as Raw;
  }
}
