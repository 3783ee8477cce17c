/** `23/08/26 04:10:00`, as in the reason of an alarm. */
export function shortTime(time: number): string {
  const { year, month, day, clock } = partsOf(time);
  return `${day}/${month}/${year.slice(2)} ${clock}`;
}

/** `Wednesday 10 November, 2021 02:45:55 UTC`, as in the reason of a composite. */
export function longTime(time: number): string {
  const { year, day, clock } = partsOf(time);
  const date = new Date(time * 1000);
  return `${DAYS[date.getUTCDay()]} ${day} ${MONTHS[date.getUTCMonth()]}, ${year} ${clock} UTC`;
}

/** `2026-08-23T04:15:30.000+0000`, as in messages. */
export const messageTime = (time: number): string => new Date(time * 1000).toISOString().replace('Z', '+0000');

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

function partsOf(time: number) {
  const [date = '', clock = ''] = new Date(time * 1000).toISOString().slice(0, -5).split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  return { year, month, day, clock };
}
