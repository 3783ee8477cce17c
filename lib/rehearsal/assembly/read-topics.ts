import { ALERT_ATTRIBUTES, WITHOUT_FIRST_OK } from '../../contracts/messages';
import { type DeclaredResource, declarationOf, type Inventory } from './inventory';
import { isList, isObject, type Json, type JsonObject, objectsIn, textIn, textsIn } from './json';
import type { Key, Subscription, Topic } from './model';

const TOPIC = 'AWS::SNS::Topic';

export function readTopics(inventory: Inventory): Topic[] {
  return inventory.ofType(TOPIC).map((resource) => ({
    ...declarationOf(resource),
    name: resource.physical.name,
    arn: referenceTo(resource),
    encryptionKey: textIn(resource.properties.KmsMasterKeyId),
  }));
}

/** Those declared by themselves, those within a topic, and those of chat channels. */
export function readSubscriptions(inventory: Inventory): Subscription[] {
  const own = inventory.ofType('AWS::SNS::Subscription').map(({ properties }) => subscription(properties));
  const inline = inventory.ofType(TOPIC).flatMap((resource) => {
    const TopicArn = referenceTo(resource);
    return objectsIn(resource.properties.Subscription).map((each) => subscription({ ...each, TopicArn }));
  });
  // Amazon Q subscribes its channels by itself
  const chats = inventory
    .ofType('AWS::Chatbot::SlackChannelConfiguration')
    .flatMap(({ properties: { SnsTopicArns, SlackChannelId } }) =>
      textsIn(SnsTopicArns).map((TopicArn) =>
        subscription({ TopicArn, Protocol: 'chatbot', Endpoint: textIn(SlackChannelId) }),
      ),
    );
  return [...own, ...inline, ...chats];
}

export function readKeys(inventory: Inventory): Key[] {
  const aliases = inventory.ofType('AWS::KMS::Alias').map(({ properties, physical }) => ({
    name: physical.name,
    target: textIn(properties.TargetKeyId),
  }));
  return inventory.ofType('AWS::KMS::Key').map((resource) => {
    const arn = String(resource.resolver.attribute(resource.logicalId, 'Arn'));
    const identifiers = [arn, referenceTo(resource)];
    const names = aliases.filter(({ target }) => target !== undefined && identifiers.includes(target));
    return { ...declarationOf(resource), arn, identifiers: [...identifiers, ...names.map(({ name }) => name)] };
  });
}

const referenceTo = ({ resolver, logicalId }: DeclaredResource): string => String(resolver.reference(logicalId));

const subscription = ({ TopicArn, Protocol, Endpoint, FilterPolicy }: JsonObject): Subscription => ({
  topicArn: textIn(TopicArn) ?? '',
  protocol: textIn(Protocol) ?? '',
  endpoint: textIn(Endpoint) ?? '',
  filtered: FilterPolicy !== undefined && JSON.stringify(FilterPolicy) !== EVERY_ALARM,
  leavesOutFirstOk: FilterPolicy !== undefined && JSON.stringify(FilterPolicy) === EVERY_ALARM,
  severities: valuesIn(FilterPolicy, ALERT_ATTRIBUTES.severity),
  levels: valuesIn(FilterPolicy, ALERT_ATTRIBUTES.level),
});

/** Vigil's own filter lets every ALARM through. */
const EVERY_ALARM = JSON.stringify(WITHOUT_FIRST_OK.policy);

const valuesIn = (policy: Json | undefined, attribute: string): readonly string[] | undefined =>
  isObject(policy) && isList(policy[attribute]) ? textsIn(policy[attribute]) : undefined;
