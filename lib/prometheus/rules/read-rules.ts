import { parseDuration } from '../promql/duration';
import { parsePromQl } from '../promql/parse';
import type { Rule, RuleGroup, TemplateText } from './rule';
import { parseTemplate, type Template, TemplateError, UnsupportedTemplate } from './template';
import { YamlReader } from './yaml-reader';
import type { Path } from './yaml-text';

const GROUP_KEYS = ['name', 'interval', 'limit', 'rules'];
const RULE_KEYS = ['record', 'alert', 'expr', 'for', 'keep_firing_for', 'labels', 'annotations'];

/** Reads a rule file of Prometheus, as `promtool check rules` would. @throws FileError with all that is wrong with it */
export function readRules(text: string): readonly RuleGroup[] {
  const yaml = new YamlReader(text);
  const reader = new RuleReader(yaml);
  const groups = reader.groups();
  yaml.check();
  return groups;
}

class RuleReader {
  public constructor(private readonly yaml: YamlReader) {}

  public groups(): RuleGroup[] {
    const root = this.yaml.object(this.yaml.value, [], ['groups']);
    if (root === undefined) return [];
    const seen = new Set<string>();
    return this.yaml.list(root['groups'], ['groups']).flatMap((value, index) => {
      const path = ['groups', index];
      const raw = this.yaml.object(value, path, GROUP_KEYS);
      if (raw === undefined) return [];
      const name = this.yaml.text(raw['name'], [...path, 'name']) ?? '';
      if (name === '') this.#problem(path, 'the group needs a name');
      else if (seen.has(name)) this.#problem([...path, 'name'], `there are two groups named '${name}'`);
      seen.add(name);
      const interval = this.#duration(raw['interval'], [...path, 'interval']);
      const limit = Number(raw['limit'] ?? 0);
      if (!Number.isInteger(limit)) this.#problem([...path, 'limit'], 'the limit has to be a whole number');
      const rules = this.yaml.list(raw['rules'], [...path, 'rules']).flatMap((each, nth) => {
        const rule = this.#rule(each, [...path, 'rules', nth]);
        return rule === undefined ? [] : [rule];
      });
      return [
        {
          name,
          ...(interval !== undefined && { interval }),
          ...(limit > 0 && { limit }),
          rules,
        },
      ];
    });
  }

  #rule(value: unknown, path: Path): Rule | undefined {
    const raw = this.yaml.object(value, path, RULE_KEYS);
    if (raw === undefined) return undefined;
    const position = this.yaml.at(path);
    const kind = raw['alert'] === undefined ? 'record' : 'alert';
    if ((raw['alert'] === undefined) === (raw['record'] === undefined)) {
      this.#problem(path, "a rule has either 'alert' or 'record'");
      return undefined;
    }
    const name = this.yaml.text(raw[kind], [...path, kind]) ?? '';
    if (kind === 'record' && !/^[A-Za-z_:][\w:]*$/.test(name))
      this.#problem([...path, kind], `'${name}' is no name of a metric`);
    if (name === '') this.#problem([...path, kind], `'${kind}' is empty`);
    const labels = this.#templates(raw['labels'], [...path, 'labels']);
    if (labels.has('__name__'))
      this.#problem([...path, 'labels', '__name__'], "'__name__' cannot be a label of a rule");
    const text = this.yaml.text(raw['expr'], [...path, 'expr']);
    const expression = text === undefined ? undefined : this.#expression(text, [...path, 'expr']);
    if (raw['expr'] === undefined) this.#problem(path, "the rule needs 'expr'");
    const hold = this.#duration(raw['for'], [...path, 'for']);
    const keepFiring = this.#duration(raw['keep_firing_for'], [...path, 'keep_firing_for']);
    const annotations = this.#templates(raw['annotations'], [...path, 'annotations']);
    if (kind === 'record') {
      for (const key of ['for', 'keep_firing_for', 'annotations']) {
        if (raw[key] !== undefined) this.yaml.add(this.yaml.atKey(path, key), `'${key}' is for alerts only`);
      }
    }
    if (expression === undefined || text === undefined) return undefined;
    const common = { name, expression, text: text.trim(), labels, position };
    return kind === 'record'
      ? { kind, ...common }
      : { kind, ...common, hold: hold ?? 0, keepFiring: keepFiring ?? 0, annotations };
  }

  #expression(text: string, path: Path) {
    const { expression, problems } = parsePromQl(text);
    for (const { offset, message } of problems) this.yaml.add(this.yaml.within(path, offset), message);
    return expression;
  }

  #templates(value: unknown, path: Path): ReadonlyMap<string, TemplateText> {
    const templates = new Map<string, TemplateText>();
    if (value === undefined) return templates;
    const raw = this.yaml.object(value, path);
    for (const [name, each] of Object.entries(raw ?? {})) {
      if (!/^[A-Za-z_]\w*$/.test(name)) this.yaml.add(this.yaml.atKey(path, name), `'${name}' is no name of a label`);
      const text = this.yaml.text(each, [...path, name]) ?? '';
      const render = this.#template(text, [...path, name]);
      templates.set(name, { text, render });
    }
    return templates;
  }

  /** One that is not supported can be read, and cannot be rendered. */
  #template(text: string, path: Path): Template {
    try {
      return parseTemplate(text);
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      if (!(error instanceof UnsupportedTemplate)) this.#problem(path, `the template cannot be read: ${error.message}`);
      return () => {
        throw error;
      };
    }
  }

  /** Milliseconds. */
  #duration(value: unknown, path: Path): number | undefined {
    if (value === undefined) return undefined;
    const milliseconds = parseDuration(String(value));
    if (milliseconds === undefined) this.#problem(path, `'${String(value)}' is no duration, such as 5m`);
    return milliseconds;
  }

  #problem(path: Path, message: string): void {
    this.yaml.add(this.yaml.at(path), message);
  }
}
