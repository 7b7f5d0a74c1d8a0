import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** A modal dialog: the browser keeps the focus inside; closing gives it back to where it was. */
export function Dialog({
  label,
  onClose,
  children,
  testId,
  kind,
}: {
  /** The id of the element that names it. */
  label: string;
  onClose: (() => void) | null;
  children: ComponentChildren;
  testId: string;
  kind: 'side' | 'small';
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) {
        before.focus({ preventScroll: true });
      }
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={`dialog ${kind}`}
      aria-labelledby={label}
      data-testid={testId}
      onCancel={(event) => {
        // The address says what is open, so it is changed first and the dialog follows.
        event.preventDefault();
        onClose?.();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) {
          onClose?.();
        }
      }}
    >
      <div class="dialog-content">{children}</div>
    </dialog>
  );
}
