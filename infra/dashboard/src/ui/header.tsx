import { useContext, useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Dimensions, Pipeline } from '../api/types';
import { PRESETS, type Preset } from '../lib/range';
import { capitalised, nameOf, PRESET_NAMES, valueName } from '../lib/words';
import { ValueCombobox } from './combobox';
import { usePage } from './context';
import { RefusalsContext } from './refusals';
import { Select } from './select';

const CUSTOM = 'custom';
/** Smaller years are those of somebody who is still typing. */
const FIRST_YEAR = 1900;

/** What is looked at, to be changed. */
export function Controls({ pipelines, dimensions }: { pipelines: Pipeline[]; dimensions: Dimensions['dimensions'] }) {
  const { state, go, pipeline } = usePage();
  return (
    <div class="controls" role="group" aria-label="What is shown">
      <Select
        label="Pipeline"
        parameter="pipeline"
        value={pipeline.pipeline_id}
        onChange={(value) =>
          go({ pipeline: value, dimension: 'all', value: null, metric: 'win_rate', page: 1, drill: null, deal: null })
        }
        options={pipelines.map(({ pipeline_id: id, name }) => ({ value: id, label: name === '' ? id : name }))}
      />
      <RangeControl />
      <Select
        label="Dimension"
        parameter="dimension"
        value={state.dimension}
        onChange={(dimension) => go({ dimension, value: null, page: 1 })}
        options={[
          { value: 'all', label: 'All deals' },
          ...dimensions.map(({ dimension }) => ({
            value: dimension,
            label: `By ${capitalised(dimension).toLowerCase()}`,
          })),
        ]}
      />
      {state.dimension !== 'all' && <ValueCombobox key={state.dimension} />}
    </div>
  );
}

function RangeControl() {
  const { state, go, days } = usePage();
  const [custom, setCustom] = useState(false);
  const { range } = state;
  const isCustom = custom || !('preset' in range);
  return (
    <>
      <Select
        label="Range"
        value={'preset' in range && !custom ? range.preset : CUSTOM}
        onChange={(value) => {
          setCustom(value === CUSTOM);
          if (value !== CUSTOM) {
            go({ range: { preset: value as Preset } });
          }
        }}
        options={[
          ...PRESETS.map((preset) => ({ value: preset, label: nameOf(PRESET_NAMES, preset) })),
          { value: CUSTOM, label: 'From – to …' },
        ]}
      />
      {isCustom && (
        <span class="dates">
          <DayInput
            name="from"
            label="From"
            value={days.from}
            onDay={(from) => go({ range: { ...days, from } }, { replace: true })}
          />
          <span aria-hidden="true">–</span>
          <DayInput
            name="to"
            label="To"
            value={days.to}
            onDay={(to) => go({ range: { ...days, to } }, { replace: true })}
          />
        </span>
      )}
    </>
  );
}

function DayInput({
  name,
  label,
  value,
  onDay,
}: {
  name: string;
  label: string;
  value: string;
  onDay: (day: string) => void;
}) {
  const id = useId();
  const refusal = useContext(RefusalsContext).find((one) => one.parameter === name);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // Not at every drawing: a day that is half typed has an empty value and would be lost.
    if (input.current !== null) {
      input.current.value = value;
    }
  }, [value]);
  return (
    <span class="field">
      <label class="visually-hidden" for={id}>
        {label}
      </label>
      <input
        id={id}
        type="date"
        data-testid={name}
        ref={input}
        aria-invalid={refusal !== undefined}
        aria-describedby={refusal === undefined ? undefined : `${id}-error`}
        onChange={(event) => {
          const day = event.currentTarget.value;
          if (Number.parseInt(day, 10) >= FIRST_YEAR) {
            onDay(day);
          }
        }}
      />
      {refusal !== undefined && (
        <span class="field-error" id={`${id}-error`} role="alert">
          {refusal.detail}
        </span>
      )}
    </span>
  );
}

/** What is looked at, in words: for a screen on the wall. */
export function WallTitle() {
  const { state, pipeline, days, formats } = usePage();
  const range = 'preset' in state.range ? nameOf(PRESET_NAMES, state.range.preset) : formats.range(days.from, days.to);
  return (
    <p class="wall-title">
      <b>{pipeline.name === '' ? pipeline.pipeline_id : pipeline.name}</b>
      <span>{range}</span>
      {state.value !== null && (
        <span>
          {capitalised(state.dimension)}: {valueName(state.value)}
        </span>
      )}
    </p>
  );
}
