import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ApiError, messageOf } from '../api/client';
import { usePage } from './context';
import { SourceContext } from './number';
import { useResource, type Resource } from './resource';
import { DataTable, type Column, type Row } from './table';

export interface TableOf {
  caption: string;
  columns: Column[];
  rows: Row[];
}

/** Whether an element is on screen or nearly so. */
function useOnScreen(): [(element: HTMLElement | null) => void, boolean] {
  const [onScreen, setOnScreen] = useState(true);
  const [element, setElement] = useState<HTMLElement | null>(null);
  useEffect(() => {
    if (element === null) {
      return undefined;
    }
    const observer = new IntersectionObserver((entries) => setOnScreen(entries.at(-1)?.isIntersecting ?? true), {
      rootMargin: '100px',
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return [setElement, onScreen];
}

/**
 * Polls what a panel shows while it is on screen, and tells the page of the first answer and of refusals.
 *
 * @param panel the panel's name, as in its `data-testid`
 */
export function usePanelResource<T>(
  panel: string,
  path: string,
): { resource: Resource<T>; path: string; attach: (element: HTMLElement | null) => void } {
  const { onReady, onRefusal } = usePage();
  const [attach, onScreen] = useOnScreen();
  const resource = useResource<T>(path, onScreen);
  const first = resource.data !== null;
  useEffect(() => {
    if (first) {
      onReady(panel);
    }
  }, [first, panel, onReady]);
  const { error } = resource;
  const refusal = error instanceof ApiError && (error.status === 400 || error.status === 404) ? error : null;
  useEffect(() => {
    onRefusal(
      panel,
      refusal === null ? null : { parameter: refusal.problem.parameter ?? null, detail: refusal.message },
    );
    return () => onRefusal(panel, null);
  }, [refusal?.message, panel, onRefusal]);
  return { resource, path, attach };
}

/**
 * A part of the page: a title, its controls, what it draws, and the same figures as a table, which is there for those who
 * hear the page and can be shown to everybody.
 */
export function Panel<T>({
  name,
  title,
  hint,
  controls,
  source: { resource, path, attach },
  table,
  empty,
  children,
  wide,
}: {
  name: string;
  title: string;
  /** What the figures mean, in a sentence. */
  hint: string;
  controls?: ComponentChildren;
  source: ReturnType<typeof usePanelResource<T>>;
  /** Null: what is drawn is a table already. */
  table: ((data: T) => TableOf) | null;
  /** Words to show instead of the figures; null if there are figures. */
  empty: (data: T) => string | null;
  children: (data: T) => ComponentChildren;
  wide: 4 | 6 | 8;
}) {
  const { formats } = usePage();
  const [asTable, setAsTable] = useState(false);
  const { data, source, error, failingSince, failures } = resource;
  const words = data === null ? null : empty(data);
  const shown = data === null || table === null ? null : table(data);
  // A wrong question is no outage.
  const refused = error instanceof ApiError && error.status < 500;
  // One answer that is missing is made up for within two seconds, so it is not worth a word.
  const failing = error !== null && (failures > 1 || refused || data === null);
  const outdated = data !== null && source !== path;
  return (
    <section
      ref={attach}
      class={`panel wide-${wide}`}
      data-testid={`panel-${name}`}
      data-state={data === null ? (error === null ? 'loading' : 'failed') : error === null ? 'current' : 'failing'}
      aria-labelledby={`title-${name}`}
      aria-busy={data === null || outdated}
    >
      <header class="panel-header">
        <h2 id={`title-${name}`} title={hint}>
          {title}
        </h2>
        <div class="panel-controls">
          {controls}
          {table !== null && words === null && data !== null && (
            <button
              type="button"
              class="quiet icon"
              aria-pressed={asTable}
              aria-label={`Show ${title} as a table`}
              title={asTable ? 'Show as a chart' : 'Show as a table'}
              onClick={() => setAsTable(!asTable)}
            >
              <svg viewBox="0 0 16 16" aria-hidden="true">
                {asTable ? (
                  <path d="M2 14V2m0 12h12M5 11V8m3 3V4m3 7V6" />
                ) : (
                  <path d="M2 3h12v10H2zM2 6.5h12M2 10h12M6.5 3v10" />
                )}
              </svg>
            </button>
          )}
        </div>
      </header>
      {failing && failingSince !== null && (
        <p class={refused || data === null ? 'panel-note' : 'panel-note not-updated'} role="status">
          {refused
            ? ''
            : `${data === null ? 'No answer' : 'Not updated'} since ${formats.time(failingSince, Date.now())}: `}
          {messageOf(error)}
        </p>
      )}
      <SourceContext.Provider value={source}>
        <div class={`panel-body${outdated ? ' outdated' : ''}${failing ? ' failing' : ''}`}>
          {data === null ? (
            failingSince === null && <p class="empty">Loading …</p>
          ) : words !== null ? (
            <p class="empty" data-testid="empty">
              {words}
            </p>
          ) : (
            <>
              {!asTable && children(data)}
              {shown !== null && <DataTable {...shown} hidden={!asTable} />}
            </>
          )}
        </div>
      </SourceContext.Provider>
    </section>
  );
}
