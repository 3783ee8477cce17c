import { incidentAwsBySdk } from '../../shared/aws/incident-aws';
import { Answers } from './incident-api';

const setting = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`The environment variable ${name} is not set.`);
  return value;
};

const answers = new Answers(
  { key: setting('KEY'), queueUrl: setting('QUEUE_URL') },
  {
    aws: incidentAwsBySdk(setting('TABLE_NAME')),
    now: Date.now,
    log: (level, message, fields) => console[level]({ message, ...fields }),
  },
);

export const handler: Answers['handle'] = (event) => answers.handle(event);
