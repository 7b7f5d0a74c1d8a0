import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Figure } from './number';

export interface Cell {
  text: ComponentChildren;
  /** The raw number or word. */
  value?: number | string | null;
  title?: string | undefined;
  /** A bar behind the figure, as a share of the widest. */
  bar?: number | null;
}

export interface Column {
  key: string;
  label: string;
  numeric?: boolean;
  /** Sorting by this column. */
  sort?: { active: boolean; descending?: boolean; onSort: () => void };
}

export interface Row {
  key: string;
  cells: Record<string, Cell>;
  /** What Enter or a click on the row opens. */
  open?: (() => void) | undefined;
  openLabel?: string;
  dealId?: string;
  marked?: boolean;
}

/** Whether an element's content is larger than the element, and can be scrolled: not so on the wall, or where it is hidden. */
function useScrolls(): [(element: HTMLElement | null) => void, boolean] {
  const [scrolls, setScrolls] = useState(false);
  const [element, setElement] = useState<HTMLElement | null>(null);
  useEffect(() => {
    if (element === null) {
      return undefined;
    }
    const observer = new ResizeObserver(() =>
      setScrolls(
        getComputedStyle(element).overflowX === 'auto' &&
          (element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight),
      ),
    );
    [element, ...element.children].forEach((each) => observer.observe(each));
    return () => observer.disconnect();
  }, [element]);
  return [setElement, scrolls];
}

/**
 * A table of figures. Its first column heads the rows and holds the button that opens one; it stays in sight when the table is
 * scrolled.
 */
export function DataTable({
  caption,
  columns,
  rows,
  hidden = false,
}: {
  caption: string;
  columns: Column[];
  rows: Row[];
  /** Only for those who hear the page, and for tests. */
  hidden?: boolean;
}) {
  const [attach, scrolls] = useScrolls();
  // With the keyboard it can be scrolled only if it can have the focus; where all is in sight, that would be a stop in vain.
  const scrollable = scrolls ? ({ role: 'group', 'aria-label': `${caption}, scrollable`, tabIndex: 0 } as const) : {};
  return (
    <div ref={attach} class={hidden ? 'visually-hidden' : 'table-scroll'} {...scrollable}>
      <table class="data">
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeaderCell key={column.key} column={column} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <BodyRow key={row.key} row={row} columns={columns} inert={hidden} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function classOf(key: string, numeric = false): string {
  return numeric ? `column-${key} numeric` : `column-${key}`;
}

function HeaderCell({ column: { key, label, numeric, sort } }: { column: Column }) {
  const cls = classOf(key, numeric);
  if (sort === undefined) {
    return (
      <th scope="col" class={cls}>
        {label}
      </th>
    );
  }
  const descending = sort.descending ?? true;
  return (
    <th scope="col" class={cls} aria-sort={sort.active ? (descending ? 'descending' : 'ascending') : 'none'}>
      <button type="button" class="sort" onClick={sort.onSort}>
        {label}
        <span class="sort-mark" aria-hidden="true">
          {sort.active ? (descending ? '↓' : '↑') : '↕'}
        </span>
      </button>
    </th>
  );
}

function BodyRow({ row, columns, inert }: { row: Row; columns: Column[]; inert: boolean }) {
  const open = inert ? undefined : row.open;
  return (
    <tr
      class={[open === undefined ? '' : 'opens', row.marked === true ? 'marked' : ''].join(' ').trim() || undefined}
      data-key={row.key}
      data-deal-id={row.dealId}
      onClick={open}
    >
      {columns.map((column, index) => {
        const cell = row.cells[column.key] ?? { text: '' };
        const content = <CellContent cell={cell} />;
        if (index > 0) {
          return (
            <td
              key={column.key}
              class={classOf(column.key, column.numeric)}
              data-column={column.key}
              data-value={typeof cell.value === 'string' ? cell.value : undefined}
            >
              {content}
            </td>
          );
        }
        return (
          <th key={column.key} scope="row" data-column={column.key}>
            {open === undefined ? (
              content
            ) : (
              <button
                type="button"
                class="row-button"
                aria-haspopup="dialog"
                aria-label={row.openLabel}
                onClick={(event) => {
                  event.stopPropagation();
                  open();
                }}
              >
                {content}
              </button>
            )}
          </th>
        );
      })}
    </tr>
  );
}

function CellContent({ cell }: { cell: Cell }) {
  const figure =
    typeof cell.value === 'number' || cell.value === null ? (
      <Figure value={cell.value} title={cell.title}>
        {cell.text}
      </Figure>
    ) : (
      <span title={cell.title}>{cell.text}</span>
    );
  return cell.bar === undefined ? (
    figure
  ) : (
    <span class="bar-cell">
      <span class="cell-bar" aria-hidden="true">
        <span style={{ width: `${Math.max(0, Math.min(1, cell.bar ?? 0)) * 100}%` }} />
      </span>
      {figure}
    </span>
  );
}
