import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Annotations, CfnResource, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Severity } from './contracts/severity';
import { readRules } from './prometheus/rules/read-rules';
import { FileError } from './prometheus/rules/yaml-text';
import { logicalId, propertiesOf } from './prometheus/translation/template';
import { SEVERITIES, type Translation, toAlarms } from './prometheus/translation/to-alarms';
import { SEVERITY } from './validation/kind';
import { object, record } from './validation/options';

/** Options of alerts of Prometheus that become alarms. */
export interface PrometheusRulesOptions {
  /**
   * What values of the label `severity` are in Vigil, such as `{ urgent: Severity.P0 }`.
   *
   * @default - `critical` and `page` are P1, `warning` P2, `info` P3; an alert without the label is P2
   */
  readonly severities?: { [label: string]: Severity };
}

export const PROMETHEUS_RULES = object<PrometheusRulesOptions>({ severities: record(SEVERITY) });

/**
 * An alarm for each alert of a rule file.
 *
 * @returns errors: why an alert has no alarm
 */
export function prometheusAlarms(
  vigil: Construct,
  file: string,
  options: PrometheusRulesOptions,
  actionOf: (severity: Severity) => string | undefined,
): string[] {
  const read = translated(file, { ...SEVERITIES, ...options.severities });
  if ('errors' in read) return read.errors;
  // depends on no folder, which may differ between machines
  const taken = new Set(vigil.node.children.map(({ node }) => node.id));
  const scope = new Construct(vigil, logicalId(`Rules${basename(file)}`, taken));
  const severities = new Set(read.alarms.map(({ severity }) => severity as Severity));
  const actions = new Map([...severities].map((severity) => [severity, actionOf(severity)]));
  const ids = new Set<string>();
  for (const alarm of read.alarms) {
    const arn = actions.get(alarm.severity as Severity);
    const name = `${Stack.of(vigil).stackName}/${alarm.name}`;
    const properties = propertiesOf({ ...alarm, name }, arn === undefined ? [] : [arn]);
    new CfnResource(scope, logicalId(alarm.name, ids), { type: 'AWS::CloudWatch::Alarm', properties });
  }
  for (const { position, rule, message, isRefusal } of read.remarks) {
    const text = `${file}:${position.line}:${position.column}: ${rule}: ${isRefusal ? 'is left out: ' : ''}${message}`;
    if (isRefusal) Annotations.of(scope).addWarningV2(`cdk-vigil:ruleLeftOut:${rule}`, text);
    else Annotations.of(scope).addInfo(text);
  }
  return [];
}

function translated(
  file: string,
  severities: Readonly<Record<string, string>>,
): Translation | { readonly errors: string[] } {
  try {
    return toAlarms(readRules(readFileSync(file, 'utf8')), severities);
  } catch (error) {
    if (error instanceof FileError)
      return { errors: error.problems.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`) };
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return { errors: [code === 'ENOENT' ? `there is no file ${file}.` : `${file} cannot be read: ${message}.`] };
  }
}
