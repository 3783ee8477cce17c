import type { Entry, Runbooks } from './runbook';
import { CHANGED_BY_HAND, GRADUAL_DEPLOYMENT, TRACES, WHAT_CHANGED } from './shared';

const TARGET_HEALTH: Entry = {
  say: 'Which targets are unhealthy, and why? `Target.Timeout` is network or load, `Target.ResponseCodeMismatch` the application, `Target.FailedHealthChecks` a closed port.',
  run: "aws elbv2 describe-target-health --target-group-arn ARN --query 'TargetHealthDescriptions[].[Target.Id,Target.Port,TargetHealth.State,TargetHealth.Reason,TargetHealth.Description]' --output table",
};
const BALANCER_LOG =
  'Access log of the balancer: `elb_status_code` against `target_status_code` (`-`: the target never answered); `error_reason` for functions and WAF.';
const SERVICE_EVENTS: Entry = {
  say: 'On ECS: why do tasks stop?',
  run: "aws ecs describe-services --cluster CLUSTER --services SERVICE --query 'services[0].[runningCount,desiredCount,events[:5].message]'",
};
const ROLL_BACK_SERVICE: Entry = {
  say: 'Roll back. On ECS, the task definition before:',
  run: 'aws ecs update-service --cluster CLUSTER --service SERVICE --task-definition FAMILY:REVISION_BEFORE',
};
const SCALE_OUT: Entry = {
  say: 'Scale out. On ECS:',
  run: 'aws ecs update-service --cluster CLUSTER --service SERVICE --desired-count NUMBER',
};

export const LOAD_BALANCER_RUNBOOKS: Runbooks = {
  BalancerErrors: {
    symptoms: [
      'Visitors get 502, 503 or 504 from the balancer itself; the service may log nothing.',
      '`HTTPCode_ELB_502_Count`, `_503_`, `_504_` say which.',
    ],
    investigation: [
      TARGET_HEALTH,
      '502: the target closed the connection or answered rubbish: crashed, or its keep-alive time is shorter than the idle timeout of the balancer. 503: no target registered. 504: no answer within the idle timeout (60 s by default).',
      BALANCER_LOG,
      '`TargetConnectionErrorCount`: security group, port, or a full backlog.',
      SERVICE_EVENTS,
      WHAT_CHANGED,
    ],
    resolution: {
      now: [ROLL_BACK_SERVICE, SCALE_OUT],
      mend: [
        'Keep-alive of the service longer than the idle timeout.',
        'Answer within the idle timeout; hand long work to a queue.',
      ],
      prevent: [
        'Finish open requests on SIGTERM, within the deregistration delay.',
        'Health checks that fail before users do.',
      ],
    },
  },
  ConnectionsRejected: {
    symptoms: ['New connections are refused while open ones go on: some visitors cannot connect at all.'],
    investigation: [
      '`ActiveConnectionCount` and `NewConnectionCount`: a sudden wall (attack, campaign) or a slow climb (clients that never close)?',
      'Top client addresses of the access log. Few with very many connections: a bot or a broken client.',
      'WebSockets and long polls hold a connection each.',
      WHAT_CHANGED,
    ],
    resolution: {
      now: [
        'Block the addresses with a rate rule in WAF.',
        'Before an expected rush, reserve capacity units for the balancer.',
      ],
      mend: ['Shorten the idle timeout; make clients reuse connections.'],
      prevent: ['CloudFront in front: it reuses connections to the balancer, and Shield takes floods.'],
    },
  },
  TargetErrors: {
    symptoms: [
      'The service answers 5XX: 4 % of the requests in a quarter of an hour, at least 3.',
      'The balancer is fine; targets may be healthy, since the health check asks another path.',
    ],
    investigation: [
      WHAT_CHANGED,
      BALANCER_LOG,
      'Which path, which target? One target: that machine. One path: its code. All: database, cache, partner.',
      {
        say: 'What the service says:',
        run: "aws logs tail LOG_GROUP --since 30m --filter-pattern '?ERROR ?Exception ?FATAL'",
      },
      'Is a database in ALARM? Follow that one.',
    ],
    resolution: {
      now: [ROLL_BACK_SERVICE, 'One bad target: deregister it.'],
      mend: ['Mend the path that fails; answer bad input with 4XX.'],
      prevent: [
        'ECS deployment circuit breaker with rollback.',
        'A health check that notices what the service cannot live without.',
      ],
    },
  },
  TargetLatencyJump: {
    symptoms: ['Two of three requests take twice as long as in the last 6 hours, in two quarters of an hour.'],
    investigation: [
      WHAT_CHANGED,
      'CPU and memory of the targets: full? Then scale. Idle? Then it waits for something.',
      'One target slower than the others (`TargetResponseTime` by zone; access log by `target:port`)?',
      TRACES,
      'Database: DatabaseCpu, DatabaseLatency; connections waiting in the pool.',
      'Did `RequestCountPerTarget` rise: more traffic, or fewer targets?',
    ],
    resolution: {
      now: [SCALE_OUT, 'Began with a deployment: roll back.'],
      mend: ['Mend the slow call or statement.', 'Set the pool to what the database can bear.'],
      prevent: ['Scale on requests per target, not on CPU alone.', GRADUAL_DEPLOYMENT],
    },
  },
  HostsUnhealthy: {
    symptoms: [
      'A target has been unhealthy for 15 minutes; the others carry its load.',
      'Latency may rise; a second loss may be an outage.',
    ],
    investigation: [
      TARGET_HEALTH,
      {
        say: 'Ask the health check as the balancer does, from within the network:',
        run: "curl -s -o /dev/null -w '%{http_code} %{time_total}s\\n' http://TARGET:PORT/HEALTH_PATH",
      },
      SERVICE_EVENTS,
      'Its disk, memory and log; does it start again and again?',
      'All unhealthy ones in one zone: AWS Health, subnets, network ACL.',
    ],
    resolution: {
      now: [
        'Replace it: stop the task, or terminate the instance; its group starts another.',
        'One zone: turn on a zonal shift (ARC).',
      ],
      mend: ['Memory that grows until it stops: find the leak. Too slow at start: a longer grace period.'],
      prevent: ['Let the group replace by the health of the balancer (`healthCheckType` ELB).'],
    },
  },
  NoHealthyHost: {
    symptoms: [
      'Full outage: 502, 503 or 504 for everyone, or, if all targets are merely unhealthy, requests to all of them at random.',
      'No data means that no target is registered at all.',
    ],
    investigation: [
      TARGET_HEALTH,
      SERVICE_EVENTS,
      'All at the same minute: what they share. Does the health path ask the database? Then look there first.',
      'Security group, port or path of the health check changed? Secret or parameter gone, so that nothing starts?',
      'Image missing, no capacity, or an expired role in the stopped reason of a task.',
      WHAT_CHANGED,
      CHANGED_BY_HAND,
    ],
    resolution: {
      now: [
        ROLL_BACK_SERVICE,
        'The health check is wrong and the service is well: correct path and codes, `aws elbv2 modify-target-group --target-group-arn ARN --health-check-path PATH`.',
        'Desired count 0, or the group suspended: scale out again.',
      ],
      mend: ['The health check tells whether this process can work; what it depends on has alarms of its own.'],
      prevent: ['At least two targets in two zones.', 'Deployment circuit breaker; minimum healthy percent 100.'],
    },
  },
};
