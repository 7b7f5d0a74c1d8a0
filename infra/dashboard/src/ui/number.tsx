import type { ComponentChildren } from 'preact';
import { createContext } from 'preact';
import { useContext, useRef } from 'preact/hooks';

/** The address that the figures around came from: a change of it is the reader's doing, not news. */
export const SourceContext = createContext<string | null>(null);

/**
 * A figure that is softly lit when it changes by itself.
 *
 * @param value the raw number, for tests and scripts
 */
export function Figure({
  value,
  title,
  children,
}: {
  value: number | null;
  title?: string | undefined;
  children: ComponentChildren;
}) {
  const source = useContext(SourceContext);
  const last = useRef({ value, source, changes: 0 });
  if (last.current.source !== source) {
    last.current = { value, source, changes: 0 };
  } else if (last.current.value !== value) {
    last.current = { value, source, changes: last.current.changes + 1 };
  }
  const { changes } = last.current;
  return (
    // A new key makes a new element, which starts the animation anew.
    <span key={changes} class={changes > 0 ? 'figure changed' : 'figure'} data-value={value ?? ''} title={title}>
      {children}
    </span>
  );
}
