/** The rule id of the composite that carries the page of a component. */
export const GROUP = 'Failing';

interface NamedAlarm {
  readonly stack: string;
  readonly component: string;
  readonly rule: string;
  /** Distinguishes the parts of a component. */
  readonly part?: string;
}

/** `Shop/Orders/QueueStuck`, `Shop/Orders/Worker.ConsumerErrors` */
export const alarmName = ({ stack, component, rule, part }: NamedAlarm): string =>
  [stack, component, part === undefined ? rule : `${part}.${rule}`].join('/');

/** The composite that carries an alarm of a component; undefined for a name that {@link alarmName} did not make. */
export function compositeOf(alarm: string, component: string): string | undefined {
  const [stack = '', ...rest] = alarm.split(`/${component}/`);
  return rest.length === 0 ? undefined : alarmName({ stack, component, rule: GROUP });
}
