/** Of the provisioned data sources, which dashboards begin with. */
export const CLOUDWATCH_UID = 'vigil-cloudwatch';
export const POSTGRESQL_UID = 'vigil-postgresql';
export const PROMETHEUS_NAME = 'Prometheus';

/** Environment variables of Grafana: what differs between deployments, and all that is secret. */
const VARIABLES: Readonly<Record<string, string>> = {
  CLOUDWATCH_ROLE_ARN: "a role that Grafana assumes; not set: Grafana's own role",
  PROMETHEUS_URL: 'such as http://prometheus:9090',
  POSTGRES_HOST: 'host and port, such as db.internal:5432',
  POSTGRES_DATABASE: 'name of the database',
  POSTGRES_USER: 'a user that may only read',
  POSTGRES_PASSWORD: 'its password',
};

/** Data sources as Grafana provisions them. No secret is in the file. @param region where CloudWatch is asked, unless a panel says another */
export const dataSourcesFile = (
  region: string,
): string => `# Read by Grafana at its start. It takes these environment variables:
${Object.entries(VARIABLES)
  .map(([name, meaning]) => `#   ${name.padEnd(20)} ${meaning}`)
  .join('\n')}
apiVersion: 1
datasources:
  - name: CloudWatch
    uid: ${CLOUDWATCH_UID}
    type: cloudwatch
    access: proxy
    editable: false
    jsonData:
      authType: default
      assumeRoleArn: $CLOUDWATCH_ROLE_ARN
      defaultRegion: ${region}
  - name: ${PROMETHEUS_NAME}
    uid: vigil-prometheus
    type: prometheus
    access: proxy
    url: $PROMETHEUS_URL
    isDefault: true
    editable: false
    jsonData:
      httpMethod: POST
  - name: PostgreSQL
    uid: ${POSTGRESQL_UID}
    type: postgres
    access: proxy
    url: $POSTGRES_HOST
    user: $POSTGRES_USER
    editable: false
    jsonData:
      database: $POSTGRES_DATABASE
      sslmode: require
    secureJsonData:
      password: $POSTGRES_PASSWORD
`;
