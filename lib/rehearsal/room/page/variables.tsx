import type { Choices } from '../../assembly/dashboard-variables';
import type { DashboardView } from '../protocol';

interface Props {
  readonly dashboard: DashboardView;
  readonly choices: Choices;
  readonly onChange: (id: string, value: string) => void;
}

/** What the reader may choose on a dashboard. */
export function Variables({ dashboard, choices, onChange }: Props) {
  const controls = dashboard.variables.filter(({ isVisible }) => isVisible);
  return (
    <>
      {controls.map(({ id, label, values, defaultValue = '', isFree }) => {
        const shared = {
          id: `variable-${id}`,
          value: choices[id] ?? defaultValue,
          onChange: ({ currentTarget }: { currentTarget: { value: string } }) => onChange(id, currentTarget.value),
        };
        return (
          <label key={id} for={`variable-${id}`}>
            {label}
            {isFree || values.length === 0 ? (
              <input {...shared} />
            ) : (
              <select {...shared}>
                {values.map(({ value, label }) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </select>
            )}
          </label>
        );
      })}
    </>
  );
}
