import { useContext, useEffect, useId, useRef, useState } from 'preact/hooks';
import type { DimensionValues } from '../api/types';
import { get, pathOf, messageOf } from '../api/client';
import { capitalised, valueName } from '../lib/words';
import { usePage } from './context';
import { RefusalsContext } from './refusals';

/** Between the last key and the search. */
const TYPING_PAUSE_MS = 150;

interface Choice {
  value: string | null;
  label: string;
  detail: string;
}

/** The value of the dimension that is looked at: a list that can be searched, which the server does. */
export function ValueCombobox() {
  const { state, go, pipeline, formats } = usePage();
  const { dimension } = state;
  const id = useId();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [found, setFound] = useState<DimensionValues | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const refusal = useContext(RefusalsContext).find((one) => one.parameter === 'value');
  const all = `All ${capitalised(dimension).toLowerCase()}s`;
  const shown = state.value === null ? all : valueName(state.value);

  useEffect(() => {
    if (!open) {
      return undefined;
    }
    const search = new AbortController();
    const path = pathOf(`dimensions/${encodeURIComponent(dimension)}/values`, {
      pipeline: pipeline.pipeline_id,
      search: text === '' ? null : text,
    });
    const timer = setTimeout(
      () => {
        get<DimensionValues>(path, search.signal).then(
          ({ body }) => {
            setFound(body);
            setFailure(null);
            setActive(0);
          },
          (error: unknown) => {
            if (!search.signal.aborted) {
              setFailure(messageOf(error));
            }
          },
        );
      },
      text === '' ? 0 : TYPING_PAUSE_MS,
    );
    return () => {
      clearTimeout(timer);
      search.abort();
    };
  }, [open, text, dimension, pipeline.pipeline_id]);

  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active, open]);

  const choices: Choice[] = [
    ...(text === '' ? [{ value: null, label: all, detail: '' }] : []),
    ...(found === null || found.dimension !== dimension
      ? []
      : found.values.map((one) => ({
          value: one.value,
          label: valueName(one.value),
          detail: `${formats.count(one.open_deals)} open, ${formats.count(one.won)} won`,
        }))),
  ];
  const close = (): void => {
    setOpen(false);
    setText('');
  };
  const choose = (choice: Choice | undefined): void => {
    if (choice !== undefined) {
      go({ value: choice.value, page: 1 });
      close();
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    switch (event.key) {
      case 'ArrowDown':
        event.preventDefault();
        if (open) {
          setActive(Math.min(choices.length - 1, active + 1));
        } else {
          setOpen(true);
        }
        break;
      case 'ArrowUp':
        event.preventDefault();
        setActive(Math.max(0, active - 1));
        break;
      case 'Enter':
        if (open) {
          event.preventDefault();
          choose(choices[active]);
        }
        break;
      case 'Escape':
        if (open) {
          event.preventDefault();
          event.stopPropagation();
          close();
        }
        break;
      default:
    }
  };

  return (
    <span class="field combobox">
      <label class="visually-hidden" for={id}>
        {capitalised(dimension)}
      </label>
      <input
        id={id}
        type="text"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        data-testid="value"
        data-value={state.value ?? ''}
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={open && choices[active] !== undefined ? `${id}-${active}` : undefined}
        aria-invalid={refusal !== undefined}
        aria-describedby={refusal === undefined ? undefined : `${id}-error`}
        placeholder={shown}
        value={open ? text : shown}
        onFocus={() => setOpen(true)}
        onClick={() => setOpen(true)}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setOpen(true);
        }}
        onBlur={close}
        onKeyDown={onKeyDown}
      />
      <ul
        id={`${id}-list`}
        class="options"
        role="listbox"
        aria-label={capitalised(dimension)}
        ref={list}
        hidden={!open}
        // The input keeps the focus: it is what closes the list.
        onMouseDown={(event) => event.preventDefault()}
      >
        {choices.map((choice, index) => (
          <li
            key={choice.value === null ? 'all' : `=${choice.value}`}
            id={`${id}-${index}`}
            role="option"
            aria-selected={choice.value === state.value}
            class={index === active ? 'active' : undefined}
            data-value={choice.value ?? undefined}
            onMouseEnter={() => setActive(index)}
            onClick={() => choose(choice)}
          >
            <span>{choice.label}</span> <span class="faint">{choice.detail}</span>
          </li>
        ))}
        {failure !== null && (
          <li class="option-note" role="presentation">
            {failure}
          </li>
        )}
        {failure === null && found !== null && choices.length === 0 && (
          <li class="option-note" role="presentation">
            Nothing has “{text}” in it.
          </li>
        )}
        {found?.more === true && (
          <li class="option-note" role="presentation">
            There are more: type a part of the name.
          </li>
        )}
      </ul>
      {refusal !== undefined && (
        <span class="field-error" id={`${id}-error`} role="alert">
          {refusal.detail}
        </span>
      )}
    </span>
  );
}
