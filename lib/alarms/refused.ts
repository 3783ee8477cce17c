import { Token } from 'aws-cdk-lib';
import type { CfnAlarmProps, CfnCompositeAlarmProps } from 'aws-cdk-lib/aws-cloudwatch';
import { type Properties, pathText, refusalsOf } from '../refusals/refusals';

const UNKNOWN = `\${Token}`;

/** What CloudWatch would refuse of a metric alarm. */
export const refusedOfAlarm = (props: Partial<CfnAlarmProps>): string[] => refused('AWS::CloudWatch::Alarm', props);

/** What CloudWatch would refuse of a composite alarm whose children are made with it. */
export const refusedOfComposite = (props: CfnCompositeAlarmProps): string[] =>
  refused('AWS::CloudWatch::CompositeAlarm', props);

function refused(type: string, props: Partial<CfnAlarmProps> | CfnCompositeAlarmProps): string[] {
  const properties = templateValue(props) as Properties;
  const key = `${type} ${JSON.stringify(properties)}`;
  const known = KNOWN.get(key) ?? refusalTexts(type, properties);
  KNOWN.set(key, known);
  return known;
}

/** Alarms of one rule differ in names that are not known yet, and a large app has thousands. */
const KNOWN = new Map<string, string[]>();

const refusalTexts = (type: string, properties: Properties): string[] =>
  refusalsOf({ type, properties, target: {}, isDeclared: () => true }).map(
    ({ path, message }) => `${path.length === 0 ? '' : `${pathText(path)}: `}${message}`,
  );

/** As a template has it: names begin with capitals, and what is a token is not known yet. */
function templateValue(value: unknown): unknown {
  if (Token.isUnresolved(value)) return UNKNOWN;
  if (Array.isArray(value)) return value.map(templateValue);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [nameInTemplate(key), templateValue(each)]);
  return Object.fromEntries(entries);
}

const nameInTemplate = (key: string): string =>
  key === 'okActions' ? 'OKActions' : `${key[0]?.toUpperCase()}${key.slice(1)}`;
