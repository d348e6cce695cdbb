interface SelectFieldProps<T extends string> {
  label: string;
  value: T | "";
  /** The choice that filters nothing. */
  all: string;
  options: readonly (readonly [T, string])[];
  onChange: (value: T | "") => void;
}

export function SelectField<T extends string>(props: SelectFieldProps<T>) {
  const { label, value, all, options, onChange } = props;
  return (
    <label className="field">
      {label}
      <select value={value} onChange={(event) => onChange(event.target.value as T | "")}>
        <option value="">{all}</option>
        {options.map(([option, name]) => (
          <option key={option} value={option}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
