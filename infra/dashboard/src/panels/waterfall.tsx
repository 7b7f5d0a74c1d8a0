import type { Waterfall } from '../api/types';
import { pathOf } from '../api/client';
import { addDays } from '../lib/range';
import type { Drill } from '../lib/url';
import { CLOSING, OPENING, placesOf, unexplained, waterfallBars, type WaterfallBar } from '../lib/waterfall';
import { CAUSES, nameOf } from '../lib/words';
import { figureOf, openDrill, pastDay, usePage } from '../ui/context';
import { Figure } from '../ui/number';
import { Panel, usePanelResource } from '../ui/panel';

export function WaterfallPanel() {
  const page = usePage();
  const { formats } = page;
  const path = pathOf('waterfall', figureOf(page));
  const source = usePanelResource<Waterfall>('waterfall', path);

  const drill = (bar: WaterfallBar, data: Waterfall): Drill | null => {
    switch (bar.key) {
      case OPENING:
        return { figure: 'open', on: addDays(data.from, -1) };
      case CLOSING: {
        const on = pastDay(page);
        return on === null ? { figure: 'open' } : { figure: 'open', on };
      }
      case 'exchange_rates':
        return null;
      default:
        return { figure: 'flow', cause: bar.key };
    }
  };
  const opener = (bar: WaterfallBar, data: Waterfall): (() => void) | undefined => {
    const to = drill(bar, data);
    return to === null ? undefined : () => openDrill(page, to);
  };
  const signed = (bar: WaterfallBar, text: string): string =>
    bar.kind !== 'total' && bar.amount > 0 ? `+${text}` : text;
  const deals = (bar: WaterfallBar): string =>
    bar.kind !== 'total' && bar.deals === 0
      ? ''
      : ` · ${signed({ ...bar, amount: bar.deals }, formats.count(bar.deals))}`;
  const barsOf = (data: Waterfall): WaterfallBar[] => waterfallBars(data.open_before, data.steps, data.open_after);

  return (
    <Panel
      name="waterfall"
      title="Why open value changed"
      hint="From the open value before these days to that at their end"
      source={source}
      wide={6}
      empty={(data) =>
        data.steps.length === 0 && data.open_before.deals === 0
          ? 'Nothing was open and nothing changed in these days.'
          : null
      }
      table={(data) => ({
        caption: `Open value from ${formats.day(addDays(data.from, -1))} to ${formats.day(data.to)} by cause`,
        columns: [
          { key: 'cause', label: 'Cause' },
          { key: 'deals', label: 'Deals', numeric: true },
          { key: 'amount', label: 'Amount', numeric: true },
        ],
        rows: barsOf(data).map((bar) => ({
          key: bar.key,
          open: opener(bar, data),
          openLabel: `${nameOf(CAUSES, bar.key)}: show the deals`,
          cells: {
            cause: { text: nameOf(CAUSES, bar.key) },
            deals: { text: formats.count(bar.deals), value: bar.deals },
            amount: { text: signed(bar, formats.money(bar.amount)), value: bar.amount },
          },
        })),
      })}
    >
      {(data) => {
        const bars = barsOf(data);
        const places = placesOf(bars);
        const rest = unexplained(data.open_before, data.steps, data.open_after);
        return (
          <>
            <ol class="bars waterfall">
              {bars.map((bar, index) => {
                const { left, width } = places[index] ?? { left: 0, width: 0 };
                const open = opener(bar, data);
                const content = (
                  <>
                    <span class="bar-label">{nameOf(CAUSES, bar.key)}</span>
                    <span class="bar-track" aria-hidden="true">
                      <span class={`bar ${bar.kind}`} style={{ left: `${left * 100}%`, width: `${width * 100}%` }} />
                    </span>
                    <span class="bar-value">
                      <Figure value={bar.amount}>{signed(bar, formats.moneyShort(bar.amount))}</Figure>
                      <span class="faint bar-count">{deals(bar)}</span>
                    </span>
                  </>
                );
                const title = `${nameOf(CAUSES, bar.key)}: ${signed(bar, formats.money(bar.amount))}, ${formats.count(bar.deals)} deals; makes ${formats.money(bar.end)}`;
                return (
                  <li key={bar.key} data-kind={bar.kind}>
                    {open === undefined ? (
                      <div class="bar-button" title={title}>
                        {content}
                      </div>
                    ) : (
                      <button type="button" class="bar-button" aria-haspopup="dialog" title={title} onClick={open}>
                        {content}
                      </button>
                    )}
                  </li>
                );
              })}
            </ol>
            {rest !== 0 && (
              <p class="panel-note" role="status">
                The steps leave {formats.money(rest)} unexplained.
              </p>
            )}
          </>
        );
      }}
    </Panel>
  );
}
