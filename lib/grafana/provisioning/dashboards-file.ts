/** The folder of the dashboards, beside this file. */
export const FOLDER = 'vigil';

/** Has Grafana read dashboards from a folder. A change in its pages would be lost, so it allows none. */
export const dashboardsFile =
  (): string => `# Read by Grafana at its start. GF_PATHS_PROVISIONING is the folder of this export, where Grafana reads it.
apiVersion: 1
providers:
  - name: vigil
    folder: Vigil
    type: file
    updateIntervalSeconds: 300
    allowUiUpdates: false
    options:
      path: $GF_PATHS_PROVISIONING/dashboards/${FOLDER}
`;
