export { discordMessage } from './discord';
export { emailSubject, emailText } from './email';
export { opsgenieRequest, plainOpsgenieRequest } from './opsgenie';
export { pagerDutyEvent, plainPagerDutyEvent } from './pager-duty';
export { plainDiscordMessage, plainSlackMessage } from './plain';
export { slackMessage } from './slack';
export { smsText } from './sms';
export { plainTeamsMessage, teamsMessage } from './teams';
export { webhookPayload } from './webhook';
