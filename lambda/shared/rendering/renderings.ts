export { discordMessage } from './discord';
export { emailSubject, emailText } from './email';
export { plainDiscordMessage, plainSlackMessage } from './plain';
export { slackMessage } from './slack';
export { smsText } from './sms';
export { webhookPayload } from './webhook';
