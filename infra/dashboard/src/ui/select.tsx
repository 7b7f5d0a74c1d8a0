import { useContext, useId } from 'preact/hooks';
import { RefusalsContext } from './refusals';

export interface Option {
  value: string;
  label: string;
  group?: string;
}

/** A labelled choice; an unknown value is kept and shown, so that the page says what the address says. */
export function Select({
  label,
  value,
  options,
  onChange,
  parameter,
  showLabel = false,
}: {
  label: string;
  value: string;
  options: Option[];
  onChange: (value: string) => void;
  /** The API's parameter, whose refusals are shown here. */
  parameter?: string;
  showLabel?: boolean;
}) {
  const id = useId();
  const refusal = useContext(RefusalsContext).find((one) => parameter !== undefined && one.parameter === parameter);
  const known = options.some((option) => option.value === value);
  const all = known ? options : [{ value, label: value === '' ? 'Choose …' : value }, ...options];
  const groups = [...new Set(all.map((option) => option.group))];
  const item = (option: Option) => (
    <option key={option.value} value={option.value} selected={option.value === value}>
      {option.label}
    </option>
  );
  return (
    <span class="field">
      <label for={id} class={showLabel ? 'field-label' : 'visually-hidden'}>
        {label}
      </label>
      <select
        id={id}
        data-testid={`select-${label.toLowerCase().replaceAll(' ', '-')}`}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        aria-invalid={refusal !== undefined}
        aria-describedby={refusal === undefined ? undefined : `${id}-error`}
      >
        {groups.map((group) => {
          const items = all.filter((option) => option.group === group).map(item);
          return group === undefined ? (
            items
          ) : (
            <optgroup key={group} label={group}>
              {items}
            </optgroup>
          );
        })}
      </select>
      {refusal !== undefined && (
        <span class="field-error" id={`${id}-error`} role="alert">
          {refusal.detail}
        </span>
      )}
    </span>
  );
}
