import { usePage } from './context';

/** Back, forward, and where one is. Not there if one page holds all. */
export function Pager({
  page,
  pages,
  total,
  onPage,
}: {
  page: number;
  pages: number;
  total: number;
  onPage: (page: number) => void;
}) {
  const { formats } = usePage();
  if (pages <= 1 && page <= 1) {
    return null;
  }
  return (
    <nav class="pager" aria-label="Pages">
      <button type="button" class="quiet" disabled={page <= 1} onClick={() => onPage(Math.min(page - 1, pages))}>
        Back
      </button>
      <span data-testid="pager">
        Page {formats.count(page)} of {formats.count(pages)} · {formats.count(total)} in all
      </span>
      <button type="button" class="quiet" disabled={page >= pages} onClick={() => onPage(page + 1)}>
        Next
      </button>
    </nav>
  );
}
